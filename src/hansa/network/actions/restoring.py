"""Rows of the register as an export holds them, put back with all their dates.

The ordinary acts say what happens today; these rows say what has been. The database's own rules hold for them too.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.network.models import Agreement, Organization, Theme
from hansa.people.models import User

RESTORED = log.verb("register.restored", gettext_lazy("put back on record: %(subject)s"))
Record = TypeVar("Record", bound=models.Model)


@transaction.atomic
def restore(
    record: Record, *, by: User | None, parties: Iterable[Organization] = (), themes: Iterable[Theme] = ()
) -> Record:
    """Save a new row of any table of the register. Refused where a row on record stands in its way."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        raise Refused(
            _("Another row on record stands in its way: %(row)s. Close or correct that one first.") % {"row": record}
        ) from None
    if isinstance(record, Agreement):
        record.parties.set(parties)
    if isinstance(record, Organization):
        record.themes.set(themes)
    log.record(RESTORED, record, by=by)
    return record
