"""The programme is released: what the office has now becomes the next version, and those concerned are told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.events.lines import Line, as_data
from hansa.events.models import Event, Release
from hansa.events.releases import differences, digest, last_release, lines_in, next_version, with_goers, working
from hansa.events.signals import programme_released
from hansa.people.models import User

RELEASED = log.verb("event.released", gettext_lazy("released a version of the programme of %(subject)s"))
PROGRAMME = log.verb("event.programme", gettext_lazy("published the programme of %(subject)s"))


@transaction.atomic
def release_programme(
    event: Event, *, by: User | None, based_on: int | None = None, seen: str | None = None, note: str = ""
) -> Release:
    """Make the working programme the next version, and open it to the public if it was not.

    ``based_on`` is the version and ``seen`` the digest of the working programme that the officer had before them:
    nobody releases over another, nor what they have not read. Those concerned hear of it once, with the version.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    before = last_release(event)
    version = before.version if before else 0
    if based_on is not None and based_on != version:
        raise Refused(_beaten(event, before))
    lines = working(event)
    if seen is not None and seen != digest(lines):
        raise Refused(_("The programme was changed while you read. Look at the difference again, and then release."))
    changes = differences(lines, lines_in(before))
    if before is not None and not changes:
        raise Refused(_("Nothing differs from version %(version)s.") % {"version": version})
    if event.programme_published_at is None:
        open_programme(event, by=by)
    release = keep_version(event, before, next_version(lines, lines_in(before), timezone.now()), by=by, note=note)
    told = differences(with_goers({event.pk: lines})[event.pk], lines_in(before))
    programme_released.send(Event, event=event, release=release, changes=told, by=by)
    return release


@transaction.atomic
def open_programme(event: Event, *, by: User | None) -> None:
    """From now on the public reads the last version; diaries and feeds hold it."""
    event.programme_published_at = timezone.now()
    event.save(update_fields=["programme_published_at"])
    log.record(PROGRAMME, event, by=by, event=event)


def keep_version(event: Event, before: Release | None, lines: list[Line], *, by: User | None, note: str) -> Release:
    """Write these lines as the next version; the caller holds the event's lock."""
    version = before.version + 1 if before else 1
    release = Release.objects.create(
        event=event, version=version, at=timezone.now(), by=by, note=note, content=[as_data(line) for line in lines]
    )
    log.record(RELEASED, event, by=by, event=event, changes={"version": [version - 1 or None, version]})
    return release


def _beaten(event: Event, last: Release | None) -> str:
    if last is None:
        return _("There is no such version.")
    said = {"who": last.by or log.BY_COMMAND, "version": last.version, "at": f"{event.local(last.at):%H:%M}"}
    return _("%(who)s released version %(version)s at %(at)s. Look at the difference from it.") % said
