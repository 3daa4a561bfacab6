"""Two-way fixed effects: what is usually done, shown beside as a check and not believed.

With staggered starts and effects that grow, units that started earlier serve as controls of later ones, with
weights that may be negative (Goodman-Bacon 2021).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bookload.planning.impact.aggregate import Average
from bookload.planning.impact.att import NEVER, Staggered

Floats = NDArray[np.float64]


def two_way(seen: Staggered) -> Average:
    """Return the coefficient of "has started" beside unit and period effects, clustered by unit."""
    periods = np.arange(seen.outcome.shape[1])
    on = (seen.start[:, None] != NEVER) & (periods >= seen.start[:, None])
    x, y = _within(on.astype(np.float64)), _within(seen.outcome)
    information = float((x**2).sum())
    att = float((x * y).sum()) / information
    scores = (x * (y - att * x)).sum(axis=1)
    return Average(att, scores / information * len(scores))


def _within(values: Floats) -> Floats:
    unit, period = values.mean(axis=1, keepdims=True), values.mean(axis=0, keepdims=True)
    return np.asarray(values - unit - period + values.mean())
