"""What the gazetteer answers with: plain frozen records, no behaviour beyond a question or two."""

from dataclasses import dataclass

KINDS = ("city", "admin", "district")  # by the numbers in the packed data


@dataclass(frozen=True, slots=True)
class Place:
    """A place on record. `admin` names its region; coordinates are degrees; `zone` is an IANA name, "" if unknown."""

    id: str
    name: str
    country: str
    kind: str
    admin: str
    latitude: float | None
    longitude: float | None
    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. `admin` is its region's name, which tells three Meridas apart."""

    id: str
    name: str
    country: str
    kind: str
    score: float
    admin: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name resolves to.

    `id` is None where the name is refused or nothing was found. `certain` False with an `id` is a proposal: the best
    of `candidates`, for a person to confirm. `score` runs from 0 to 1 and says how well the *name* fits, not how
    probable the place is.
    """

    query: str
    id: str | None = None
    name: str | None = None
    country: str | None = None
    kind: str | None = None
    score: float = 0.0
    certain: bool = False
    candidates: tuple[Candidate, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """True where a person must choose or confirm."""
        return not self.certain and bool(self.candidates)
