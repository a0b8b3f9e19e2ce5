"""Resolves the names of a whole column together: its confident rows tell which countries the others are likely in.

A list of member cities of one country says "Valencia" and "Mérida" without saying where. What the column suggests
moves a candidate to the first place; it never makes an answer certain, because a list may have one stranger.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hansa.gazetteer.records import Answer, Candidate
from hansa.gazetteer.resolver import resolve

_ENOUGH_ROWS = 4  # confident rows before a column says anything
_SHARE = 0.5  # of them, in one country


def resolve_column(pairs: Sequence[tuple[str, str | None]]) -> list[Answer]:
    """Resolve names, each with its country hint or None, in order; equal pairs are resolved once."""
    answers = {pair: resolve(*pair) for pair in dict.fromkeys(pairs)}
    country = _likely_country(answers[pair] for pair in pairs)
    if country is None:
        return [answers[pair] for pair in pairs]
    settled = {
        pair: answer if answer.certain or pair[1] else _prefer(answer, country) for pair, answer in answers.items()
    }
    return [settled[pair] for pair in pairs]


def _likely_country(answers: Iterable[Answer]) -> str | None:
    counts = Counter(answer.country for answer in answers if answer.certain)
    total = sum(counts.values())
    if total < _ENOUGH_ROWS:
        return None
    country, rows = counts.most_common(1)[0]
    return country if rows > _SHARE * total else None


def _prefer(answer: Answer, country: str) -> Answer:
    """Put the candidates of a country first; the answer is the first of them."""
    candidates: list[Candidate] = sorted(answer.candidates, key=lambda candidate: candidate.country != country)
    if not candidates or candidates[0].country != country:
        return answer
    best = candidates[0]
    return replace(
        answer,
        id=best.id,
        name=best.name,
        country=best.country,
        kind=best.kind,
        score=best.score,
        candidates=tuple(candidates),
    )
