"""What is asked many times while one page is made, such as "is this an officer?", is asked of the database once.

The memory lives as long as the request and is emptied by every act, so that nobody sees a right that was just taken.
Outside a request (a command, the worker, a test of a rule) nothing is remembered.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
T = TypeVar("T")
Handler = Callable[[HttpRequest], HttpResponse]
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


def remember_for_a_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that gives each request a memory of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _memory.set({})
        try:
            return get_response(request)
        finally:
            _memory.reset(token)

    return middleware


def once_a_request(question: Callable[P, T]) -> Callable[P, T]:
    """Ask the same of the same records once; records are known by their key, all else must be hashable."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        memory = _memory.get()
        if memory is None:
            return question(*args, **kwargs)
        key = (question, *map(_key, args), *((name, _key(value)) for name, value in sorted(kwargs.items())))
        if key not in memory:
            memory[key] = question(*args, **kwargs)
        return memory[key]

    return asked


def forget() -> None:
    """An act was done: whatever was remembered may no longer be so."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


def _key(value: Any) -> Any:
    # A visitor who has not signed in has no key, and neither has a record that is not saved: each counts as itself.
    key = getattr(value, "pk", None)
    return (value._meta.label, key) if key is not None and hasattr(value, "_meta") else value
