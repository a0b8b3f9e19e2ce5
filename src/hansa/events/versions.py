"""Versions of a programme: releasing one, reading an earlier one, and the difference between any two."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hansa.base.text import nfc
from hansa.base.web import answer, attempt, fetch, number_in
from hansa.events import actions, rules
from hansa.events.clashes import clashes
from hansa.events.lending import to_be_told
from hansa.events.models import Event, Release
from hansa.events.queries import programme
from hansa.events.releases import differences, digest, last_release, lines_in, working
from hansa.events.speakers import titles_for
from hansa.events.wording import changes_in_words

MOST_NOTE = 300


def _of(request: HttpRequest, key: str, rule: object = rules.may_manage) -> Event:
    return fetch(Event.objects.select_related("city", "part_of"), rule, request.user, key=key)  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, key: str) -> HttpResponse:
    """What a new version would tell, to whom, and the act itself."""
    event = _of(request, key)
    refusal = ""
    if request.method == "POST":
        based_on, seen = number_in(request.POST.get("based_on")), request.POST.get("seen", "")
        note = nfc(request.POST.get("note"))[:MOST_NOTE]
        made, refusal = attempt(
            lambda: actions.release_programme(event, by=request.user, based_on=based_on or 0, seen=seen, note=note)
        )
        if made:
            return redirect(reverse("programme_version", args=[key, made.version]))
    last = last_release(event)
    lines = working(event)
    changes = differences(lines, lines_in(last))
    context = {
        "event": event,
        "release": last,
        "based_on": last.version if last else 0,
        "seen": digest(lines),
        "changes": changes_in_words(changes, event),
        "told": to_be_told(event, changes),
        "clashes": clashes(event),
        "refusal": refusal,
    }
    return answer(request, "events/release.html", context, status=409 if refusal else 200)


@require_safe
def version(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """The programme as that version told it, and what it changed; earlier ones are for those who write it."""
    event = _of(request, key, rules.may_see_programme)
    shown = Release.objects.select_related("by").filter(event=event, version=version).first()
    last = last_release(event)
    manages = rules.may_manage(request.user, event)
    if shown is None or last is None or not (manages or shown.version == last.version):
        raise Http404
    before = Release.objects.filter(event=event, version=version - 1).first()
    context = {
        "event": event,
        "manages": manages,
        "shown": shown,
        "is_last": shown.version == last.version,
        "days": programme(event, [(event, lines_in(shown))], titles_for(request, event)),
        "changes": changes_in_words(differences(lines_in(shown), lines_in(before)), event) if before else [],
        "versions": list(event.releases.defer("content").select_related("by")) if manages else [],
    }
    return answer(request, "events/version.html", context)


@require_safe
def difference(request: HttpRequest, key: str, old: int, new: int) -> HttpResponse:
    """What differs between any two versions."""
    event = _of(request, key)
    found = {one.version: one for one in Release.objects.filter(event=event, version__in=[old, new])}
    if set(found) != {old, new}:
        raise Http404
    changes = differences(lines_in(found[new]), lines_in(found[old]))
    context = {
        "event": event,
        "old": found[old],
        "new": found[new],
        "changes": changes_in_words(changes, event),
        "versions": list(event.releases.defer("content")),
    }
    return answer(request, "events/difference.html", context)
