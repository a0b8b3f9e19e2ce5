"""Minutes are written, kept in every edition, shared or withheld. The log says that they were, never what they say."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.followup.models import Minutes, MinutesEdition
from hansa.meetings.models import Meeting
from hansa.network.models import Organization
from hansa.people.models import User

WRITTEN = log.verb("minutes.written", gettext_lazy("wrote minutes of %(subject)s"))
SHARED = log.verb("minutes.shared", gettext_lazy("shared the minutes of %(subject)s"))
WITHHELD = log.verb("minutes.withheld", gettext_lazy("withheld the minutes of %(subject)s"))


class Overtaken(Refused):
    """Somebody saved the minutes meanwhile: ``current`` is what stands now, to be read beside one's own text."""

    def __init__(self, current: Minutes) -> None:
        last = current.editions.select_related("by").first()
        person = (last and last.by) or _("Somebody else")
        super().__init__(
            _("%(person)s has saved these minutes since you opened them. Your text is still below: take over what is "
              "missing, then save again.") % {"person": person}
        )  # fmt: skip
        self.current = current


@transaction.atomic
def write_minutes(
    meeting: Meeting, owner: Organization, *, by: User | None, text: str, language: str = "", based_on: int
) -> Minutes:
    """Save a side's minutes as a new edition. ``based_on`` is the edition that was open, 0 where there was none."""
    if not nfc(text):
        raise Refused(_("Empty minutes are not saved."))
    # The meeting's row is the lock, since there may be no minutes yet.
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    minutes = Minutes.objects.filter(meeting=meeting, owner=owner).first()
    if minutes is not None and (minutes.text, minutes.language) == (nfc(text), language):
        return minutes
    if minutes is not None and minutes.edition != based_on:
        raise Overtaken(minutes)
    number = minutes.edition + 1 if minutes else 1
    values = {"text": nfc(text), "language": language, "edition": number}
    minutes, _new = Minutes.objects.update_or_create(meeting=meeting, owner=owner, defaults=values)
    MinutesEdition.objects.create(
        minutes=minutes, number=number, text=minutes.text, language=language, by=by, at=timezone.now()
    )
    log.record(WRITTEN, minutes, by=by, event=meeting.event, changes={"edition": [number - 1, number]})
    return minutes


@transaction.atomic
def share_minutes(minutes: Minutes, *, by: User | None) -> None:
    """From now on the other side and the event's office read them, and every later edition."""
    current = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if current.shared_at:
        raise Refused(_("These minutes are shared already."))
    current.shared_at = timezone.now()
    current.save(update_fields=["shared_at"])
    log.record(SHARED, current, by=by, event=current.meeting.event)


@transaction.atomic
def withhold_minutes(minutes: Minutes, *, by: User | None) -> None:
    """The side's own again; what others have read, they have read."""
    current = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if not current.shared_at:
        raise Refused(_("These minutes are not shared."))
    current.shared_at = None
    current.save(update_fields=["shared_at"])
    log.record(WITHHELD, current, by=by, event=current.meeting.event)
