"""The steps of the demo, through the acts that everybody uses."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override

from hansa.base.errors import Refused
from hansa.base.jobs import run_job
from hansa.config.demo import FOCAL_CITY, OFFICERS
from hansa.delegations.models import Delegation
from hansa.events import actions as events
from hansa.events.models import Event
from hansa.intake.bringing import bring_in, read_workbook
from hansa.meetings import actions as meetings
from hansa.meetings.models import MeetingRequest, Plan
from hansa.network import actions as network
from hansa.network.models import Network, Organization
from hansa.people.actions import open_account, record_person
from hansa.people.models import User
from hansa.registration import questions as asking
from hansa.registration.models import Questionnaire
from hansa.visits import actions as visits

KEY = "forum"
# Name, family name, its language, duty.
PEOPLE = {
    "officer": ("Ana Kovač", "Kovač", "sl", "programme officer"),
    "protocol": ("文静", "文", "zh", "protocol officer"),
}


def is_of_this_version() -> bool:
    """Whether the database has every table and column of today's models.

    Before the first release a migration may be written anew under its old name; a database that had the old one then
    counts as migrated, and every page would fail.
    """
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            table = model._meta.db_table
            if table not in tables:
                return False
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            if {field.column for field in model._meta.local_concrete_fields} - columns:
                return False
    return True


def set_aside(database: Path) -> Path:
    """Move the demo's database out of the way, with what SQLite keeps beside it; answers where it is now."""
    connection.close()
    for beside in ("-wal", "-shm"):
        Path(f"{database}{beside}").unlink(missing_ok=True)
    return database.replace(database.with_suffix(".old.sqlite3"))


def is_loaded() -> bool:
    return Event.objects.filter(key=KEY).exists()


def is_planned() -> bool:
    return Plan.objects.filter(round__event__key=KEY, state=Plan.State.PUBLISHED).exists()


def import_workbook(path: Path) -> None:
    """As ``hansa import`` does it; the sample must come in whole."""
    report = bring_in(read_workbook(path, path.name), by=None, keep=True)
    if report.is_blocked:
        raise Refused(" ".join(sentence for row in report.rows for sentence in row.refusals))


def make_accounts() -> None:
    """Accounts for the demo's doors: two sample officers, and the focal point whom the workbook named."""
    host = Organization.objects.get(event_roles__event__key=KEY, event_roles__role="host")
    office = Network.objects.get().secretariat
    for role, (name, family, language, duty) in PEOPLE.items():
        if User.objects.filter(email=OFFICERS[role]).exists():
            continue
        with transaction.atomic():
            person = record_person(
                by=None, full_name=name, family_name=family, language=language, email=OFFICERS[role], is_sample=True
            )
            user = open_account(by=None, email=OFFICERS[role], person=person)
            network.appoint(user, office if role == "officer" else host, by=None, duty=duty)


def plan_and_publish() -> str:
    """Propose, draw up and publish, as an officer would; answers a sentence with the figures."""
    event = Event.objects.get(key=KEY)
    officer = User.objects.get(email=OFFICERS["officer"])
    plan = meetings.propose(event.round, by=officer)
    run_job.call(plan.job_id)
    plan.refresh_from_db()
    meetings.publish(plan, by=officer, based_on=plan.based_on)
    placed = plan.placements.count()
    proof = "proved" if plan.is_proven else f"of at most {plan.bound}"
    return f"{placed} meetings placed in {plan.seconds:.1f} s: value {plan.value}, {proof}; {plan.gaps} gaps."


def answer_requests() -> None:
    """The focal point behind the third door has answered the first two of those who ask; the others wait."""
    asked = MeetingRequest.objects.filter(asked__delegation__organization__place=FOCAL_CITY, withdrawn_on=None)
    if not asked.exclude(answer="").exists():
        for request in asked.order_by("pk")[:2]:
            meetings.answer(request, by=None, answer="accepted")


def announce() -> None:
    """Let the public see the events of the sample."""
    for event in Event.objects.all():
        if event.announced_at is None:
            events.announce(event, by=None)
    event = Event.objects.get(key=KEY)
    if event.programme_published_at is None:
        events.publish_programme(event, by=None)
    if event.participants_published_at is None:
        events.publish_participants(event, by=None)


def open_visits() -> None:
    """Places on the study visit of the sample: a bus, and two seats for each delegation."""
    event = Event.objects.get(key=KEY)
    for visit in event.visits.filter(kind="study visit", terms=None):
        leaves = visit.starts_at - dt.timedelta(minutes=40)
        visits.set_terms(visit, by=None, capacity=24, quota=3, bus="Expo halls, gate 2 (sample)", bus_leaves_at=leaves)


def officer_event_and_city() -> tuple[User, Event, str]:
    """Who writes up what the forum left behind, and the city behind the third door."""
    return User.objects.get(email=OFFICERS["officer"]), Event.objects.get(key=KEY), FOCAL_CITY


def addresses(site: str) -> Iterator[str]:
    """The lines that others read: the site, the event's public page, one delegation's feed."""
    delegation = Delegation.objects.get(event__key=KEY, organization__place=FOCAL_CITY)
    with override("en"):
        yield f"site: {site}{reverse('home')}"
        yield f"event: {site}{reverse('event', args=[KEY])}"
        yield f"feed: {site}{reverse('diary_feed', args=[delegation.calendar_key])}"


def ask_questions() -> None:
    """The usual questions for the sample forum; nobody's answers are invented."""
    event = Event.objects.get(key=KEY)
    if not Questionnaire.objects.filter(event=event).exists():
        asking.set_terms(event, by=None, demands=["title", "languages", "arrival"])
        asking.ask_the_usual(event, by=None)
