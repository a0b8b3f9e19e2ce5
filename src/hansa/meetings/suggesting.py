"""Whom a delegation might like to meet, with why. Reasons in structured form; their sentences are made for the reader.

A shared language alone is no reason to meet; it speaks for one of two between whom there is another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 5
AGREEMENT, MET, THEME, LANGUAGE = 4, 3, 2, 1
MOST_THEMES = 3


@dataclass(frozen=True)
class Side:
    """What is known of a delegation; ``key`` and ``name`` settle the order of equals."""

    key: int
    name: str = ""
    themes: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A delegation to ask for, and what speaks for it."""

    key: int
    score: int
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    has_agreement: bool = False
    has_met: bool = False


def suggest(
    own: Side, others: Iterable[Side], *, agreements: Iterable[int], met: Iterable[int], closed: Iterable[int]
) -> list[Suggestion]:
    """At most five, the strongest first; the same facts give the same answer.

    ``agreements`` and ``met`` are keys of others; ``closed`` are those that are asked for, or were answered, already.
    """
    joined, known, passed = set(agreements), set(met), set(closed) | {own.key}
    found = []
    for other in others:
        themes = tuple(sorted(own.themes & other.themes))
        languages = tuple(code for code in own.languages if code in other.languages)
        has_agreement, has_met = other.key in joined, other.key in known
        if other.key in passed or not (themes or has_agreement or has_met):
            continue
        score = AGREEMENT * has_agreement + MET * has_met + THEME * min(len(themes), MOST_THEMES)
        made = Suggestion(other.key, score + LANGUAGE * bool(languages), themes, languages, has_agreement, has_met)
        found.append((-made.score, other.name, other.key, made))
    return [made for *_order, made in sorted(found, key=lambda one: one[:3])[:MOST]]
