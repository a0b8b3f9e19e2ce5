"""Invitations through the outbox and back: whose answer counts, what a stranger sees, what follows for delegations."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations.actions import name_delegate
from hansa.delegations.models import Delegation
from hansa.invitations import actions, answering
from hansa.invitations.links import found_by, token_of
from hansa.invitations.models import Answer, Invitation
from hansa.invitations.queries import counting, recipients
from hansa.mail.models import Letter
from hansa.network.models import Membership
from tests import cast
from tests.invitations.world import code_for, event, invitation

pytestmark = pytest.mark.django_db
ACCEPT = {"choice": "accept", "given_by": "Jana de Vries, cabinet"}
DECLINE = {"choice": "decline", "reason": "Elections", "given_by": "Jana de Vries, cabinet"}


def by_link(made: Invitation, **said: str) -> Answer:
    return answering.give(made, by=None, way="code", **(said or ACCEPT))


def state(made: Invitation) -> str:
    made.refresh_from_db()
    return made.state


def comes(city: str = "Maastricht") -> list[tuple]:
    found = Delegation.objects.filter(organization__name=city)
    return [(one.capacity, one.places, one.withdrawn_on is None) for one in found]


def test_letter_is_drafted_in_the_language_of_the_recipient_and_waits_in_the_outbox():
    made = invitation(language="fr", places=4)

    (letter,) = Letter.objects.all()
    assert (letter.state, letter.language, letter.folder) == ("drafted", "fr", made.event.folder)
    assert (letter.name, letter.address) == ("Office of the Mayor", "mayor@maastricht.example")
    assert f"/fr/invitations/{token_of(made)}/" in letter.body
    assert "{" not in letter.body + letter.subject
    assert state(made) == "invited"


def test_language_that_we_do_not_write_falls_back_and_says_so():
    invitation(language="de")

    letter = Letter.objects.get()
    assert (letter.language, letter.wanted_language) == ("en", "de")


def test_sending_twice_drafts_one_letter():
    made = invitation()

    assert actions.send([made], by=None) == []
    assert Letter.objects.count() == 1


def test_nobody_becomes_a_member_and_no_delegation_exists_before_the_answer():
    invitation()

    assert (Membership.objects.count(), Delegation.objects.count()) == (0, 0)


def test_answer_by_link_counts_once_its_code_is_typed():
    made = invitation(capacity="observer", places=2)
    given = by_link(made)

    assert (state(made), comes()) == ("invited", [])
    assert answering.confirm(given, "00000000") is False
    assert answering.confirm(given, f" {code_for(given)[:4]} {code_for(given)[4:]}") is True

    assert (state(made), comes()) == ("accepted", [("observer", 2, True)])
    entry = LogEntry.objects.get(verb="invitation.accepted")
    assert entry.changes == {"answer": [None, "accept"], "way": [None, "code"]}


def test_code_goes_to_the_address_of_the_invitation_alone_and_is_kept_nowhere_but_in_the_letter():
    made = invitation()
    given = by_link(made)

    letter = Letter.objects.get(kind="invitation code")
    given.refresh_from_db()
    assert letter.address == "mayor@maastricht.example"
    assert letter.state == "approved"
    assert code_for(given) not in given.code_hash


def test_code_in_arabic_digits_is_the_code():
    given = by_link(invitation())

    assert answering.confirm(given, code_for(given).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) is True


def test_code_is_mistyped_five_times_and_no_more():
    given = by_link(invitation())
    for _attempt in range(5):
        answering.confirm(given, "1")

    with pytest.raises(Refused, match="mistyped too often"):
        answering.confirm(given, code_for(given))


def test_code_is_good_for_twenty_minutes():
    given = by_link(invitation())
    Answer.objects.update(code_until=timezone.now())

    with pytest.raises(Refused, match="no longer good"):
        answering.confirm(given, code_for(given))


def test_three_codes_go_within_an_hour():
    made = invitation()
    for _time in range(3):
        by_link(made)

    with pytest.raises(Refused, match="Several codes were sent within the hour"), transaction.atomic():
        by_link(made)

    assert (Answer.objects.count(), Letter.objects.filter(kind="invitation code").count()) == (3, 3)


def test_answer_that_nobody_confirmed_is_linked_by_hand_or_set_aside():
    made, wen = invitation(), cast.wen()
    first, second = by_link(made), by_link(made, **DECLINE)

    answering.dismiss(second, by=wen)
    answering.confirm_by_hand(first, by=wen)

    assert (state(made), counting(made)) == ("accepted", first)
    for act in (answering.dismiss, answering.confirm_by_hand):
        with pytest.raises(Refused, match="confirmed or set aside already"):
            act(first, by=wen)


def test_focal_point_answers_at_once_and_another_citys_may_not():
    made = invitation()

    with pytest.raises(Refused, match="does not speak for Maastricht"):
        answering.give(made, by=cast.chidi(), way="account", **ACCEPT)
    answering.give(made, by=cast.bram(), way="account", **ACCEPT)

    assert state(made) == "accepted"


def test_substitute_is_kept_with_the_answer():
    made = invitation()

    with pytest.raises(Refused, match="Write who comes instead"):
        answering.give(made, by=None, way="office", choice="substitute", given_by="x")
    answering.give(
        made, by=None, way="office", choice="substitute", substitute="Ülle Tamm", substitute_title="Deputy Mayor"
    )

    given = counting(made)
    assert (given.substitute, given.substitute_title, state(made)) == ("Ülle Tamm", "Deputy Mayor", "accepted")


def test_answer_is_changed_and_the_delegation_follows():
    made, bram = invitation(), cast.bram()
    answering.give(made, by=bram, way="account", **ACCEPT)
    answering.give(made, by=bram, way="account", **DECLINE)
    assert (state(made), comes()) == ("declined", [("guest", 3, False)])

    answering.give(made, by=bram, way="account", **ACCEPT)

    assert (state(made), comes()) == ("accepted", [("guest", 3, True)])
    assert Answer.objects.count() == 3


def test_late_answer_is_taken_once_and_flagged_and_then_only_the_office_changes_it():
    made = invitation()
    Invitation.objects.update(answer_by=dt.date(2019, 5, 1))
    made.refresh_from_db()

    answering.give(made, by=cast.bram(), way="account", **ACCEPT)

    made.refresh_from_db()
    assert (made.state, made.is_late) == ("accepted", True)
    with pytest.raises(Refused, match="The time for an answer is over"):
        answering.give(made, by=cast.bram(), way="account", **DECLINE)
    answering.give(made, by=cast.wen(), way="office", **DECLINE)
    assert state(made) == "declined"


def test_last_day_ends_at_midnight_on_the_events_clock():
    made = invitation(answer_by=dt.date(2031, 5, 1))

    assert made.closes_at == cast.at("2031-05-02 00:00")


def test_reminder_goes_to_those_without_an_answer_once_a_day():
    waiting, answered, prepared = invitation(), invitation("Tallinn"), invitation("Linz", sent=False)
    answering.give(answered, by=None, way="office", **ACCEPT)
    everybody = [waiting, answered, prepared]

    letters = actions.remind(everybody, by=None)
    again = actions.remind(everybody, by=None)

    waiting.refresh_from_db()
    assert [letter.address for letter in letters] == ["mayor@maastricht.example"]
    assert (again, waiting.reminders) == ([], 1)


def test_withdrawn_invitation_has_no_link_no_letter_and_no_delegation():
    made = invitation()
    token = token_of(made)
    answering.give(made, by=None, way="office", **ACCEPT)

    with pytest.raises(Refused, match="Give the reason"):
        actions.withdraw(made, by=None, reason=" ")
    actions.withdraw(made, by=None, reason="Sent in error")

    assert (found_by(token), Letter.objects.get().state, comes()) == (None, "cancelled", [("guest", 3, False)])
    with pytest.raises(Refused, match="This invitation was withdrawn"):
        answering.give(made, by=None, way="office", **ACCEPT)
    actions.renew(made, by=None)
    made.refresh_from_db()
    assert len(actions.send([made], by=None)) == 1
    assert found_by(token) is None


def test_new_address_makes_old_links_void_and_the_log_keeps_no_address():
    made = invitation()
    token = token_of(made)

    actions.revise(made, by=None, address="new@maastricht.example")

    made.refresh_from_db()
    assert found_by(token) is None
    assert found_by(token_of(made)) == made
    assert LogEntry.objects.get(verb="invitation.revised").changes == {}


def test_places_and_capacity_follow_in_the_delegation():
    made = invitation()
    answering.give(made, by=None, way="office", **ACCEPT)

    actions.revise(made, by=None, places=5, capacity="member")

    assert comes() == [("member", 5, True)]


def test_delegation_names_no_more_people_than_it_has_places():
    made = invitation(places=1)
    answering.give(made, by=None, way="office", **ACCEPT)
    delegation = Delegation.objects.get()
    name_delegate(delegation, cast.person(), by=None, role="head")

    with pytest.raises(Refused, match="as many people as it has places: 1"):
        name_delegate(delegation, cast.person("Another"), by=None, role="adviser")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"address": " "}, "needs an address"),
        ({"answer_by": dt.date(2031, 7, 1)}, "after the event"),
        ({"places": 0}, "one person at least"),
    ],
)
def test_invitation_that_makes_no_sense_is_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        invitation(**values)


def test_organization_is_invited_once():
    invitation()

    with pytest.raises(Refused, match="on the list of those invited already"):
        invitation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            event=event(), organization=cast.organization(), address="a@b.example", language="en",
            answer_by=dt.date(2031, 1, 1),
        )  # fmt: skip


def test_own_words_are_checked_and_used():
    made = event()
    words = {"kind": "invitation", "language": "en"}

    with pytest.raises(Refused, match=r"There is no place \{venue\}"):
        actions.word(made, by=None, subject="x", body="{venue} {link}", **words)
    with pytest.raises(Refused, match="nobody could answer"):
        actions.word(made, by=None, subject="x", body="Dear all", **words)
    actions.word(made, by=None, subject="Come to {city}", body="Dear {organisation},\n\n{link}", **words)
    invitation()

    letter = Letter.objects.get()
    assert letter.subject == "Come to Mayors’ Innovation Forum"
    assert letter.body.startswith("Dear Maastricht,\n\nhttp")


def test_braces_in_a_name_are_no_place():
    cast.organization("A {link} town")
    invitation("A {link} town", address="a@b.example")

    assert "we have the honour of inviting A {link} town to" in Letter.objects.get().body


def test_many_are_invited_by_their_focal_points():
    cast.bram(), cast.chidi()
    cities = [cast.organization(city) for city in ("Maastricht", "Tallinn", "Linz")]
    invitation("Tallinn", sent=False)

    made = actions.prepare_many(
        event(), recipients(cities), by=None, capacity="guest", places=2, answer_by=dt.date(2031, 5, 1)
    )

    assert [(str(one.organization), one.address) for one in made] == [("Maastricht", "bram@example.org")]
