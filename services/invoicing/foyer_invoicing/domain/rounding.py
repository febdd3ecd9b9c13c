"""Amounts that are rounded together, so that they come to their rounded sum."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

_HALF = Fraction(1, 2)


def rounded_together(exact: Iterable[Fraction]) -> list[int]:
    """Each is what the rounded sum grows by: less than one off, and never of another sign."""
    sums = map(rounded, accumulate(exact, initial=Fraction(0)))
    return [after - before for before, after in pairwise(sums)]


def rounded(exact: Fraction) -> int:
    """Halves away from zero."""
    whole = floor(abs(exact) + _HALF)
    return whole if exact >= 0 else -whole
