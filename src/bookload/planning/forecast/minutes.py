"""Minutes as they may turn out: one draw of each activity's mean, between its low and its high ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bookload.planning.journey.bands import triangle

Floats = NDArray[np.float64]


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
