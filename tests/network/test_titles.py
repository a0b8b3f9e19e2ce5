"""Who leads a city is told from the title as printed, in many languages."""

import pytest

from hansa.network.titles import title_class


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mayor", "head"),
        ("Mayor of Agra", "head"),
        ("Lord Mayor", "head"),
        ("Maire de Dakar", "head"),
        ("Alcaldesa", "head"),
        ("Oberbürgermeisterin", "head"),
        ("Burgemeester", "head"),
        ("Sindaco", "head"),
        ("Prezydent Miasta Łodzi", "head"),
        ("市长", "head"),
        ("シ長 市長", "head"),
        ("대구시장", "head"),
        ("عمدة تونس", "head"),
        ("Мэр Баку", "head"),
        ("Governor of Vientiane", "head"),
        ("Head of the City", "head"),
        ("Deputy Mayor", "deputy"),
        ("Mayor Pro Tem", "deputy"),
        ("Deputy Head of the Executive Power", "deputy"),
        ("Vice Mayor of Barcelona", "deputy"),
        ("Maire adjointe", "deputy"),
        ("Teniente de Alcalde", "deputy"),
        ("Wethouder", "deputy"),
        ("Vizebürgermeister", "deputy"),
        ("副市长", "deputy"),
        ("부시장", "deputy"),
        ("نائب العمدة", "deputy"),
        ("Заместитель мэра", "deputy"),
        ("City Director of Dar es Salaam", "other"),
        ("Adviser to the Mayor", "other"),
        ("Assistant to the Mayor", "other"),
        ("Director, Mayor’s Office", "other"),
        ("Former Mayor", "other"),
        ("Deputy Director, Smart City Division", "other"),
        ("Chief Information Officer", "other"),
        ("", "other"),
    ],
)
def test_title_says_what_post_it_is(title: str, expected: str) -> None:
    assert title_class(title) == expected
