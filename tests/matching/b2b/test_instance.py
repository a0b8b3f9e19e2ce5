"""Instances: what a file may leave out, and what it may not say."""

import pytest

from hansa.matching.b2b.dzn import read_dzn
from hansa.matching.b2b.instance import Instance, InstanceError, Meeting, instance_from, read_instance
from tests.matching.b2b.small_instances import LUNCH


def test_instance_holds_what_the_file_says(tmp_path):
    (tmp_path / "lunch.dzn").write_text("\ufeff" + LUNCH, encoding="utf-8")

    instance = read_instance(tmp_path / "lunch.dzn")

    assert instance == Instance(
        participants=4,
        slots=4,
        morning=2,
        places=2,
        meetings=(
            Meeting(1, 2, 1),
            Meeting(1, 3, 3),
            Meeting(1, 4, 2),
            Meeting(2, 3, 3, after=frozenset({1})),
            Meeting(3, 4, 3),
        ),
        forbidden={1: frozenset(), 2: frozenset(), 3: frozenset({4}), 4: frozenset({1})},
    )
    assert instance.allowed == {1: (1, 2), 2: (1, 2, 3), 3: (3, 4), 4: (1, 2, 3), 5: (2, 3)}


def test_instance_may_leave_out_what_can_be_known():
    values = read_dzn("nBusiness = 2; nTables = 1; nTotalSlots = 3; requested = array2d(1..1, 1..3, [1, 2, 3]);")

    instance = instance_from(values)

    assert instance == Instance(2, 3, 3, 1, (Meeting(1, 2),), {1: frozenset(), 2: frozenset()})


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("nTables = 2;", "", "nTables is missing"),
        ("nTables = 2;", "nTables = {2};", "nTables is not a whole number"),
        ("nTables = 2;", "nTables = -1;", "nTables is -1, which is not between 0 and 10000"),
        ("nMeetings = 5;", "nMeetings = 6;", "nMeetings says 6 and requested lists 5 meetings"),
        ("nMorningSlots = 2;", "", "nMorningSlots is missing"),
        ("|1, 2, 1, ", "|1, 5, 1, ", "meeting 1 is for participant 5, which is not between 1 and 4"),
        ("|1, 2, 1, ", "|1, 1, 1, ", "meeting 1 is of participant 1 with itself"),
        ("|1, 2, 1, ", "|1, 2, ", "row 1 of requested does not hold two participants and a session"),
        ("|1, 2, 1, ", "|1, 2, 4, ", "meeting 1 is in session 4, which is not between 1 and 3"),
        ("{4}, {1}]", "{4}]", "forbidden holds 3 sets where 4 are needed"),
        ("[0, 0, 0, 0, 0]", "[0, 0, 0, 0, 9]", "meeting 5 is fixed to slot 9, which is not between 0 and 4"),
        ("[0, 0, 0, 0, 0]", "[{0}]", "fixed is not a list of whole numbers"),
        ("{1}, {}];\n", "{7}, {}];\n", "meeting 4 comes after meeting 7, which is not between 1 and 5"),
    ],
)
def test_instance_is_refused_in_one_sentence(tmp_path, old, new, sentence):
    assert old in LUNCH
    (tmp_path / "odd.dzn").write_text(LUNCH.replace(old, new), encoding="utf-8")

    with pytest.raises(InstanceError) as refused:
        read_instance(tmp_path / "odd.dzn")

    assert str(refused.value) == f"odd.dzn is not a forum that can be planned: {sentence}."


def test_instance_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InstanceError) as refused:
        read_instance(tmp_path / "none.dzn")

    assert str(refused.value) == "none.dzn cannot be read: No such file or directory."
