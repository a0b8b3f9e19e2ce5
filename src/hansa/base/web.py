"""What every view needs: a record with the right to it, and a page or its fragment."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from hansa.base.errors import Refused

MOST_DIGITS = 18  # what a column of a number holds
Record = TypeVar("Record", bound=models.Model)
_SCRIPT_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def fetch(queryset: Any, rule: Callable[[Any, Any], bool], user: Any, **lookup: Any) -> Any:
    """The one record of that lookup, if this person may see it; a stranger gets 404, as for one that is not there."""
    record = queryset.filter(**lookup).first()
    if record is None or not rule(user, record):
        raise Http404
    return record


def demand(answer: bool) -> None:
    """404 unless a rule said yes: what one may not see does not exist."""
    if not answer:
        raise Http404


def number_in(text: str | None) -> int | None:
    """The whole number that a part of an address or a form names; None for anything else.

    Also for one too long to be a record's: Python itself refuses to read thousands of digits.
    """
    return int(text) if text and text.isdecimal() and len(text) <= MOST_DIGITS else None


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its partial where HTMX asks for a fragment (a request for the history wants the page)."""
    htmx: Any = getattr(request, "htmx", False)
    if partial and htmx and not htmx.history_restore_request and not htmx.boosted:
        template = partial
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def data_block(found: dict[str, Any]) -> SafeString:
    """The text of a script element that holds data for machines (JSON-LD); it cannot end the element."""
    # Every sign that could end the element or begin a comment is escaped.
    return mark_safe(json.dumps(found, ensure_ascii=False).translate(_SCRIPT_ESCAPES))  # noqa: S308


def attempt(act: Callable[[], Any]) -> tuple[Any, str]:
    """(what the act answered, "") or (None, the sentence of its refusal)."""
    try:
        return act(), ""
    except Refused as refusal:
        return None, str(refusal)
