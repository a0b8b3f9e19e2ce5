"""Named questions: who was mayor, what changed, what ends, what is vacant, what the history of a city is."""

import pytest
from django.contrib.auth.models import AnonymousUser

from hansa.network import actions
from hansa.network.bodies import chairs, quotas, tasks
from hansa.network.changes import changed_between, ending
from hansa.network.history import history_of
from hansa.network.models import Office
from hansa.network.queries import office_holder
from hansa.people.models import Person
from tests import cast
from tests.network.rows import WHY, city, day, member, on

pytestmark = pytest.mark.django_db


def term(name: str, start: str, end: str = "", title: str = "Mayor") -> Office:
    person = Person.objects.filter(full_name=name).first() or cast.person(name)
    return actions.take_office(
        city(),
        person,
        by=None,
        title=title,
        on=on(start) if start else None,
        until=on(end) if end else None,
        reason=WHY,
    )


def three_mayors() -> None:
    term("Gao Yun", "", "2014-03-15")
    term("Lin Shuping", "2014-03-16", "2017-03-31")
    term("Qiao Anran", "2017-08-07")
    term("Su Ming", "2015", title="Deputy Mayor")


@pytest.mark.parametrize(
    ("on_day", "mayor"),
    [
        ("2009-01-01", "Gao Yun"),
        ("2014-03-15", "Gao Yun"),
        ("2014-03-16", "Lin Shuping"),
        ("2017-03-31", "Lin Shuping"),
        ("2017-04-01", None),
        ("2017-08-07", "Qiao Anran"),
    ],
)
def test_who_was_mayor_when_we_last_met(on_day: str, mayor: str | None) -> None:
    three_mayors()

    found = office_holder(city(), "head", day(on_day))

    assert (found and found.person.full_name) == mayor


def test_term_that_is_certain_comes_before_one_that_may_have_been() -> None:
    term("Gao Yun", "2010-01-01", "2013")
    term("Lin Shuping", "2013-06-01")

    assert office_holder(city(), "head", day("2013-07-01")).person.full_name == "Lin Shuping"
    assert office_holder(city(), "head", day("2012-07-01")).person.full_name == "Gao Yun"


def test_history_tells_standing_mandates_mayors_and_the_vacancy_between() -> None:
    held = member(founding=True, category="full")
    actions.suspend(held, by=None, on=on("2012-01-01"), until=on("2012-06-30"), reason=WHY)
    actions.give_mandate(
        cast.network(), city(), by=None, kind="regional office", scope="Europe", on=on("2013"), reason=WHY
    )
    three_mayors()
    actions.record_agreement(
        by=None, kind="sister city", parties=[city(), city("Tallinn", "EE")], on=on("2015-11-10"), source="Its list"
    )

    found = history_of(cast.ana(), city())

    told = [[(span.label, span.is_vacant) for span in lane] for lane in found.lanes]
    assert told == [
        [("member, full, founding member", False)],
        [("suspended", False)],
        [("regional office, Europe", False)],
        [
            ("Mayor: Gao Yun (sample)", False),
            ("Mayor: Lin Shuping (sample)", False),
            ("vacant, 128 days", True),
            ("Mayor: Qiao Anran (sample)", False),
        ],
    ]
    assert [(point.label, point.on.isoformat(), point.source) for point in found.points] == [
        ("Tallinn", "2015-11-10", "Its list")
    ]


def test_vacancy_of_which_an_end_is_known_in_part_says_at_least() -> None:
    term("Gao Yun", "2010-01-01", "2013")
    term("Lin Shuping", "2014-03", "")

    lane = history_of(cast.ana(), city()).lanes[0]

    assert [span.label for span in lane if span.is_vacant] == ["vacant, 59 days at least"]


def test_one_day_between_terms_is_a_vacancy_and_no_day_is_none() -> None:
    term("Gao Yun", "2010-01-01", "2020-02-28")
    term("Lin Shuping", "2020-03-01", "2020-12-31")
    term("Qiao Anran", "2021-01-01")

    lane = history_of(cast.ana(), city()).lanes[0]

    assert [span.label for span in lane if span.is_vacant] == ["vacant, 1 day"]


def said(changes: list) -> list[tuple[str, str, str]]:
    return [(one.day.isoformat(), str(one.organization), one.sentence) for one in changes]


def test_what_changed_between_two_days() -> None:
    held = member()
    term("Gao Yun", "2014-01-01", "2014-05-31")
    term("Lin Shuping", "2014-06-01")
    actions.suspend(held, by=None, on=on("2014-03-01"), until=on("2014-03-31"), reason=WHY)
    actions.rename(city(), by=None, name="Mestreech", on=on("2014-04-01"), reason=WHY)
    actions.withdraw(held, by=None, on=on("2014-06-30"), reason=WHY)
    other = member("Tallinn", "EE", "2014-07")

    found = changed_between(cast.ana(), cast.network(), day("2013-12-31"), day("2014-12-31"))

    assert said(found) == [
        ("2014-01-01", "Mestreech", "Mayor: Gao Yun (sample) takes office"),
        ("2014-03-01", "Mestreech", "suspended"),
        ("2014-03-31", "Mestreech", "suspension ended"),
        ("2014-03-31", "Mestreech", "no longer called Maastricht"),
        ("2014-05-31", "Mestreech", "Mayor: Gao Yun (sample) leaves office"),
        ("2014-06-01", "Mestreech", "Mayor: Lin Shuping (sample) takes office"),
        ("2014-06-30", "Mestreech", "no longer member: withdrew"),
        ("2014-07", "Tallinn", "is member"),
    ]
    assert other.organization == found[-1].organization


def test_last_day_of_a_term_is_no_change_on_that_day_but_on_the_next() -> None:
    term("Gao Yun", "2010-01-01", "2020-02-29")

    same = changed_between(cast.ana(), cast.network(), day("2020-02-28"), day("2020-02-29"))
    next_day = changed_between(cast.ana(), cast.network(), day("2020-02-29"), day("2020-03-01"))

    assert (said(same), len(next_day)) == ([], 1)


def test_public_does_not_read_who_takes_office_in_a_closed_profile() -> None:
    member()
    term("Gao Yun", "2014-01-01")

    nobody = changed_between(AnonymousUser(), cast.network(), day("2010-01-01"), day("2015-01-01"))
    actions.open_profile(city(), by=None, reason=WHY)
    opened = changed_between(AnonymousUser(), cast.network(), day("2010-01-01"), day("2015-01-01"))

    assert [one.sentence for one in nobody] == ["is member"]
    assert [one.sentence for one in opened] == ["is member", "Mayor: Gao Yun (sample) takes office"]


def test_whose_term_ends_within_a_year() -> None:
    member()
    seat = actions.set_up_seat(
        cast.network(), by=None, kind="executive committee", title="1", term_months=36, reason=WHY
    )
    actions.give_seat(seat, city(), by=None, on=on("2017-11-01"), reason=WHY)
    term("Gao Yun", "2016-01-01", "2020-06")
    made = actions.record_agreement(
        by=None, kind="memorandum", parties=[city(), city("Tallinn", "EE")], on=on("2015-01-01"), source="x"
    )
    actions.renew_agreement(made, by=None, on=on("2018-01-01"), until=on("2019-12-31"), reason=WHY)

    found = ending(cast.ana(), cast.network(), day("2019-11-25"), day("2020-11-24"))

    assert said(found) == [
        ("2019-12-31", "Maastricht", "Memorandum of understanding of Maastricht – Tallinn runs out"),
        ("2020-06", "Maastricht", "Mayor: Gao Yun (sample) leaves office"),
        ("2020-10-31", "Maastricht", "mandate ends: executive committee, 1"),
    ]
    assert ending(cast.ana(), cast.network(), day("2020-11-01"), day("2020-11-24")) == []


def test_seats_are_held_or_vacant_and_quotas_shown() -> None:
    network = cast.network()
    for at, region in enumerate(("142", "142", "150", ""), start=1):
        actions.set_up_seat(network, by=None, kind="executive committee", title=str(at), region=region, reason=WHY)
    first, second, third, _fourth = chairs(cast.ana(), network, day("2019-01-01"))
    held = actions.give_seat(first.seat, member("Seoul", "KR").organization, by=None, on=on("2018"), reason=WHY)
    actions.give_seat(third.seat, member("Tunis", "TN").organization, by=None, on=on("2018"), reason=WHY)
    actions.close_mandate(held, by=None, on=on("2018-12-31"), reason=WHY)
    actions.give_seat(second.seat, city("Seoul"), by=None, on=on("2019-01-01"), reason=WHY)

    found = chairs(cast.ana(), network, day("2019-01-01"))

    told = [(one.seat.title, one.holder and str(one.holder.organization), one.is_outside) for one in found]
    assert told == [("1", None, False), ("2", "Seoul", False), ("3", "Tunis", True), ("4", None, False)]
    assert found[0].vacant_since == day("2018-12-31")
    assert [(one.region, one.seats, one.held, one.vacant, one.outside) for one in quotas(found)] == [
        ("", 1, 0, 1, 0),
        ("142", 2, 1, 1, 0),
        ("150", 1, 1, 0, 1),
    ]
    assert tasks(cast.ana(), network, day("2019-01-01")) == []
