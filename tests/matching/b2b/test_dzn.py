"""MiniZinc data files in the forms in which they are written."""

import pytest

from hansa.matching.b2b.dzn import DznError, read_dzn


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("n = 3;", {"n": 3}),
        ("n=3", {"n": 3}),
        ("% a comment; x = 1;\nn = -3; /* and\nanother */ m = 4;", {"n": -3, "m": 4}),
        ("s = {}; t = {0}; u = 2..4; v = 5..4;", {"s": set(), "t": {0}, "u": {2, 3, 4}, "v": set()}),
        ("a = []; b = [1, 2,]; c = [{1}, 1..2];", {"a": [], "b": [1, 2], "c": [{1}, {1, 2}]}),
        ("r = [|1, 2,3, \r\n|4, 5,6, \r\n|];", {"r": [[1, 2, 3], [4, 5, 6]]}),
        ("r = [|1,2|3,4|]; e = [||];", {"r": [[1, 2], [3, 4]], "e": []}),
        ("r = array2d(1..2, 1..2, [1, 2, 3, 4]);", {"r": [[1, 2], [3, 4]]}),
        ("r = array1d(0..1, [7, 8]); i = [1: 4, 2: 5];", {"r": [7, 8], "i": [4, 5]}),
        ('o = <>; t = true; name = "a b";', {"t": 1, "name": "a b"}),
    ],
)
def test_dzn_is_read_in_each_form(text, values):
    assert read_dzn(text) == values


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("n = 3;\nm = ;", "line 2: “;” stands where a value should"),
        ("n = 3 m = 4;", "line 1: “m” stands where “;” should"),
        ("n = 3;\nn = 4;", "line 2: “n” is given twice"),
        ("n = 1.5;", "line 1: “1.5;” is not understood"),
        ("n = [1, 2", "line 1: the file ends where “]” should stand"),
        ("n = {[1]};", "line 1: a set holds something other than whole numbers"),
        ("n = 1..2000000000;", "line 1: the range 1..2000000000 is too long"),
        ("n = [2: 4];", "line 1: element 2 stands at place 1"),
        ("n = array2d(1..2, 1..2, [1]);", "line 1: “array2d” needs a list of 4 values"),
        ("n = array2d([1]);", "line 1: “array2d” does not have its ranges and its list"),
        ("n = max(1, 2);", "line 1: “max” stands where a value should"),
        ("n = " + "[" * 30, "line 1: the lists stand too deep in one another"),
    ],
)
def test_dzn_says_in_one_sentence_what_cannot_be_read(text, sentence):
    with pytest.raises(DznError) as refused:
        read_dzn(text)

    assert str(refused.value) == sentence
