"""What the register lends to pages below and to the house: its rooms, its figure, what waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Figure, Room, Todo, lend
from hansa.mail.rules import lend_readers
from hansa.network.changes import ending
from hansa.network.models import Proposal
from hansa.network.queries import members, only_network
from hansa.network.rules import is_officer
from hansa.network.terms import A_DAY
from hansa.people.queries import ended_contacts
from hansa.people.rules import lend_keepers

SOON = 90 * A_DAY
lend_keepers(is_officer)
lend_readers(is_officer)


@lend("rooms", order=30)
def rooms(request: HttpRequest, **context: Any) -> list[Room]:
    """One list under two names: the public calls it the directory. No rule is asked, since it is everybody's."""
    title = _("Register") if request.user.is_authenticated else _("Directory")
    return [Room(title, reverse("register"))]


@lend("figures", order=10)
def figures(request: HttpRequest, *, event: Any = None, **context: Any) -> list[Figure]:
    """Members today; on the page of an event there are the event's own figures."""
    network = only_network()
    if event is not None or network is None or not is_officer(request.user):
        return []
    n = members(network).count()
    return [
        Figure(
            n,
            ngettext("member of the network", "members of the network", n),
            _("members and associates today, suspended ones included"),
            reverse("register"),
        )
    ]


@lend("todo", order=30)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """Proposals that wait, and terms that end within ninety days."""
    if not is_officer(request.user):
        return []
    found = []
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING).count()
    if waiting:
        sentence = ngettext("%(n)s proposed change waits", "%(n)s proposed changes wait", waiting) % {"n": waiting}
        found.append(Todo(sentence, reverse("proposals"), _("Register")))
    ended = ended_contacts().count()
    if ended:
        sentence = ngettext(
            "Contact details of %(n)s person have reached their end",
            "Contact details of %(n)s people have reached their end",
            ended,
        ) % {"n": ended}
        found.append(Todo(sentence, f"{reverse('person_list')}?ended=1", _("People")))
    today = timezone.localdate()
    endings = ending(request.user, only_network(), today, today + SOON)
    if endings:
        sentence = ngettext(
            "%(n)s term ends within ninety days", "%(n)s terms end within ninety days", len(endings)
        ) % {"n": len(endings)}
        more = "; ".join(f"{change.organization}: {change.sentence}" for change in endings[:3])
        found.append(Todo(sentence, reverse("terms_ending"), _("Register"), more=more))
    return found
