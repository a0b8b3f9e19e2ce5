"""Questions about the outbox: what is in it, and exactly which letters somebody looked at."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from hansa.base.text import nfc
from hansa.mail.models import Letter
from hansa.mail.rules import seen_by


@dataclass(frozen=True)
class Wanted:
    """Which letters a list shows; "" where a filter is not set."""

    words: str = ""
    state: str = ""
    kind: str = ""
    language: str = ""
    folder: str = ""


def found_letters(user: Any, wanted: Wanted) -> QuerySet[Letter]:
    """The letters that this reader may see and the filters leave, the newest first."""
    found = seen_by(user)
    for word in nfc(wanted.words).split():
        found = found.filter(Q(name__icontains=word) | Q(address__icontains=word) | Q(subject__icontains=word))
    for name in ("state", "kind", "language", "folder"):
        value = getattr(wanted, name)
        if value:
            found = found.filter(**{name: value})
    return found


def counts(letters: QuerySet[Letter]) -> dict[str, int]:
    """How many there are in each state that occurs."""
    rows = letters.order_by().values("state").annotate(n=Count("pk"))
    found = {row["state"]: row["n"] for row in rows}
    return {state: found[state] for state in Letter.State.values if state in found}


def digest(letters: list[Letter]) -> str:
    """A name for exactly these letters as they are now: whoever approves it approves what they saw and nothing else."""
    seen = ",".join(f"{letter.pk}:{letter.edition}" for letter in sorted(letters, key=lambda one: one.pk))
    return hashlib.sha256(seen.encode()).hexdigest()[:32]
