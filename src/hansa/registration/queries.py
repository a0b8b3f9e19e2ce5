"""Questions about registrations: what is missing for a badge, how far each is, what is still held."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hansa.base.text import fold, search_key
from hansa.base.words import country_codes
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event
from hansa.people.models import Person
from hansa.registration.asking import Answers, asked
from hansa.registration.models import Deputy, Nomination, Question, Questionnaire, Registration, Sensitive

Demand = Questionnaire.Demand
NOT_BEGUN = "not begun"


@dataclass(frozen=True)
class Wanted:
    """Which people a list shows. ``state`` is a state of a registration, or NOT_BEGUN; ``missing`` a demand."""

    words: str = ""
    state: str = ""
    role: str = ""
    capacity: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Row:
    """A delegate who comes, with the registration and what is missing for the badge."""

    delegate: Delegate
    registration: Registration | None
    missing: list[str] = field(default_factory=list)

    @property
    def state(self) -> Any:
        return self.registration.state if self.registration else NOT_BEGUN


@dataclass(frozen=True)
class Difference:
    """What was changed in a registration since it was approved; of what is sensitive only that it was."""

    question: Question
    before: Any = None
    after: Any = None


def questionnaire_of(event: Event) -> Questionnaire | None:
    return Questionnaire.objects.filter(event=event).select_related("event").first()


def questions_of(event: Event) -> list[Question]:
    """The questions that are asked now, in their order."""
    return list(Question.objects.asked().filter(questionnaire__event=event).order_by("order", "pk"))


def why_closed(questionnaire: Questionnaire | None) -> str:
    """ "none", "early" or "late" where nobody may register now; "" while it is open. Days are those of the event."""
    if questionnaire is None:
        return "none"
    today = questionnaire.event.local(timezone.now()).date()
    if questionnaire.opens_on and today < questionnaire.opens_on:
        return "early"
    return "late" if questionnaire.closes_on and today > questionnaire.closes_on else ""


def all_answers(registration: Registration | None) -> Answers:
    """The answers with those that are sensitive; for whoever may register this person, and the office."""
    if registration is None:
        return {}
    sensitive = Sensitive.objects.filter(registration=registration).first()
    return {**registration.answers, **(sensitive.answers if sensitive else {})}


def unanswered(questions: Iterable[Question], role: str, answers: Answers) -> list[Question]:
    """The questions that must be answered and are not."""
    return [one for one in asked(questions, role, answers) if one.required and answers.get(one.name) is None]


def missing(
    delegate: Delegate, demands: Iterable[str], registration: Registration | None, nominated: bool
) -> list[str]:
    """What this event demands for a badge and does not have yet, by code, in the order of the demands."""
    lacks = {
        Demand.NOMINATION: not nominated,
        Demand.TITLE: not delegate.title,
        Demand.LANGUAGES: not delegate.languages,
        Demand.ARRIVAL: delegate.arrives_at is None,
        Demand.REGISTRATION: registration is None or registration.state != Registration.State.APPROVED,
    }
    return [demand for demand in Demand.values if demand in demands and lacks[Demand(demand)]]


def missing_for_badge(delegate: Delegate) -> list[str]:
    """The same for one delegate, from the records."""
    questionnaire = questionnaire_of(delegate.delegation.event)
    registration = Registration.objects.filter(delegate=delegate).first()
    nominated = Nomination.objects.filter(delegation=delegate.delegation_id).exists()
    return missing(delegate, questionnaire.demands if questionnaire else [], registration, nominated)


def found_rows(event: Event, wanted: Wanted) -> list[Row]:
    """The people who come, by delegation and role, with what is missing; as many queries for any number of rows."""
    people = Delegate.objects.coming().filter(delegation__event=event)
    for word in fold(wanted.words).split():
        country = Q(delegation__organization__country__in=country_codes(word))
        city = Q(delegation__organization__search__contains=word)
        people = people.filter(Q(person__search__contains=word) | city | country)
    if wanted.role:
        people = people.filter(role=wanted.role)
    if wanted.capacity:
        people = people.filter(delegation__capacity=wanted.capacity)
    rows = [row for row in rows_of(event, people) if _fits(row, wanted)]
    return sorted(
        rows, key=lambda row: (search_key(str(row.delegate.delegation.organization)), row.delegate.precedence)
    )


def rows_of(event: Event, people: QuerySet[Delegate]) -> list[Row]:
    """These people with their registrations and what is missing, in four queries."""
    questionnaire = questionnaire_of(event)
    demands = questionnaire.demands if questionnaire else []
    nominated = set(Nomination.objects.filter(delegation__event=event).values_list("delegation", flat=True))
    listed = people.select_related("person", "delegation__organization", "registration")
    found = []
    for one in listed:
        registration = getattr(one, "registration", None)
        found.append(Row(one, registration, missing(one, demands, registration, one.delegation_id in nominated)))
    return found


def _fits(row: Row, wanted: Wanted) -> bool:
    if wanted.state and row.state != wanted.state:
        return False
    return not wanted.missing or wanted.missing in row.missing


def counts(event: Event) -> dict[str, int]:
    """How many of those who come stand in each state, those who have not begun first."""
    people = Delegate.objects.coming().filter(delegation__event=event)
    states = list(people.values_list("registration__state", flat=True))
    found = {state: states.count(state) for state in Registration.State.values}
    return {NOT_BEGUN: states.count(None), **found}


def differences(registration: Registration, questions: Iterable[Question]) -> list[Difference]:
    """What has changed since the yes; nothing where there was none."""
    if registration.approved_at is None:
        return []
    found = []
    for question in questions:
        before, after = registration.approved_answers.get(question.name), registration.answers.get(question.name)
        if question.is_sensitive and question.name in registration.changed_since:
            found.append(Difference(question))
        elif not question.is_sensitive and before != after:
            found.append(Difference(question, before, after))
    return found


def deputy_of(delegation: Delegation, on: dt.date | None = None) -> Deputy | None:
    """Who stands in for the head on that day (today)."""
    day = on or timezone.localdate()
    rows = Deputy.objects.filter(Q(until_on=None) | Q(until_on__gte=day), delegation=delegation, from_on__lte=day)
    return rows.select_related("delegate__person").first()


def known_people(delegation: Delegation, name: str) -> list[Person]:
    """Persons on record who may be meant: of this city (named before, or in office), or of exactly this name."""
    words = fold(name).split()
    named = Delegate.objects.filter(person=OuterRef("pk"), delegation__organization=delegation.organization)
    own = Person.objects.filter(Exists(named) | Q(offices__organization=delegation.organization), erased_at=None)
    for word in words:
        own = own.filter(search__contains=word)
    same = Person.objects.filter(erased_at=None, search__contains=fold(name)) if words else Person.objects.none()
    exact = [one for one in same if fold(name) in (fold(one.full_name), fold(one.latin_name))]
    found = {one.pk: one for one in [*own.distinct()[:20], *exact[:20]]}
    return list(found.values())


def still_held(event: Event) -> tuple[int, dt.date | None]:
    """How many sensitive rows this event still holds, and the day on which the last of them goes."""
    rows = Sensitive.objects.filter(registration__delegate__delegation__event=event).order_by("-purge_on")
    last = rows.first()
    return rows.count(), last.purge_on if last else None
