"""Admitted, changed, suspended, lifted, withdrawn, readmitted: dated periods that never block and are never deleted."""

import pytest

from hansa.base.errors import Refused
from hansa.network import actions
from hansa.network.actions import Terms
from hansa.network.models import Membership, Suspension
from tests import cast
from tests.network.rows import WHY, city, last_entry, member, on

pytestmark = pytest.mark.django_db


def periods() -> list[tuple[str, str | None, str | None]]:
    rows = Membership.objects.order_by("started_on")
    return [
        (row.standing, row.started and row.started.isoformat(), row.ended and row.ended.isoformat()) for row in rows
    ]


def test_admission_keeps_category_approval_day_and_reason() -> None:
    terms = Terms(category="full", founding=True, approved_by="General Assembly", approved_on=on("2010-09-07"))

    made = actions.admit(cast.network(), city(), terms, by=cast.ana(), on=on("2010-10-01"), reason=WHY)

    assert (made.standing, made.category, made.founding) == ("member", "full", True)
    assert (made.approved_by, made.approved, made.started) == ("General Assembly", on("2010-09-07"), on("2010-10-01"))
    assert last_entry() == (
        "membership.admitted",
        "Maastricht",
        {
            "standing": [None, "member"],
            "day": [None, "2010-10-01"],
            "reason": [None, WHY],
            "category": [None, "full"],
            "approved": [None, "General Assembly 2010-09-07"],
        },
    )


def test_member_is_not_admitted_twice() -> None:
    member()

    with pytest.raises(Refused, match=r"in the network already, as member since 7 September 2010\."):
        member(since="2015")

    assert len(periods()) == 1


def test_candidate_becomes_a_member_the_day_after() -> None:
    member(standing="candidate", since="2009-05-01")

    member(since="2010-09-07")

    assert periods() == [("candidate", "2009-05-01", "2010-09-06"), ("member", "2010-09-07", None)]


def test_change_of_standing_keeps_the_founding_member() -> None:
    first = member(founding=True)

    made = actions.change_standing(first, Terms("observer"), by=None, on=on("2015-01-01"), reason=WHY)

    assert periods() == [("member", "2010-09-07", "2014-12-31"), ("observer", "2015-01-01", None)]
    assert made.founding is True


def test_change_to_the_same_standing_is_refused() -> None:
    with pytest.raises(Refused, match="has this standing already"):
        actions.change_standing(member(), Terms("member"), by=None, on=on("2015"), reason=WHY)


def test_change_before_the_standing_began_is_refused() -> None:
    with pytest.raises(Refused, match="began on 7 September 2010"):
        actions.change_standing(member(), Terms("observer"), by=None, on=on("2010-09-07"), reason=WHY)


def test_suspension_is_a_period_within_and_ends_the_day_before_it_is_lifted() -> None:
    made = actions.suspend(member(), by=None, on=on("2014-01-01"), reason="Fee unpaid")

    lifted = actions.lift(made, by=None, on=on("2014-03-01"), reason="Fee paid")

    assert (lifted.started, lifted.ended) == (on("2014-01-01"), on("2014-02-28"))
    assert periods() == [("member", "2010-09-07", None)]
    assert last_entry() == (
        "membership.lifted",
        "Maastricht",
        {"day": [None, "2014-03-01"], "reason": [None, "Fee paid"]},
    )


def test_second_suspension_waits_for_the_first() -> None:
    held = member()
    first = actions.suspend(held, by=None, on=on("2014-01-01"), reason=WHY)

    with pytest.raises(Refused, match="suspended already, since 1 January 2014"):
        actions.suspend(held, by=None, on=on("2015"), reason=WHY)

    actions.lift(first, by=None, on=on("2014-06-01"), reason=WHY)
    actions.suspend(held, by=None, on=on("2014-06-01"), until=on("2014-12-31"), reason=WHY)
    assert Suspension.objects.count() == 2


@pytest.mark.parametrize(("start", "end"), [("2009-12-31", ""), ("2016-01-01", "2016-02-01")])
def test_suspension_outside_the_membership_is_refused(start: str, end: str) -> None:
    held = actions.withdraw(member(), by=None, on=on("2015-12-31"), reason=WHY)

    with pytest.raises(Refused, match="lies within the membership"):
        actions.suspend(held, by=None, on=on(start), until=on(end) if end else None, reason=WHY)


def test_lifting_what_is_over_or_has_not_begun_is_refused() -> None:
    made = actions.suspend(member(), by=None, on=on("2014-01-01"), until=on("2014-03-31"), reason=WHY)

    with pytest.raises(Refused, match="has ended already: 1 January 2014 – 31 March 2014"):
        actions.lift(made, by=None, on=on("2015-01-01"), reason=WHY)
    with pytest.raises(Refused, match="can be lifted from a later day"):
        actions.lift(made, by=None, on=on("2014-01-01"), reason=WHY)


def test_withdrawal_ends_an_open_suspension_with_it() -> None:
    held = member()
    suspension = actions.suspend(held, by=None, on=on("2014-01-01"), reason=WHY)

    actions.withdraw(held, by=None, on=on("2014-12-31"), ended_as="excluded", reason=WHY)

    suspension.refresh_from_db()
    assert suspension.ended == on("2014-12-31")
    assert last_entry()[2]["standing"] == ["member", "excluded"]


def test_withdrawal_waits_for_mandates() -> None:
    held = member()
    mandate = actions.give_mandate(
        cast.network(), held.organization, by=None, kind="regional office", on=on("2013"), reason=WHY
    )

    with pytest.raises(Refused, match=r"mandates beyond that day: regional office\. Close them first"):
        actions.withdraw(held, by=None, on=on("2015-12-31"), reason=WHY)

    actions.close_mandate(mandate, by=None, on=on("2015-12-31"), reason=WHY)
    assert actions.withdraw(held, by=None, on=on("2015-12-31"), reason=WHY).ended == on("2015-12-31")


def test_withdrawal_before_the_first_day_and_twice_is_refused() -> None:
    held = member()

    with pytest.raises(Refused, match="lies before the first"):
        actions.withdraw(held, by=None, on=on("2010-09-06"), reason=WHY)
    actions.withdraw(held, by=None, on=on("2012"), reason=WHY)
    with pytest.raises(Refused, match="ended already: 7 September 2010 – 2012, year only"):
        actions.withdraw(held, by=None, on=on("2013"), reason=WHY)


def test_readmission_is_a_new_row_beside_the_old_one() -> None:
    actions.withdraw(member(), by=None, on=on("2012-12-31"), reason=WHY)

    with pytest.raises(Refused, match="Readmit it"):
        member(since="2015")
    actions.readmit(cast.network(), city(), Terms(), by=None, on=on("2015-02-01"), reason=WHY)

    assert periods() == [("member", "2010-09-07", "2012-12-31"), ("member", "2015-02-01", None)]
    assert last_entry()[0] == "membership.readmitted"


def test_readmission_starts_after_the_old_membership_ended() -> None:
    actions.withdraw(member(), by=None, on=on("2012-12-31"), reason=WHY)

    with pytest.raises(Refused, match="starts the day after the old one ends"):
        actions.readmit(cast.network(), city(), Terms(), by=None, on=on("2012-12-31"), reason=WHY)
    assert actions.readmit(cast.network(), city(), Terms(), by=None, on=on("2013-01-01"), reason=WHY).pk


def test_readmission_in_the_year_in_which_it_left_is_possible_where_only_the_year_is_known() -> None:
    actions.withdraw(member(), by=None, on=on("2012"), reason=WHY)

    assert actions.readmit(cast.network(), city(), Terms(), by=None, on=on("2012"), reason=WHY).started == on("2012")


def test_who_was_never_in_is_admitted_not_readmitted() -> None:
    with pytest.raises(Refused, match="never in the network"):
        actions.readmit(cast.network(), city(), Terms(), by=None, on=on("2015"), reason=WHY)
