"""An organization's whole history as a line of time: lanes of periods, vacancies between them, points for days."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.dates import PartialDate
from hansa.base.words import with_commas
from hansa.network.agreements import preferred
from hansa.network.changes import mandate_title
from hansa.network.models import Agreement, FormerName, Mandate, Membership, Office, Organization
from hansa.network.rules import (
    Reader,
    Visitor,
    agreements_seen_by,
    mandates_seen_by,
    memberships_seen_by,
    offices_seen_by,
    suspensions_seen_by,
)
from hansa.network.terms import A_DAY, days_between


@dataclass(frozen=True)
class Span:
    """A period of a lane: in words, from and to, who says so. ``is_vacant`` is a gap between two terms."""

    label: str
    started: PartialDate | None
    ended: PartialDate | None
    source: str = ""
    is_vacant: bool = False
    is_soft: bool = False

    @property
    def first(self) -> dt.date | None:
        return self.started.first if self.started else None

    @property
    def last(self) -> dt.date | None:
        return self.ended.last if self.ended else None


@dataclass(frozen=True)
class Point:
    """Something of one day."""

    label: str
    on: PartialDate
    source: str = ""


@dataclass
class History:
    """Lanes in the order in which they are drawn, points in the order of their days."""

    lanes: list[list[Span]] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def spans(self) -> list[Span]:
        """All periods, lane by lane, as a table shows them."""
        return [span for lane in self.lanes for span in lane]

    @property
    def days(self) -> list[dt.date]:
        """Every day that is named."""
        found = [day for span in self.spans for day in (span.first, span.last) if day]
        return found + [point.on.first for point in self.points]


def history_of(user: Visitor | Reader, organization: Organization) -> History:
    """What is on record of an organization over time, as far as this reader may see it."""
    standings = memberships_seen_by(user).filter(organization=organization).order_by("started_on", "pk")
    rests = Prefetch("suspensions", suspensions_seen_by(user).order_by("started_on", "pk"))
    standings = list(standings.prefetch_related(rests))
    mandates = mandates_seen_by(user).filter(organization=organization).order_by("kind", "scope", "started_on", "pk")
    heads = offices_seen_by(user).filter(organization=organization, title_class=Office.Class.HEAD)
    agreements = agreements_seen_by(user).filter(parties=organization).prefetch_related("claims", "parties")
    lanes = [
        [_standing(row) for row in standings],
        [_suspended(span) for row in standings for span in row.suspensions.all()],
        *_by_title(mandates),
        list(_with_vacancies(heads.select_related("person").order_by("started_on", "pk"))),
        [_name(row) for row in organization.former_names.all()],
    ]
    points = [point for agreement in agreements for point in _signed(agreement, organization)]
    return History([lane for lane in lanes if lane], sorted(points, key=lambda point: (point.on.first, point.label)))


@dataclass(frozen=True)
class Vacancy:
    """Days on which nobody held a post for certain; more where only the month or year of a term is known."""

    first: dt.date
    last: dt.date
    is_exact: bool

    @property
    def label(self) -> str:
        n = days_between(self.first, self.last)
        if self.is_exact:
            return ngettext("vacant, %(n)s day", "vacant, %(n)s days", n) % {"n": n}
        return ngettext("vacant, %(n)s day at least", "vacant, %(n)s days at least", n) % {"n": n}


def vacancies(offices: Iterable[Office]) -> Iterator[Vacancy]:
    """The gaps between the terms of a post."""
    rows = sorted(offices, key=lambda row: row.started_on or dt.date.min)
    last, is_exact = dt.date.max, True
    for row in rows:
        if row.started and last < row.started.first - A_DAY:
            yield Vacancy(last + A_DAY, row.started.first - A_DAY, is_exact and row.started.precision == "day")
        end = row.ended.last if row.ended else dt.date.max
        if row is rows[0] or end > last:
            last, is_exact = end, row.ended_precision == "day"


def _standing(row: Membership) -> Span:
    said = [str(row.get_standing_display())]
    if row.category:
        said.append(row.category)
    if row.founding:
        said.append(_("founding member"))
    return Span(with_commas(said), row.started, row.ended, row.source)


def _suspended(row: object) -> Span:
    return Span(_("suspended"), row.started, row.ended, row.source, is_soft=True)  # type: ignore[attr-defined]


def _by_title(mandates: Iterable[Mandate]) -> Iterator[list[Span]]:
    """A lane for each mandate, its terms side by side."""
    lanes: dict[str, list[Span]] = {}
    for row in mandates:
        title = mandate_title(row)
        lanes.setdefault(title, []).append(Span(title, row.started, row.ended, row.source, is_soft=bool(row.ended_on)))
    yield from lanes.values()


def _with_vacancies(heads: Iterable[Office]) -> Iterator[Span]:
    rows = list(heads)
    spans = [
        Span(
            _("%(title)s: %(person)s") % {"title": row.title, "person": row.person},
            row.started,
            row.ended,
            row.source,
            is_soft=True,
        )
        for row in rows
    ]
    for gap in vacancies(rows):
        spans.append(Span(gap.label, PartialDate(gap.first), PartialDate(gap.last), is_vacant=True))
    yield from sorted(spans, key=lambda span: span.first or dt.date.min)


def _name(row: FormerName) -> Span:
    return Span(_("called %(name)s") % {"name": row.name}, row.started, row.ended, row.source, is_soft=True)


def _signed(agreement: Agreement, organization: Organization) -> Iterator[Point]:
    claim = preferred(agreement)
    if claim is None or claim.started is None:
        return
    others = " – ".join(str(party) for party in agreement.parties.all() if party.pk != organization.pk)
    yield Point(others, claim.started, claim.source)
