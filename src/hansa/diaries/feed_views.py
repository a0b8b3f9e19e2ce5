"""The calendar feed. Who holds its address may read it: programs cannot sign in, so the address is the secret."""

import datetime as dt
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header, http_date, parse_etags, parse_http_date_safe
from django.utils.translation import override
from django.views.decorators.http import require_safe

from hansa.base.models import LogEntry
from hansa.base.web import number_in
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import focal_points_of
from hansa.diaries.feed import calendar_of
from hansa.diaries.queries import diary_of


@require_safe
def diary_feed(request: HttpRequest, calendar_key: str) -> HttpResponse:
    """A delegation's diary as iCalendar; with ``?who=`` that of one of its people; 304 where nothing has changed."""
    delegation = Delegation.objects.select_related("event", "organization").filter(calendar_key=calendar_key).first()
    if delegation is None:
        raise Http404
    language = _language(request, delegation)
    with override(language):
        content = calendar_of(diary_of(delegation, _who(request, delegation)))
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    changed = http_date(_changed_at(delegation).timestamp())
    response = HttpResponseNotModified() if _is_known(request, etag, changed) else HttpResponse(content)
    if response.status_code == 200:
        response.headers["Content-Type"] = "text/calendar; charset=utf-8"
        response.headers["Content-Disposition"] = content_disposition_header(False, f"{delegation.event.key}.ics")
    headers = {
        "ETag": etag,
        "Last-Modified": changed,
        "Cache-Control": "private, no-cache",
        "Content-Language": language,
        "X-Robots-Tag": "noindex",
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _language(request: HttpRequest, delegation: Delegation) -> str:
    """The one asked for, that of the focal point's account, or English."""
    focal = focal_points_of([delegation.organization_id]).get(delegation.organization_id, [])
    wished = [request.GET.get("lang", ""), *(user.language for user in focal)]
    return next((code for code in wished if code in dict(settings.LANGUAGES)), settings.LANGUAGE_CODE)


def _who(request: HttpRequest, delegation: Delegation) -> Delegate | None:
    asked = request.GET.get("who", "")
    if not asked:
        return None
    people = Delegate.objects.select_related("person").filter(delegation=delegation)
    found = people.filter(pk=number_in(asked)).first()
    if found is None:
        raise Http404
    return found


def _changed_at(delegation: Delegation) -> dt.datetime:
    """When anything about the event was last written: every act leaves a line in its log."""
    last = (
        LogEntry.objects.filter(event_id=str(delegation.event_id)).order_by("-at").values_list("at", flat=True).first()
    )
    return last or delegation.event.noon


def _is_known(request: HttpRequest, etag: str, changed: str) -> bool:
    """Whether the asker holds this very calendar. A time counts only if it is the same: what goes back is a change."""
    tags = request.headers.get("If-None-Match", "")
    if tags:
        known = [tag.removeprefix("W/") for tag in parse_etags(tags)]
        return "*" in known or etag in known
    since = request.headers.get("If-Modified-Since", "")
    return bool(since) and parse_http_date_safe(since) == parse_http_date_safe(changed)
