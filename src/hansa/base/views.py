"""The log, readable."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from hansa.base.log import sentence_of
from hansa.base.queries import entries
from hansa.base.rules import may_read_log
from hansa.base.text import nfc
from hansa.base.web import answer, demand

PER_PAGE = 50


def log(request: HttpRequest) -> HttpResponse:
    """Every act, the newest first, with a search over who and of what."""
    demand(may_read_log(request.user))
    search = nfc(request.GET.get("q"))
    page = Paginator(entries(search=search), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(entry, sentence_of(entry)) for entry in page]
    return answer(
        request, "base/log.html", {"page": page, "lines": lines, "search": search}, partial="base/_log_lines.html"
    )
