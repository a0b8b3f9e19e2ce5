"""The first page: what needs doing for whoever works here, the events for whoever does not."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from hansa.base.panels import lent
from hansa.base.web import answer


def home(request: HttpRequest) -> HttpResponse:
    """Today, for a person with an account; else the public front page."""
    if not request.user.is_authenticated:
        return answer(request, "config/front.html")
    context = {"todo": lent("todo", request), "figures": lent("figures", request), "now": timezone.localdate()}
    return answer(request, "config/today.html", context)


def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the process answers."""
    return JsonResponse({"ok": True})
