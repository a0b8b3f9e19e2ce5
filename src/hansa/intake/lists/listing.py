"""One list on its way in: its rows, what is on record, what was asked and answered, and what became of each row."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.intake.fates import Question, Report, Row
from hansa.intake.lists.memory import recalled_names
from hansa.intake.lists.reading import Listed, Options, Party
from hansa.intake.lists.records import Register
from hansa.intake.lists.settling import OUT, Settled, Settler
from hansa.network.models import Organization
from hansa.people.models import User


@dataclass
class Listing:
    """The rows of a list before they are brought in; ``settler`` has looked up all its names."""

    rows: list[Row]
    notices: list[str]
    options: Options
    answers: dict[str, str]
    settler: Settler


def prepare(
    rows: list[Row],
    notices: list[str],
    options: Options,
    answers: dict[str, str],
    told: Callable[[float], None] = lambda share: None,
) -> Listing:
    """Look up all names of the list; nothing is written, and no lock is held while it takes its time."""
    settler = Settler({**recalled_names(), **answers})
    settler.look_up((party for row in rows for party in said_by(row).parties), told)
    return Listing(rows, notices, options, answers, settler)


def said_by(row: Row) -> Listed:
    """What a row says."""
    listed: Listed = row.values["listed"]
    return listed


@dataclass
class Bringing:
    """A list while it is brought in, inside the transaction."""

    listing: Listing
    by: User | None
    register: Register
    report: Report
    # Who the parties of each row turned out to be, by the row's number.
    settled: dict[int, list[Settled]] = field(default_factory=dict)
    # Organizations recorded by this list, by their identity.
    made: dict[object, Organization] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """What the log says of why: the list's source."""
        return _("From the list %(source)s") % {"source": self.listing.options.source or _("without a name")}

    def rows(self) -> Iterator[Row]:
        """Those that are neither refused, asked about nor left out, each with its organization in ``record``."""
        return (
            row
            for row in self.report.rows
            if row.record is not None and not row.is_left_out and not row.refusals and not row.questions
        )

    def answer(self, key: str) -> str:
        """What the officer answered to a question about a row."""
        return self.listing.answers.get(key, "")

    def ask(self, row: Row, question: Question) -> None:
        """Ask it of the row, once."""
        if question not in row.questions:
            row.questions.append(question)


def attempt(row: Row, act: Callable[[], object]) -> None:
    """Do it; a refusal is the row's."""
    try:
        act()
    except Refused as refusal:
        row.refuse(str(refusal))


def settle_all(bringing: Bringing) -> None:
    """Tell who each row means; ask what cannot be told."""
    for row in bringing.report.rows:
        parties: list[Party] = said_by(row).parties
        found = [bringing.listing.settler.settle(party, bringing.register) for party in parties]
        bringing.settled[row.number] = found
        for one in found:
            if one.question is not None:
                bringing.ask(row, one.question)
            if one.refusal:
                row.refuse(one.refusal)
        row.is_left_out = any(one.is_left_out for one in found) or bringing.answer(f"row|{row.number}") == OUT


def name_doubles(bringing: Bringing) -> None:
    """Show rows of one organization to each other; where they differ, ask which of them counts."""
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in bringing.report.rows:
        identity = bringing.settled[row.number][0].identity
        if identity is not None and not row.is_left_out:
            groups[identity].append(row)
    for rows in groups.values():
        if len(rows) > 1:
            _compare(bringing, rows)


def _compare(bringing: Bringing, rows: list[Row]) -> None:
    first = rows[0]
    for row in rows[1:]:
        difference = _difference(said_by(first), said_by(row))
        if not difference:
            row.notes.append(_("Row %(row)s is the same organisation.") % {"row": first.number})
            first.notes.append(_("Row %(row)s is the same organisation.") % {"row": row.number})
            continue
        asked = f"twin|{first.number}|{row.number}"
        answer = bringing.answer(asked)
        if answer == str(first.number):
            row.is_left_out = True
        elif answer == str(row.number):
            first.is_left_out = True
            first = row
        else:
            question = _which_counts(asked, first, row, difference)
            bringing.ask(first, question)
            bringing.ask(row, question)


def _which_counts(asked: str, first: Row, row: Row, difference: str) -> Question:
    return Question(
        asked,
        _("Rows %(one)s and %(other)s are one organisation, %(name)s, and differ: %(difference)s. Which one counts?")
        % {"one": first.number, "other": row.number, "name": first.what, "difference": difference},
        (
            (str(first.number), _("row %(row)s: %(text)s") % {"row": first.number, "text": first.what}),
            (str(row.number), _("row %(row)s: %(text)s") % {"row": row.number, "text": row.what}),
        ),
    )


def _difference(one: Listed, other: Listed) -> str:
    """What two rows of one organization say otherwise; an empty cell says nothing."""
    found = []
    if one.said.standing and other.said.standing and one.said.standing != other.said.standing:
        found.append(f"{one.said.standing} / {other.said.standing}")
    if one.since and other.since and not (lies_in(one.since, other.since) or lies_in(other.since, one.since)):
        found.append(f"{one.since} / {other.since}")
    return "; ".join(found)


def lies_in(one: PartialDate, other: PartialDate) -> bool:
    """Whether a date is the other, said as exactly or more so."""
    return other.first <= one.first and one.last <= other.last


def more_exact(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    """Of two dates that do not contradict each other the one that says more."""
    return other if one is None or (other and lies_in(other, one)) else one


def offer_leaving_out(report: Report) -> None:
    """A row that is refused may be put right in the file, or left out here."""
    for row in report.rows:
        if row.refusals and not row.is_left_out:
            sentence = _("Row %(row)s, %(name)s: %(why)s") % {
                "row": row.number,
                "name": row.what,
                "why": " ".join(row.refusals),
            }
            row.questions.append(
                Question(f"row|{row.number}", sentence, ((OUT, _("leave this row out")),), is_offer=True)
            )
