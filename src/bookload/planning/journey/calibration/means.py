"""The mean of minutes with heavy tails: robust, and still the mean, since hours are count x mean.

A trimmed mean or a median of skewed minutes is too low however many there are. Adaptive Huber estimation
clips what lies further from the mean than a bound that grows with the number of observations, so that one
timer left running moves little and the estimate still converges on the mean of any distribution with a
variance:

    in each cell, sum over i of clip(x_i - mean, -bound, bound) = 0
    over all cells, sum over i of min((x_i - mean)^2, bound^2) / bound^2 = log n

At most log n of n observations are clipped. Source: Sun, Zhou and Fan, "Adaptive Huber Regression", JASA 115
(2020); the second equation from Wang, Zheng, Zhou and Zhou, "A New Principle for Tuning-Free Huber
Regression", Statistica Sinica 31 (2021), with their z = log n. The bound is one for all cells of a kind: a
cell of ten has none of its own worth having.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

ROUNDS = 500
CLOSE = 1e-10


@dataclass(frozen=True)
class RobustMeans:
    """Robust means (cells,) in minutes, NaN where a cell has no observation, and what they rest on.

    `counts` (cells,) are the observations, `influence` (n,) by how much each moves the sum of its cell, of
    mean 0: the variance of the mean of independent observations is the sum of squares / count^2.
    """

    means: Floats
    counts: Places
    influence: Floats
    clipped: int


def robust_means(minutes: Floats, cell: Places, cells: int) -> RobustMeans:
    """Return the adaptive Huber mean of each cell; `cell` (n,) is the cell of each observation."""
    counts = np.bincount(cell, minlength=cells)
    means = _by_cell(minutes, cell, counts)
    bound = np.inf
    for _ in range(ROUNDS):
        away = minutes - means[cell]
        bound = _bound(away)
        step = _by_cell(np.clip(away, -bound, bound), cell, counts)
        means = means + step
        if np.nanmax(np.abs(step) / np.maximum(1.0, means), initial=0.0) <= CLOSE:
            break
    away = minutes - means[cell]
    inside = np.abs(away) <= bound
    share = _by_cell(inside.astype(np.float64), cell, counts)
    influence = np.clip(away, -bound, bound) / share[cell]
    return RobustMeans(means, counts, influence, int((~inside).sum()))


def robust_mean(minutes: Floats) -> float:
    """Return the adaptive Huber mean of one or more observations; of a constant, the constant."""
    return float(robust_means(minutes, np.zeros(len(minutes), np.int64), 1).means[0])


def _by_cell(values: Floats, cell: Places, counts: Places) -> Floats:
    sums = np.bincount(cell, weights=values, minlength=len(counts))
    means: Floats = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return means


def _bound(away: Floats) -> float:
    """Return the bound that solves the second equation: exactly, by trying how many lie outside it."""
    squares = np.sort(away * away)[::-1]
    allowed = np.log(len(squares)) if len(squares) else 0.0
    rest = float(squares.sum())
    for outside, largest in enumerate(squares):
        if outside >= allowed or rest <= 0.0:
            break
        square = rest / (allowed - outside)
        if largest <= square:
            return float(np.sqrt(square))
        rest -= float(largest)
    return float(np.inf)
