"""Those who answer for a delegation are told what changes for it: a letter each, with their own changes alone, once."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hansa.base.dates import with_weekday
from hansa.base.words import zone_name
from hansa.delegations.concerned import Concern, concerned_by
from hansa.delegations.queries import focal_points_of
from hansa.events.lines import Line
from hansa.events.models import Event, EventPlan, Release
from hansa.events.releases import Change
from hansa.mail.actions import draft
from hansa.mail.kinds import kind
from hansa.mail.languages import language_for
from hansa.people.models import User

CHANGED = kind("programme changed", gettext_lazy("changes in the programme"))
MOVED = kind("event moved", gettext_lazy("an event is moved"))
CANCELLED = kind("event cancelled", gettext_lazy("an event is cancelled"))
REINSTATED = kind("event reinstated", gettext_lazy("an event takes place after all"))

# (subject, body) of a letter, written in the recipient's language.
Text = Callable[[Concern], tuple[str, str]]


def tell_of_release(event: Event, release: Release, changes: list[Change], *, by: User | None) -> None:
    """From the second version on; before the first nobody had been told anything that could change."""
    if release.version < 2:
        return

    def text(concern: Concern) -> tuple[str, str]:
        said = {"event": event, "version": release.version, "organization": concern.delegation.organization}
        subject = _("%(event)s: changes in the programme") % said
        head = _(
            "Version %(version)s of the programme of %(event)s changes this for the delegation of %(organization)s:"
        )
        body = [head % said, *(_change(each, event) for each in concern.changes), _zone(event), _calendars()]
        return subject, "\n\n".join(body)

    _draft_all(CHANGED, f"programme:{release.pk}", event, concerned_by(event, changes), text, by)


def tell_of_move(event: Event, plan: EventPlan, *, by: User | None) -> None:
    """All delegations that come: the earlier plan, the new one, and why."""

    def text(concern: Concern) -> tuple[str, str]:
        said = {"event": event, "was": _plan(plan), "now": _plan(event), "reason": plan.reason}
        body = [
            _("%(event)s does not take place as announced.") % said,
            _("Until now: %(was)s") % said,
            _("From now on: %(now)s") % said,
            _("Reason: %(reason)s") % said,
            _("Sessions and meetings keep their time of day."),
            _calendars(),
        ]
        return _("%(event)s is moved") % said, "\n\n".join(body)

    _draft_all(MOVED, f"moved:{plan.pk}", event, concerned_by(event, None), text, by)


def tell_of_cancellation(event: Event, *, by: User | None) -> None:
    """All delegations that come: it is not held, and why."""

    def text(concern: Concern) -> tuple[str, str]:
        said = {"event": event, "days": event.days, "reason": event.cancelled_for}
        body = [
            _("%(event)s (%(days)s) is cancelled.") % said,
            _("Reason: %(reason)s") % said,
            _calendars(),
        ]
        return _("%(event)s is cancelled") % said, "\n\n".join(body)

    _draft_all(CANCELLED, f"cancelled:{event.pk}:{event.revision}", event, concerned_by(event, None), text, by)


def tell_of_return(event: Event, *, by: User | None) -> None:
    """All delegations that come: it is held after all."""

    def text(concern: Concern) -> tuple[str, str]:
        said = {"event": event, "now": _plan(event)}
        body = [_("%(event)s takes place after all: %(now)s") % said, _calendars()]
        return _("%(event)s takes place after all") % said, "\n\n".join(body)

    _draft_all(REINSTATED, f"reinstated:{event.pk}:{event.revision}", event, concerned_by(event, None), text, by)


def _draft_all(code: str, once: str, event: Event, concerns: Iterable[Concern], text: Text, by: User | None) -> None:
    listed = list(concerns)
    focal = focal_points_of([one.delegation.organization_id for one in listed])
    for concern in listed:
        for user in focal.get(concern.delegation.organization_id, []):
            chosen = language_for(user.language)
            with override(chosen.language):
                subject, body = text(concern)
            draft(
                code, by=by, once=f"{once}:{concern.delegation.pk}:{user.pk}", address=user.email, to=user.person,
                name=str(user), language=chosen.language, wanted_language=chosen.wanted, subject=subject, body=body,
                folder=event.folder,
            )  # fmt: skip


def _change(change: Change, event: Event) -> str:
    """One change as a sentence."""
    said = {"title": change.line.title, "now": _when(change.line, event), "reason": change.line.reason}
    if change.what == "added":
        return _("“%(title)s” is new: %(now)s.") % said
    if change.what == "cancelled" and change.line.reason:
        return _("“%(title)s” on %(now)s does not take place: %(reason)s.") % said
    if change.what == "cancelled":
        return _("“%(title)s” on %(now)s does not take place.") % said
    if change.what == "restored" or change.before is None:
        return _("“%(title)s” takes place after all: %(now)s.") % said
    said["was"] = _when(change.before, event)
    if said["was"] != said["now"]:
        return _("“%(title)s” is no longer %(was)s, but %(now)s.") % said
    return _("“%(title)s”, %(now)s: its title, its speakers or its languages have changed.") % said


def _when(line: Line, event: Event) -> str:
    start, end = event.local(line.starts_at), event.local(line.ends_at)
    said = {"day": with_weekday(start.date()), "hours": f"{start:%H:%M}–{end:%H:%M}", "where": line.where}
    return _("%(day)s, %(hours)s, %(where)s") % said if line.where else _("%(day)s, %(hours)s") % said


def _zone(event: Event) -> str:
    return _("All times: %(zone)s.") % {"zone": zone_name(event.noon)}


def _plan(of: Event | EventPlan) -> str:
    parts = [of.days, of.venue, str(of.city) if of.city else "", of.get_mode_display()]
    return "; ".join(part for part in parts if part)


def _calendars() -> str:
    return _("Diaries and calendars to which you have subscribed follow by themselves.")
