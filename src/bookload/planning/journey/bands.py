"""Bands of minutes: the distribution that has a given P10, mode and P90, and its mean.

An activity's likely minutes are the mode of its band. Bands lean upward as a rule (a call of 30 minutes takes
60 more easily than 0), and then what is to be expected is more than what is likely.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OUTER = 0.10
"""The share of a distribution below the low minutes, and above the high ones."""

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


def mean_of(low: Floats, likely: Floats, high: Floats) -> Floats:
    """Return the means of these distributions, cut at 0 as minutes are: what is below it counts as 0.

    (left + mode + right) / 3, and |left|^3 / (3 (right - left) (mode - left)) where the left end is below 0.
    """
    first, last = triangle(low, likely, high)
    cut = np.minimum(first, 0.0)
    area = np.maximum(3 * (last - first) * (likely - first), 1e-300)
    return np.asarray((first + likely + last) / 3 - cut**3 / area)
