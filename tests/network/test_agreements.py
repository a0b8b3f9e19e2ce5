"""Agreements: several parties, a life of their own, and sources that disagree side by side."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hansa.base.errors import Refused
from hansa.network import actions
from hansa.network.agreements import Life, in_force_until, life_of
from hansa.network.models import Agreement, AgreementClaim
from tests.network.rows import WHY, city, day, last_entry, on

pytestmark = pytest.mark.django_db


def signed(kind: str = "sister city", date: str = "1981", source: str = "China Daily", *names: str) -> Agreement:
    parties = [city(name, "") for name in names or ("Chengdu", "Montpellier")]
    return actions.record_agreement(by=None, kind=kind, parties=parties, on=on(date), source=source)


def proposed(on_day: str = "2018") -> Agreement:
    parties = [city("Chengdu", "CN"), city("Bonn", "DE"), city("Linz", "AT")]
    return actions.propose_agreement(
        by=None, kind="memorandum", printed="Absichtserklärung", parties=parties, on=on(on_day), reason=WHY
    )


def test_more_than_two_parties_may_agree() -> None:
    made = proposed()

    assert [str(party) for party in made.parties.order_by("pk")] == ["Chengdu", "Bonn", "Linz"]
    assert last_entry() == (
        "agreement.proposed",
        "memorandum of understanding",
        {"parties": [None, "Chengdu – Bonn – Linz"], "day": [None, "2018"], "reason": [None, WHY]},
    )


def test_one_party_is_not_enough() -> None:
    with pytest.raises(Refused, match="two different"):
        actions.propose_agreement(by=None, kind="memorandum", parties=[city(), city()], on=on("2018"), reason=WHY)


def test_life_runs_from_proposed_to_ended() -> None:
    made = proposed("2018-01-01")
    assert life_of(made, day("2018-06-01")) == Life.PROPOSED

    actions.sign_agreement(made, by=None, on=on("2018-07-01"), until=on("2020-06-30"), source="The paper", reason=WHY)
    made.refresh_from_db()
    at = [life_of(made, day(text)) for text in ("2018-06-30", "2018-07-01", "2020-06-30", "2020-07-01")]
    assert at == [Life.PROPOSED, Life.IN_FORCE, Life.IN_FORCE, Life.RUN_OUT]

    actions.renew_agreement(made, by=None, on=on("2021-01-01"), until=on("2022-12-31"), reason=WHY)
    at = [life_of(made, day(text)) for text in ("2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01")]
    assert at == [Life.RUN_OUT, Life.IN_FORCE, Life.IN_FORCE, Life.RUN_OUT]
    assert in_force_until(made) == day("2022-12-31")

    ended = actions.end_agreement(made, by=None, on=on("2021-05-31"), reason=WHY)
    assert [life_of(ended, day(text)) for text in ("2021-05-31", "2021-06-01")] == [Life.IN_FORCE, Life.ENDED]


def test_agreement_of_unknown_date_is_in_force() -> None:
    parties = [city("Austin", "US"), city("Chengdu", "CN")]
    made = actions.record_agreement(by=None, kind="relations", parties=parties, source="A release")

    assert (life_of(made, day("1900-01-01")), in_force_until(made)) == (Life.IN_FORCE, None)


def test_acts_that_its_life_forbids_are_refused() -> None:
    made = proposed("2018-05-01")

    with pytest.raises(Refused, match="not signed yet"):
        actions.renew_agreement(made, by=None, on=on("2019"), reason=WHY)
    with pytest.raises(Refused, match="cannot be signed before"):
        actions.sign_agreement(made, by=None, on=on("2018-04-30"), source="x", reason=WHY)
    actions.sign_agreement(made, by=None, on=on("2018-07-01"), until=on("2028"), source="x", reason=WHY)
    with pytest.raises(Refused, match="signature is on record already"):
        actions.sign_agreement(made, by=None, on=on("2018-08-01"), source="y", reason=WHY)
    with pytest.raises(Refused, match="runs longer already"):
        actions.renew_agreement(made, by=None, on=on("2019"), until=on("2020"), reason=WHY)
    with pytest.raises(Refused, match="lies before the first"):
        actions.end_agreement(made, by=None, on=on("2017"), reason=WHY)
    actions.end_agreement(made, by=None, on=on("2019"), reason=WHY)
    with pytest.raises(Refused, match="was ended on 2019"):
        actions.renew_agreement(made, by=None, on=on("2030"), until=on("2031"), reason=WHY)


def test_sources_that_disagree_stand_side_by_side_and_one_is_preferred() -> None:
    made = signed()
    other = actions.record_claim(made, by=None, on=on("1979"), source="Panda Tour", kind="friendship", printed="友好")

    assert [(one.source, one.is_preferred) for one in made.claims.order_by("pk")] == [
        ("China Daily", True),
        ("Panda Tour", False),
    ]

    actions.prefer_claim(other, by=None, reason="The older list cites the paper")

    made.refresh_from_db()
    assert [(one.source, one.is_preferred) for one in made.claims.order_by("pk")] == [
        ("China Daily", False),
        ("Panda Tour", True),
    ]
    assert (made.kind, made.printed) == ("friendship", "友好")
    assert last_entry()[2]["source"] == ["China Daily", "Panda Tour"]


def test_source_speaks_once_and_is_preferred_once() -> None:
    made = signed()

    with pytest.raises(Refused, match="said already"):
        actions.record_claim(made, by=None, on=on("1979"), source="China Daily")
    with pytest.raises(Refused, match="needs its source"):
        actions.record_claim(made, by=None, on=on("1979"), source=" ")
    with pytest.raises(Refused, match="Say what this source says"):
        actions.record_claim(made, by=None, on=None, source="Another")
    with pytest.raises(Refused, match="preferred already"):
        actions.prefer_claim(AgreementClaim.objects.get(), by=None, reason=WHY)


def test_paper_is_kept_under_an_id_with_its_own_name_beside(settings) -> None:
    made = signed()
    paper = SimpleUploadedFile("../../협정 서명본.PDF", b"%PDF-1.7")

    actions.file_paper(made, by=None, file=paper, reason=WHY)

    made.refresh_from_db()
    assert made.file_name == "협정 서명본.PDF"
    assert made.file.name.startswith("agreements/")
    assert made.file.name.endswith(".pdf")
    assert len(made.file.name) == len("agreements/.pdf") + 32


def test_paper_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused, match="Only PDF"):
        actions.file_paper(signed(), by=None, file=SimpleUploadedFile("page.html", b"<script>"), reason=WHY)
