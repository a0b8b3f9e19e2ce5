"""How good a name is for its place, and how prominent a place is: the two numbers from which everything is weighed.

Both are worked out once, when the data is packed. A name's class fits in a byte with its flags.
"""

import math

# Classes of names, worst first.
ALTERNATE = 0  # a Latin name of unknown language: may be a misnomer, a former name or a spelling nobody uses
LABEL = 1  # the name in some language, or a name in another script
ENGLISH = 2  # the name in English
PRIMARY = 3  # the name under which GeoNames files the place
CLASS_BITS = 0b0000_0011
CODE = 0b0000_0100  # capitals only, such as an airport's code: counts only where it is written in capitals
DERIVED = 0b0000_1000  # not written so anywhere: official words were taken off a name
UNLIKE = 0b0001_0000  # an alternate name spelt nothing like the place's name: a former name (Saigon), or a hoax
ALIKE = 0b0010_0000  # of unknown language, but spelt like the place's name; its class is LABEL

_WEIGHT = {ALTERNATE: -0.8, LABEL: 0.8, ENGLISH: 1.1, PRIMARY: 1.2}
_LESS = ((DERIVED, 0.5), (UNLIKE, 0.4), (ALIKE, 0.6))

# A prominence is packed in a byte.
PROMINENCE_STEP = 0.05


_WEIGHTS = [
    _WEIGHT[flags & CLASS_BITS] - sum(less for flag, less in _LESS if flags & flag) for flags in range(0b0100_0000)
]


def weight(flags: int) -> float:
    """Return what a name of this class adds to the prominence of its place, in tenfolds of population."""
    return _WEIGHTS[flags]


def prominence(population: int, names: int) -> float:
    """Return the prior of a place, in tenfolds of population: people, and languages that have a name for it.

    Naples in Italy has twice the inhabitants of some namesakes and five times their names; the second tells more
    about what a writer means.
    """
    return 0.85 * math.log10(max(population, 0) + 200) + 1.1 * math.log10(1 + names)
