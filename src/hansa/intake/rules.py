"""Who may bring workbooks in: the officers of the secretariat, and protocol officers of hosts for their events."""

from django.db.models import QuerySet

from hansa.events.rules import managed_by
from hansa.intake.models import Upload
from hansa.network.rules import Visitor, has_account, is_officer


def may_bring_in(user: Visitor) -> bool:
    """Whoever manages an event; what they may change in it is asked of each row."""
    return is_officer(user) or managed_by(user).exists()


def may_bring_in_lists(user: Visitor) -> bool:
    """The register is the secretariat's: its officers alone."""
    return is_officer(user)


def may_see_upload(user: Visitor, upload: Upload) -> bool:
    """An officer every one; a host's officer their own."""
    return is_officer(user) or (has_account(user) and upload.by_id == user.pk and may_bring_in(user))


def seen_by(user: Visitor) -> QuerySet[Upload]:
    """All uploads that ``may_see_upload`` would grant; for lists."""
    if is_officer(user):
        return Upload.objects.select_related("by__person")
    return (
        Upload.objects.filter(by=user.pk if may_bring_in(user) else None).exclude(by=None).select_related("by__person")
    )
