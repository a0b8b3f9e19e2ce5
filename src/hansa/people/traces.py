"""Where a name is written in the whole database: in columns of text and inside JSON, of every table that there is.

A name of several words, an address, or a name as a record prints it is looked for everywhere. A mononym, or a name that
somebody else on record bears too, is looked for only in the log of what concerns this very person, for elsewhere nobody
can tell whom it means: "Paris" may be a city.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from hansa.base.models import LogEntry
from hansa.base.text import fold
from hansa.people.models import Person, User

# Tables that hold no text of ours, or whose rows are handled by the act itself.
SKIPPED = {"people.Person", "people.User", "contenttypes.ContentType", "auth.Permission"}


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True)
class Trace:
    """A row in which the name is written: its columns as they are."""

    row: models.Model
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """The forms of a name: ``anywhere`` those that mean this person wherever they stand, ``own`` all of them."""

    anywhere: frozenset[str]
    own: frozenset[str]


def names_of(person: Person) -> Names:
    """Every form in which this person may be written, from the person, the account and the rows about them."""
    account = User.objects.filter(person=person).first()
    plain = {person.full_name, person.latin_name, *([account.name, account.email] if account else [])}
    plain |= {person.email, person.phone, str(person), *([str(account)] if account else [])}
    plain |= _former(person)
    if not any(_is_plain_elsewhere(form) for form in plain if form):
        # A mononym is known by what stands behind it: "Sukarno, Governor".
        rows = [str(row) for rows in pointing_at(person).values() for row in rows]
        plain |= {text for text in rows if text.startswith((person.full_name, str(person)))}
    own = {form for form in plain if form}
    shared = Person.objects.exclude(pk=person.pk).filter(full_name__in=own)
    taken = {name for one in shared for name in (one.full_name, one.latin_name, str(one)) if name}
    anywhere = {form for form in own - taken if _is_plain_elsewhere(form)}
    folded = {fold(form) for form in anywhere}
    return Names(frozenset(anywhere | folded), frozenset(own | {fold(form) for form in own}))


def _is_plain_elsewhere(form: str) -> bool:
    """Whether it means this person wherever it stands: several words, an address, a number with its country.

    A whole name in a script that writes no spaces counts as several words.
    """
    return re.search(r"[\s@,+]", form) is not None or _is_unspaced(form)


def _is_unspaced(form: str) -> bool:
    return len(form) > 1 and _UNSPACED.fullmatch(form) is not None


def _former(person: Person) -> set[str]:
    """What the log says that they were called, or where they were reached, before."""
    entries = LogEntry.objects.filter(subject_type="people.person", subject_id=str(person.pk))
    found = {entry.subject for entry in entries}
    for entry in entries:
        for field in ("full_name", "latin_name", "email", "phone"):
            found |= {value for value in entry.changes.get(field, []) if isinstance(value, str)}
    return found


def pointing_at(record: models.Model) -> dict[type[models.Model], list[models.Model]]:
    """The rows of every table that point at a record, by table; the log's own are left out."""
    found: dict[type[models.Model], list[models.Model]] = {}
    for relation in record._meta.related_objects:
        model: Any = relation.related_model
        if relation.many_to_many or model is LogEntry:
            continue
        rows = list(model._default_manager.filter(**{relation.field.name: record}))
        if rows:
            found.setdefault(model, []).extend(rows)
    return found


def traces(person: Person, names: Names) -> Iterator[tuple[Trace, frozenset[str]]]:
    """Each row in which a form of the name is written, with the forms that mean this person there."""
    about = _about(person)
    seen: set[int] = set()
    for row in LogEntry.objects.filter(about).iterator():
        columns = _columns_with(row, names.own)
        if columns:
            seen.add(row.pk)
            yield Trace(row, columns), names.own
    if not names.anywhere:
        return
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in SKIPPED or not model._meta.managed or model._meta.proxy:
            continue
        for found in _in_model(model, names.anywhere):
            if not (model is LogEntry and found.row.pk in seen):
                yield found, names.anywhere


def replaced(value: Any, forms: Iterable[str], by: str) -> Any:
    """A text, or a structure of texts as JSON holds it, with every form taken out; keys too."""
    if isinstance(value, str):
        return _pattern(forms).sub(by, value)
    if isinstance(value, list | tuple):
        return [replaced(item, forms, by) for item in value]
    if isinstance(value, dict):
        return {replaced(key, forms, by): replaced(item, forms, by) for key, item in value.items()}
    return value


def _about(person: Person) -> Q:
    """The log of a person, of the account and of the rows about them."""
    account = User.objects.filter(person=person).first()
    found = Q(subject_type="people.person", subject_id=str(person.pk))
    if account:
        found |= Q(subject_type="people.user", subject_id=str(account.pk))
    for model, rows in pointing_at(person).items():
        found |= Q(subject_type=model._meta.label_lower, subject_id__in=[str(row.pk) for row in rows])
    return found


def _in_model(model: type[models.Model], forms: frozenset[str]) -> Iterator[Trace]:
    texts = [field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)]
    structures = [field for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]
    texts = [field for field in texts if not field.primary_key]
    if not texts and not structures:
        return
    # A database may keep JSON with its letters escaped, so that both ways of writing are looked for.
    written = forms | {json.dumps(form)[1:-1] for form in forms}
    rows = model._default_manager.annotate(
        **{f"{field.name}_text": Cast(field.name, TextField()) for field in structures}
    )
    wanted = Q()
    for form in forms:
        for field in texts:
            wanted |= Q(**{f"{field.name}__icontains": form})
    for form in written:
        for field in structures:
            wanted |= Q(**{f"{field.name}_text__icontains": form})
    for row in rows.filter(wanted).iterator():
        columns = _columns_with(row, forms)
        if columns:
            yield Trace(row, columns)


def _columns_with(row: models.Model, forms: Iterable[str]) -> tuple[str, ...]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    names = [field.name for field in row._meta.concrete_fields if isinstance(field, kinds) and not field.primary_key]
    return tuple(name for name in names if replaced(getattr(row, name), forms, "") != getattr(row, name))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms, the longest first, where no letter runs on before or after (but for scripts without spaces)."""
    ordered = sorted({form for form in forms if form}, key=len, reverse=True)
    bounded = (re.escape(form) if _is_unspaced(form) else rf"(?<!\w){re.escape(form)}(?!\w)" for form in ordered)
    return re.compile("|".join(bounded), re.IGNORECASE)
