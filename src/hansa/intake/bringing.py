"""A workbook into the records: in one transaction, by the acts of the lower rooms, or not at all.

A preview is the application itself, rolled back: what is shown is what will happen, by the same acts.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.intake.archive.restoring import bring_back
from hansa.intake.columns import ORGANISATIONS, PEOPLE
from hansa.intake.fates import Report, Row
from hansa.intake.grids import read_grids
from hansa.intake.layout import Workbook, lay_out
from hansa.intake.ledger import Ledger
from hansa.intake.lists.listing import Listing
from hansa.intake.lists.recording import bring
from hansa.intake.sheets import events, organisations, people, programme, requests, tables
from hansa.people.models import User

# Names the one lock that all imports take on PostgreSQL; any number that nobody else uses.
_LOCK = 0x68616E7361


def read_workbook(path: Path, name: str) -> Workbook:
    """All rows of the file with their values. Refused where it cannot be read as a workbook."""
    return lay_out(read_grids(path, name))


def bring_in(
    book: Workbook, *, by: User | None, answers: dict[str, str] | None = None, keep: bool, shown: str = ""
) -> Report:
    """Do all that the workbook says in one transaction; it stands only if ``keep`` and nothing is refused or asked.

    ``shown`` is the digest of the report that was confirmed: where what would happen now is another, nothing stands.

    ``by`` is None for the command on the server. A workbook is brought in once: its rows carry their fates away.
    """
    return in_one_transaction(lambda: _bring_in(book, by, answers or {}), keep=keep, shown=shown)


def bring_in_list(listing: Listing, *, by: User | None, keep: bool, shown: str = "") -> Report:
    """As ``bring_in``, of a list whose names have been looked up."""
    return in_one_transaction(lambda: bring(listing, by), keep=keep, shown=shown)


def bring_in_register(rows: dict[str, list[Row]], *, by: User | None, keep: bool, shown: str = "") -> Report:
    """As ``bring_in``, of a whole register."""
    return in_one_transaction(lambda: bring_back(rows, by), keep=keep, shown=shown)


def in_one_transaction(work: Callable[[], Report], *, keep: bool, shown: str) -> Report:
    """Do it; what it did stands only if ``keep`` and nothing is refused or asked, as ``bring_in`` says."""
    try:
        with transaction.atomic():
            _one_at_a_time()
            report = work()
            report.is_kept = keep and not report.is_blocked and shown in ("", report.digest)
            if not report.is_kept:
                transaction.set_rollback(True)
    except OperationalError:
        raise Refused(_("Somebody else is writing just now. Nothing was changed; try again in a minute.")) from None
    except IntegrityError:
        raise Refused(_("Somebody else recorded the same at this moment. Nothing was changed; try again.")) from None
    except DatabaseError as error:
        raise Refused(
            _("The records did not accept this: %(error)s. Nothing was changed.") % {"error": error}
        ) from error
    return report


def _one_at_a_time() -> None:
    """Two imports follow each other: SQLite writes one at a time anyway, PostgreSQL is asked to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _bring_in(book: Workbook, by: User | None, answers: dict[str, str]) -> Report:
    """Each sheet after those that it speaks of."""
    ledger = Ledger(book, by, answers)
    organisations.record(ledger)
    events.record(ledger)
    organisations.place_at_events(ledger)
    ledger.note_refused(ORGANISATIONS)
    people.record(ledger)
    ledger.note_refused(PEOPLE)
    programme.record_sessions(ledger)
    programme.record_visits(ledger)
    tables.cut_rounds(ledger)
    tables.engage_interpreters(ledger)
    requests.record(ledger)
    return ledger.report
