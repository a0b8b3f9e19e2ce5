"""The first page: what needs doing for whoever works here, the events for whoever does not."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from hansa.base.panels import lent
from hansa.base.web import answer


def home(request: HttpRequest) -> HttpResponse:
    """Today, for a person with a duty; else the public front page."""
    if request.user.is_authenticated:
        return answer(request, "config/today.html", {"todo": lent("todo", request), "figures": lent("figures", request)})
    return answer(request, "config/front.html")


def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the process answers."""
    return JsonResponse({"ok": True})
