"""Every violation and every cause is a whole sentence with names, in any language, and says what to do."""

from dataclasses import replace
from typing import get_args

import pytest
from django.utils import translation

from hansa.matching.constraints import ViolationKind
from hansa.matching.timetable import CauseKind
from hansa.meetings import planner
from hansa.meetings.planner import Cause, Violation
from hansa.meetings.sentences import Names, of_cause, of_violation
from tests import cast
from tests.meetings.board import Small, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Small:
    return small()


def names_of(made: Small) -> Names:
    return Names(planner.read(made.round))


def violation(made: Small, kind: str) -> Violation:
    slot, other = made.round.slots.all()[:2]
    return Violation(
        kind,  # type: ignore[arg-type]
        f"d{made.maastricht.pk}-d{made.linz.pk}",
        parties=(f"d{made.maastricht.pk}", f"d{made.linz.pk}"),
        slot=f"s{slot.pk}",
        table=0,
        interpreter="i999",
        other_wish=f"d{made.tallinn.pk}-d{made.linz.pk}",
        pinned_slot=f"s{other.pk}",
        limit=2,
    )


def cause(made: Small, kind: str) -> Cause:
    slot = made.round.slots.all()[0]
    parties = (f"d{made.maastricht.pk}", f"d{made.linz.pk}")
    plain = Cause(
        kind,  # type: ignore[arg-type]
        "-".join(parties),
        parties=parties,
        slots=(f"s{slot.pk}",),
        languages=("lo", "ko"),
        meetings=(f"d{made.maastricht.pk}-d{made.tallinn.pk}",),
        capacity=2,
    )
    return replace(plain, parts=(replace(plain, kind="party_full"),) * 2) if kind in ("several", "both_full") else plain


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", get_args(ViolationKind))
def test_each_violation_is_a_sentence(made: Small, kind: str, language: str) -> None:
    with translation.override(language):
        said = of_violation(names_of(made), violation(made, kind))

    assert said.what.endswith((".", "؟", "!"))
    assert "%(" not in str(said)
    assert "d1-" not in str(said)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", [*get_args(CauseKind), "by_hand"])
def test_each_cause_is_a_sentence(made: Small, kind: str, language: str) -> None:
    with translation.override(language):
        said = of_cause(names_of(made), cause(made, kind))

    assert said.what.endswith((".", "؟", "!"))
    assert "%(" not in str(said)


def test_no_kind_is_left_to_the_sentence_for_unknown_ones(made: Small) -> None:
    names = names_of(made)

    told = {of_violation(names, violation(made, kind)).what for kind in get_args(ViolationKind)}
    causes = {of_cause(names, cause(made, kind)).what for kind in get_args(CauseKind)}

    assert not any("cannot stand there" in sentence for sentence in told)
    assert "No place was found." not in causes


def test_cause_survives_being_written(made: Small) -> None:
    whole = cause(made, "several")

    assert planner.cause_from(planner.written(whole)) == whole


def test_full_party_and_missing_interpreter_read_like_a_person_wrote_them(made: Small) -> None:
    for number in range(3):
        cast.interpreter(made.round, "fr", ["en", "ru", "zh"][number])
    names = names_of(made)

    full, bridge = of_cause(names, cause(made, "party_full")), of_cause(names, cause(made, "no_bridge"))

    assert str(full) == (
        "Maastricht is full with 1 meeting: it has no free time left."
        " Give one of them up for it, or ask whether a deputy may stand in."
    )
    assert str(bridge) == (
        "None of the 3 interpreters speaks both Lao and Korean. An interpreter for Lao and Korean would place it."
    )


def test_deputies_are_named_where_others_of_their_delegation_meet(made: Small) -> None:
    deputy = cast.delegate("Maastricht", name="Jana de Vries", role="delegate")
    cast.request(made.round, deputy, made.tallinn)

    names = names_of(made)

    assert names.delegate(made.maastricht.pk) == "Maastricht"
    assert names.delegate(deputy.pk) == "Maastricht, Jana de Vries (sample)"


def test_names_are_isolated_in_a_line_from_right_to_left(made: Small) -> None:
    names = names_of(made)

    with translation.override("ar"):
        arabic = names.delegate(made.linz.pk)

    assert (names.delegate(made.linz.pk), arabic) == ("Linz", "\u2068Linz\u2069")
