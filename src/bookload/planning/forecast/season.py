"""What months of the calendar differ by, learnt cautiously: two Januaries do not make a season."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

YEAR = 12
COUNTED = 12.0
"""Arrivals' worth of evidence that a calendar month is as any other."""

SEEN = 3.0
"""Years' worth of evidence that a calendar month's growth is as any other's."""


def shares_of_year(counts: Floats, calendar: Whole) -> Floats:
    """Return by calendar month what its counts are over those of the months around it: (12,), mean 1.

    With less than two years of months it is 1 throughout.
    """
    if len(counts) < 2 * YEAR:
        return np.ones(YEAR)
    around = _around(counts)
    seen = np.bincount(calendar, counts, minlength=YEAR)
    expected = np.bincount(calendar, around, minlength=YEAR)
    found = (seen + COUNTED) / (expected + COUNTED)
    return np.asarray(found / found.mean())


def differences_of_year(values: Floats, calendar: Whole) -> Floats:
    """Return by calendar month what its values are above the mean: (12,); 0 with less than two years."""
    if len(values) < 2 * YEAR:
        return np.zeros(YEAR)
    above = np.bincount(calendar, values - values.mean(), minlength=YEAR)
    found = above / (np.bincount(calendar, minlength=YEAR) + SEEN)
    return np.asarray(found - found.mean())


def _around(counts: Floats) -> Floats:
    """Return the mean of the year around each month; near the ends, of the nearest whole year."""
    means = np.convolve(counts, np.full(YEAR, 1 / YEAR), mode="valid")
    middle = np.clip(np.arange(len(counts)) - YEAR // 2, 0, len(means) - 1)
    return np.asarray(means[middle])
