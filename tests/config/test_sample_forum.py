"""The sample forum as the demo loads it: its two circles, its marks, and a plan that is made when it is asked for."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from sample.write_workbook import write

from hansa.base.jobs import run_job
from hansa.config import demo_steps
from hansa.delegations.actions import revise_delegate
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import counted
from hansa.events.models import Event
from hansa.meetings import actions
from hansa.meetings.models import Meeting, Plan
from hansa.network.models import Membership
from hansa.people.models import Person, User
from tests.conftest import signed_in


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demo's own steps, once for this module, taken back at its end."""
    workbook = tmp_path_factory.mktemp("sample") / "forum.xlsx"
    write(Path(workbook))
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        demo_steps.import_workbook(workbook)
        demo_steps.make_accounts()
        demo_steps.plan_and_publish()
        demo_steps.announce()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def forum(loaded: None, db: None) -> Event:
    return Event.objects.get(key="forum")


def officer() -> User:
    return User.objects.get(email="officer@demo.example.org")


def test_forum_counts_its_cities_and_the_expo_keeps_its_claims(forum: Event) -> None:
    found = counted(forum)
    expo = forum.part_of

    assert (found.cities, found.countries) == (25, 21)
    assert list(forum.claims.all()) == []
    assert expo is not None
    assert {(claim.measure, claim.number, claim.is_floor) for claim in expo.claims.all()} == {
        ("people", 500, True),
        ("countries", 22, False),
    }


def test_nobody_is_a_member_whom_the_text_does_not_name(forum: Event) -> None:
    members = {membership.organization.name: membership.founding for membership in Membership.objects.all()}

    assert members == {"Chengdu": True, "Dujiangyan": False}


def test_only_the_secretary_general_is_real(forum: Event) -> None:
    assert [person.full_name for person in Person.objects.filter(is_sample=False)] == ["Kyong-yul Lee"]


def addresses(forum: Event) -> list[str]:
    """The pages and files on which persons show."""
    own = [f"{part}/{one.pk}/" for one in Delegation.objects.all() for part in ("delegations", "diaries")]
    parts = ["", "delegations/", "delegations/list.csv", "meetings/", "meetings/board.csv", "meetings/requests/"]
    parts += ["meetings/requests/list.csv", "diaries/", *own]
    return ["/en/log/", "/en/intake/", "/en/", *(f"/en/events/forum/{part}" for part in parts)]


def unmarked(text: str, names: list[str]) -> list[str]:
    """Where a sample name stands without its mark close behind (a Latin form may stand between)."""
    plain = re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)))
    )
    return [
        plain[found.start() : found.end() + 60]
        for name in names
        for found in re.finditer(re.escape(name), plain)
        if "(sample)" not in plain[found.end() : found.end() + 60]
    ]


def test_sample_persons_are_marked_on_every_page_and_feed(forum: Event) -> None:
    names = [person.full_name for person in Person.objects.filter(is_sample=True)]
    client, wrong, seen = signed_in(officer()), {}, 0

    for address in [*addresses(forum), *(f"/feeds/{one.calendar_key}.ics" for one in Delegation.objects.all())]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.getvalue().decode().replace("\r\n ", "")
        seen += sum(text.count(name) for name in names)
        found = unmarked(text, names)
        if found:
            wrong[address] = found[:3]

    assert wrong == {}
    assert seen > 1000


def test_the_story_stands_in_the_diary_of_the_secretary_general(forum: Event) -> None:
    office = Delegation.objects.get(event=forum, organization__name="WeGO Secretariat")

    text = signed_in(officer()).get(f"/en/events/forum/diaries/{office.pk}/").text
    outside = Meeting.objects.filter(event=forum, round=None).order_by("starts_at")

    assert [str(meeting) for meeting in outside] == ["WeGO Secretariat – Chengdu", "WeGO Secretariat – Dujiangyan"]
    for words in (
        "Keynote of the secretary general",
        "Exhibition of entrepreneurs",
        "Study visit",
        "Dujiangyan",
        "Seongnam",
    ):
        assert words in text
    assert "October 2019" in Client().get("/en/events/excom/").text


def test_plan_is_made_when_it_is_asked_for(forum: Event) -> None:
    """One mayor who arrives a day later gets another plan; nothing of the plan is stored in the sample."""
    before = Plan.objects.get(round=forum.round, state="published")
    mayor = Delegate.objects.get(person__full_name="서민재")
    revise_delegate(mayor, by=officer(), arrives_at=dt.datetime(2019, 6, 14, 6, tzinfo=forum.tz))

    after = actions.propose(forum.round, by=officer())
    run_job.call(after.job_id)
    after.refresh_from_db()

    assert before.is_proven
    assert after.is_proven
    assert after.value < before.value
    assert not after.placements.filter(first=mayor, slot__starts_at__date=dt.date(2019, 6, 13)).exists()
    assert not after.placements.filter(second=mayor, slot__starts_at__date=dt.date(2019, 6, 13)).exists()
