"""Headers that keep a page to itself: no script or style but our own files, no frame, no form to elsewhere, no copy."""

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.defaults import page_not_found

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that sets the policy on every answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def refuse_what_no_text_holds(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address or a form with a NUL names nothing. PostgreSQL takes no such text: asking it would fail.

    It stands after the check of forms, which has read them already.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = [request.path_info, *_texts(request.GET), *_texts(request.POST)]
        if any("\0" in text for text in asked):
            return page_not_found(request, Http404())
        return get_response(request)

    return middleware


def _texts(query: QueryDict) -> Iterator[str]:
    for name, values in query.lists():
        yield from (name, *values)


def keep_no_copies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what is made for one reader nobody else keeps, and what an account reads not even its browser.

    Without it "Back" shows a delegation after its focal point has signed out, and a proxy may hand a page on. Answers
    that say themselves how long they hold (feeds, exports) are left alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_signed_in = hasattr(request, "user") and request.user.is_authenticated
        response.headers.setdefault("Cache-Control", "private, no-store" if is_signed_in else "private, no-cache")
        return response

    return middleware
