"""Two records of one organization become one. Every dated relation is kept, and the log says what was moved.

Whatever points at an organization is found through the models, so that rooms above need not be known here: their rows
move like all others. A row that says the same on both sides is kept once; one that contradicts its twin stops the act.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.fields import Dated, Multilingual
from hansa.base.models import LogEntry
from hansa.network.actions.entries import entry, first_overlap, lock, span
from hansa.network.models import Agreement, FormerName, Mandate, Membership, Office, Organization
from hansa.people.models import User

MERGED = log.verb("organization.merged", gettext_lazy("merged another record into %(subject)s"))
LABELS: dict[str, Promise] = {
    "membership": gettext_lazy("standings"),
    "mandate": gettext_lazy("mandates"),
    "office": gettext_lazy("offices"),
    "appointment": gettext_lazy("appointments"),
    "agreement": gettext_lazy("agreements"),
    "formername": gettext_lazy("former names"),
    "identifier": gettext_lazy("identifiers"),
    "proposal": gettext_lazy("proposals"),
    "network": gettext_lazy("networks that it serves"),
    "theme": gettext_lazy("themes"),
}
# What is taken over where the record that stays says nothing.
FILLED = ("own_name", "own_language", "country", "place", "place_name", "website")
# What two rows of one organization may not do at once, by the columns that make them rivals.
RIVALS: dict[type[Dated], tuple[str, ...]] = {
    Membership: ("network_id",),
    Mandate: ("network_id", "kind", "scope"),
    Office: ("person_id", "title"),
}


@dataclass
class Moved:
    """Rows of one kind: those that moved, in words, and how many said the same on both sides and are kept once."""

    label: str
    rows: list[str] = field(default_factory=list)
    same: int = 0


@transaction.atomic
def merge(kept: Organization, other: Organization, *, by: User | None, reason: str) -> list[Moved]:
    """Move all that is on record of ``other`` to ``kept`` and take ``other`` off the register; answers what moved.

    Its names stay, so that it is found by them. Refused where both lie in different countries, have an agreement with
    each other, or say two things that cannot both be.
    """
    first, second = sorted([kept.pk, other.pk])
    if first == second:
        raise Refused(_("Choose two different records."))
    # Always in the same order, so that two merges never wait for each other.
    rows = {pk: lock(Organization(pk=pk)) for pk in (first, second)}
    kept, other = rows[kept.pk], rows[other.pk]
    _demand_mergeable(kept, other)
    moved = _by_label(_move_all(other, kept))
    before, called = other.pk, str(other)
    values = _filled(kept, other)
    _keep_names(kept, other)
    LogEntry.objects.filter(subject_type=_type_of(other), subject_id=str(before)).update(subject_id=str(kept.pk))
    other.delete()
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    told = {one.label: [None, _told(one)] for one in moved}
    changes = entry(None, reason, merged=[called, str(kept)], number=[before, kept.pk], **told)
    log.record(MERGED, kept, by=by, changes=changes)
    return moved


def relations(organization: Organization) -> list[tuple[str, list[str]]]:
    """What points at an organization, by kind, each row in words: what a merge would move."""
    found: dict[str, list[str]] = {}
    for relation in _relations(organization):
        for row in _held(relation, organization):
            found.setdefault(_label(relation.related_model), []).append(_said(row))
    return list(found.items())


def _demand_mergeable(kept: Organization, other: Organization) -> None:
    if kept.country and other.country and kept.country != other.country:
        raise Refused(_("They lie in different countries. Correct the country of one of them first."))
    if Agreement.objects.filter(parties=kept).filter(parties=other).exists():
        raise Refused(
            _("%(one)s and %(other)s have an agreement with each other, so they are two.")
            % {"one": kept, "other": other}
        )


def _type_of(record: models.Model) -> str:
    return record._meta.label_lower


def _relations(record: models.Model) -> list[Any]:
    """All columns of other tables that point at this kind of record, hidden ones too; joins of two tables last."""
    found = [one for one in record._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]
    return sorted(found, key=lambda one: (one.many_to_many, one.related_model._meta.label_lower, one.field.name))


def _held(relation: Any, record: models.Model) -> list[Any]:
    # The table behind a list of partners points at both ends; its rows move with the list.
    if relation.related_model._meta.auto_created:
        return []
    return list(relation.related_model._base_manager.filter(**{relation.field.name: record}).order_by("pk"))


def _move_all(source: models.Model, target: models.Model) -> Iterator[Moved]:
    for relation in _relations(source):
        held = _held(relation, source)
        if not held:
            continue
        moved = Moved(_label(relation.related_model))
        for row in held:
            _move(relation, row, source, target, moved)
        yield moved
    for many in source._meta.many_to_many:
        mine, theirs = getattr(target, many.name), getattr(source, many.name)
        more = [one for one in theirs.all() if not mine.filter(pk=one.pk).exists()]
        if more:
            mine.add(*more)
            yield Moved(_label(many.related_model), [str(one) for one in more])


def _move(relation: Any, row: Any, source: models.Model, target: models.Model, moved: Moved) -> None:
    if relation.many_to_many:
        moved.rows.append(_said(row))
        partners = getattr(row, relation.field.name)
        partners.remove(source)
        partners.add(target)
        return
    said, name = _said(row), relation.field.name
    twin = _twin(row, name, target)
    if twin is not None:
        # Whatever hangs on the double hangs on its twin now: a suspension on its membership.
        list(_move_all(row, twin))
        _join_sources(twin, row)
        row.delete()
        moved.same += 1
        return
    rival = _rival(row, name, target)
    if rival is not None:
        raise Refused(
            _("Both say something of the same days: %(one)s, and %(other)s. Correct or close one of them first.")
            % {"one": said, "other": _said(rival)}
        )
    try:
        with transaction.atomic():
            setattr(row, name, target)
            row.save()
    except IntegrityError:
        raise Refused(
            _("Both have such a record (%(kind)s): %(row)s. Take one of them away first.")
            % {"kind": moved.label, "row": said}
        ) from None
    moved.rows.append(said)


def _twin(row: Any, name: str, target: models.Model) -> Any:
    """A row of the target that says the same in every column but its key and its source."""
    passed_over = {"source", name, row._meta.pk.name}
    columns = [one for one in row._meta.concrete_fields if one.name not in passed_over]
    same = {one.attname: getattr(row, one.attname) for one in columns if not isinstance(one, models.JSONField)}
    found = type(row)._base_manager.filter(**{name: target})
    for column, value in same.items():
        found = found.filter(**{f"{column}__isnull": True} if value is None else {column: value})
    plain = [one.attname for one in columns if isinstance(one, models.JSONField)]
    return next((one for one in found if all(getattr(one, key) == getattr(row, key) for key in plain)), None)


def _rival(row: Any, name: str, target: models.Model) -> Any:
    """A row of the target that cannot stand beside this one: of the same thing, and overlapping for certain."""
    columns = RIVALS.get(type(row))
    if columns is None:
        return None
    same = {column: getattr(row, column) for column in columns}
    return first_overlap(row, type(row)._base_manager.filter(**{name: target}, **same))


def _join_sources(twin: Any, row: Any) -> None:
    source = getattr(row, "source", "")
    if source and source not in twin.source:
        twin.source = f"{twin.source}; {source}"[:300] if twin.source else source
        twin.save(update_fields=["source"])


def _filled(kept: Organization, other: Organization) -> dict[str, Any]:
    """What the record that stays lacks and the other says."""
    values: dict[str, Any] = {
        name: getattr(other, name) for name in FILLED if getattr(other, name) and not getattr(kept, name)
    }
    if kept.place and not kept.place_name and kept.place != other.place:
        values.pop("place_name", None)
    for name in ("names", "profile"):
        values[name] = Multilingual({**getattr(other, name), **getattr(kept, name)})
    return values


def _keep_names(kept: Organization, other: Organization) -> None:
    """Every name of the other is one by which the record that stays is found."""
    known = {kept.name, kept.own_name, *kept.names.values(), *kept.former_names.values_list("name", flat=True)}
    for name in dict.fromkeys([other.name, other.own_name, *other.names.values()]):
        if name and name not in known:
            FormerName.objects.create(organization=kept, name=name)


def _label(model: type[models.Model]) -> str:
    """What rows of that table are called; those of rooms above by the name of their room."""
    return str(LABELS.get(model._meta.model_name or "", model._meta.app_config.verbose_name)).lower()


def _said(row: Any) -> str:
    return f"{row}, {span(row)}" if isinstance(row, Dated) else str(row)


def _by_label(moved: Iterable[Moved]) -> list[Moved]:
    """Several tables of one room told together."""
    found: dict[str, Moved] = {}
    for one in moved:
        known = found.setdefault(one.label, Moved(one.label))
        known.rows += one.rows
        known.same += one.same
    return list(found.values())


def _told(moved: Moved) -> str:
    same = [_("%(n)s the same on both") % {"n": moved.same}] if moved.same else []
    return "; ".join([*moved.rows, *same])
