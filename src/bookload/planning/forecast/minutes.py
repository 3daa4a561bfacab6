"""Minutes as they may turn out: one draw of each activity's mean, between its low and its high ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OUTER = 0.10
"""The share of draws below the low minutes, and above the high ones."""

ROUNDS = 200


def triangle(low: Floats, likely: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the triangular distributions whose P10, mode and P90 are given.

    With u = mode - left end and v = right end - mode, mode - P10 = u - sqrt(0.1 u (u + v)), and likewise on
    the right: solved by repeated substitution.
    """
    below, above = likely - low, high - likely
    left = right = np.maximum(below, above)
    for _ in range(ROUNDS):
        left, right = (
            below + np.sqrt(OUTER * left * (left + right)),
            above + np.sqrt(OUTER * right * (left + right)),
        )
    return likely - left, likely + right


def factors(low: Floats, likely: Floats, high: Floats, count: int, chance: np.random.Generator) -> Floats:
    """Return drawn minutes over the likely ones, (count, activities): never below 0.

    An activity whose likely minutes are 0 is drawn over its high ones.
    """
    unit = np.where(likely > 0, likely, np.where(high > 0, high, 1.0))
    first, last = triangle(low / unit, likely / unit, high / unit)
    where = chance.random((count, len(unit)))
    middle = likely / unit
    width = np.maximum(last - first, 1e-300)
    turn = (middle - first) / width
    lower = first + np.sqrt(where * width * (middle - first))
    upper = last - np.sqrt((1 - where) * width * (last - middle))
    return np.asarray(np.maximum(np.where(where < turn, lower, upper), 0.0))
