"""Who was asked hears of it: one letter a day at most to each who answers for a delegation."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from hansa.delegations.models import Delegation
from hansa.delegations.queries import focal_points_of
from hansa.mail.actions import draft
from hansa.mail.kinds import kind
from hansa.mail.languages import language_for
from hansa.mail.models import Letter
from hansa.meetings.models import MeetingRequest, Round
from hansa.people.models import User

KIND = kind("meeting requests", gettext_lazy("who asks to meet you"), needs_approval=False)


def tell_who_is_asked() -> int:
    """Draft what is due; answers how many letters. Safe beside itself, quick where nobody is untold."""
    untold = MeetingRequest.objects.filter(
        asked_at__isnull=False, told_at=None, answer="", withdrawn_on=None, asked__delegation__withdrawn_on=None,
        round__event__ends_on__gte=timezone.localdate(),
    )  # fmt: skip
    still = Q(round__answers_until=None) | Q(round__answers_until__gt=timezone.now())
    due = untold.filter(still).order_by().values_list("round", "asked__delegation").distinct()
    return sum(_tell(of, delegation) for of, delegation in sorted(due))


@transaction.atomic
def _tell(round_key: int, delegation_key: int) -> int:
    of = Round.objects.select_related("event").get(pk=round_key)
    # The lock: two sweeps do not tell the same.
    own = Delegation.objects.select_for_update(of=("self",)).select_related("organization").get(pk=delegation_key)
    now = timezone.now()
    day = of.event.local(now).date()
    users = focal_points_of([own.organization_id]).get(own.organization_id, [])
    if not users or Letter.objects.filter(once__in=[_once(of, own, user, day) for user in users]).exists():
        return 0
    received = MeetingRequest.objects.filter(round=of, asked__delegation=own)
    must_not = received.filter(answer=MeetingRequest.Answer.MUST_NOT).values("asker__delegation")
    fresh = received.filter(asked_at__isnull=False, told_at=None, answer="", withdrawn_on=None)
    told = list(fresh.exclude(asker__delegation__in=must_not).select_related("asker__delegation__organization"))
    fresh.update(told_at=now)
    names = [request.asker.delegation for request in told]
    for user in users if names else ():
        _draft(of, own, user, day, names)
    return len(users) if names else 0


def _once(of: Round, own: Delegation, user: User, day: dt.date) -> str:
    return f"meeting requests:{of.pk}:{own.pk}:{user.pk}:{day}"


def _draft(of: Round, own: Delegation, user: User, day: dt.date, askers: list[Delegation]) -> None:
    chosen = language_for(user.language)
    with override(chosen.language):
        n = len(askers)
        said = {"n": n, "event": of.event, "city": own.organization}
        subject = ngettext(
            "%(n)s delegation asks to meet you: %(event)s", "%(n)s delegations ask to meet you: %(event)s", n
        )
        opening = ngettext(
            "%(n)s delegation asks to meet %(city)s at %(event)s:",
            "%(n)s delegations ask to meet %(city)s at %(event)s:",
            n,
        )
        closing = _("Accept or decline on this page; you can undo it:")
        if of.rule == Round.Rule.SILENCE:
            closing = _("You need not do anything to accept. To decline, use this page; you can undo it:")
        path = reverse("portal", args=[of.event.key, own.pk])
        lines = "\n".join(f"– {asker.organization}" for asker in sorted(askers, key=str))
        draft(
            KIND, by=None, once=_once(of, own, user, day), address=user.email, language=chosen.language,
            wanted_language=chosen.wanted, to=user.person, name=str(user), folder=of.event.folder,
            subject=subject % said,
            body="\n\n".join([opening % said, lines, f"{closing}\n\n{settings.SITE_URL}{path}"]),
        )  # fmt: skip
