"""The outside form: what is written is read back, and whatever is wrong is refused with one sentence."""

import gzip
import json
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.matching.problem import Problem, ProblemError, read_problem
from tests.matching.small_problems import small_problems

SOUND = {
    "format": "hansa-problem/1",
    "slots": [{"id": "t0", "day": 0, "tables": 1}, {"id": "t1", "day": 0, "tables": 2}],
    "parties": [
        {"id": "p0", "group": "c7", "languages": ["ko"], "available": [0, 1]},
        {"id": "p1", "group": "c2", "languages": ["es"], "available": [1]},
        {"id": "p2", "group": "c3", "languages": ["es", "en"], "available": [0, 1], "seats": 2},
    ],
    "interpreters": [{"id": "i0", "languages": ["ko", "es"], "available": [1]}],
    "wishes": [
        {"id": "w0", "parties": ["p0", "p1"], "weight": 8},
        {"id": "w1", "parties": ["p1", "p2"], "weight": 4, "pinned": 1},
        {"id": "w2", "parties": ["p0", "p2"], "weight": 2, "slots": [0]},
    ],
}

FAULTS = {
    ("format",): ("hansa-problem/2", "The problem's format is not hansa-problem/1."),
    ("slots",): (None, "The problem has no list of slots."),
    ("wishes",): ({}, "'wishes' is not a list."),
    ("slots", 0): ([], "slots[0] is not an object."),
    ("slots", 0, "tables"): (-1, "Slot t0 has -1 tables."),
    ("slots", 0, "day"): (True, "slots[0] has no 'day' that is a whole number."),
    ("slots", 1, "day"): (-1, "Slot t1 is of an earlier day than t0 before it."),
    ("slots", 1, "id"): ("t0", "Two of the slots have the id t0."),
    ("parties", 0, "available"): ([2], "Party p0 names slot 2 in 'available', but there are 2 slots."),
    ("parties", 0, "languages"): ("ko", "Party p0 has no 'languages' that is a list of texts."),
    ("parties", 2, "seats"): (0, "Party p2 has 0 seats; at least one is needed."),
    ("parties", 2, "max_per_day"): (-1, "Party p2 has -1 as 'max_per_day'; it cannot be negative."),
    ("wishes", 0, "parties"): (["p0", "p9"], "Wish w0 names party p9, which is not in the list."),
    ("wishes", 1, "parties"): (["p1"], "The parties of wish w1 is not a list of exactly two ids."),
    ("wishes", 2, "parties"): (["p0", "p0"], "Wish w2 has p0 meet itself."),
    ("wishes", 0, "weight"): (0, "Wish w0 has weight 0; it must be from 1 to 1000000000."),
    ("wishes", 2, "weight"): (2.5, "Wish w2 has no 'weight' that is a whole number."),
    ("wishes", 1, "pinned"): (0, "Wish w1 is pinned to t0, when p1 is not available."),
    ("wishes", 2, "pinned"): (1, "Wish w2 is pinned to t1, which its own slots leave out."),
    ("wishes", 0, "pinned"): (1, "Wishes w0 and w1 are pinned to t1, when p1 can hold only one meeting."),
    ("must_not_meet",): ([["p2", "p1"]], "Wish w1 is pinned, but p1 and p2 must not meet."),
    ("published",): ([{"wish": "w7", "slot": "t0"}], "The published plan names wish w7, which is not in the list."),
}


@pytest.mark.parametrize("place", FAULTS, ids=lambda place: ".".join(map(str, place)))
def test_fault_is_refused_with_a_sentence_that_names_it(place):
    source, (value, sentence) = deepcopy(SOUND), FAULTS[place]
    target = source
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value

    with pytest.raises(ProblemError) as refused:
        Problem.from_dict(source)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("tables", "available", "sentence"),
    [
        (1, [0], "Wishes w0 and w1 are pinned to t0, which has 1 tables."),
        (2, [0], "Wishes w1 and w0 are pinned to t0, and the only interpreter for them is i0."),
        (
            2,
            [],
            "Wish w0 is pinned to t0, but p0 and p1 share no language and no interpreter for them is available then.",
        ),
    ],
)
def test_pins_that_contradict_each_other_are_named(tables, available, sentence):
    source = {
        "format": "hansa-problem/1",
        "slots": [{"id": "t0", "day": 0, "tables": tables}],
        "parties": [{"id": f"p{n}", "languages": [["ko", "fr"][n % 2]], "available": [0]} for n in range(4)],
        "interpreters": [{"id": "i0", "languages": ["ko", "fr"], "available": available}],
        "wishes": [
            {"id": f"w{n}", "parties": [f"p{2 * n}", f"p{2 * n + 1}"], "weight": 1, "pinned": 0} for n in (0, 1)
        ],
    }

    with pytest.raises(ProblemError) as refused:
        Problem.from_dict(source)

    assert str(refused.value) == sentence


@given(small_problems())
def test_problem_survives_being_written_and_read(problem):
    written = json.loads(json.dumps(problem.to_dict()))

    assert Problem.from_dict(written) == problem


KEYS = st.sampled_from(
    ["format", "slots", "parties", "wishes", "id", "day", "tables", "weight", "pinned", "available", "x"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(["p0", "t0", "w0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
PLACES = [
    (),
    *((key,) for key in (*SOUND, "must_not_meet", "published")),
    *(
        (kind, 0, field)
        for kind in ("slots", "parties", "interpreters", "wishes")
        for field in (*SOUND[kind][0], "slots", "pinned")
    ),
    *(("parties", 0, field) for field in ("seats", "max_per_day", "min_meetings", "zone", "fixed_table")),
]


@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_whatever_is_in_it_is_read_or_refused(changes):
    source = deepcopy(SOUND)
    for place, value in changes:
        target = source
        for key in place[:-1]:
            try:
                target = target[key]
            except (KeyError, IndexError, TypeError):
                target = None
        if not place:
            source = value
        elif isinstance(target, dict):
            target[place[-1]] = value

    # Any other exception than a refusal fails the test by itself.
    with suppress(ProblemError):
        problem = Problem.from_dict(source)
        assert Problem.from_dict(problem.to_dict()) == problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.json", None),
        ("text.json", b"hello"),
        ("cut.json.gz", gzip.compress(json.dumps(SOUND).encode())[:-9]),
        ("plain.json.gz", b"not packed"),
        ("bytes.json", b"\xff\xfe\x00"),
        ("deep.json", b"[" * 100_000),
        ("number.json", b'{"format": ' + b"9" * 10_000 + b"}"),
        ("plan.dzn", b"nMeetings = 3;"),
        ("folder.json", b""),
    ],
)
def test_file_that_is_no_problem_is_refused(tmp_path: Path, name: str, content: bytes | None):
    path = tmp_path / name
    if name == "folder.json":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)

    with pytest.raises(ProblemError, match=rf"^{name} .*\.$"):
        read_problem(path)


def test_packed_file_is_read(tmp_path):
    path = tmp_path / "forum.json.gz"
    path.write_bytes(gzip.compress(json.dumps(SOUND).encode()))

    assert read_problem(path) == Problem.from_dict(SOUND)
