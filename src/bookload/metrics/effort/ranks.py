"""Spearman's rank correlation, with the interval that drawing the accounts again gives.

Equal values share the mean of their ranks, and the coefficient is Pearson's of the ranks. The interval is the
percentile bootstrap's (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13) over
accounts, drawn with replacement; a drawn sample's ranks are found from how often each account was drawn,
without sorting again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 4
"""Fewer accounts have no rank correlation worth a number."""
LOW, HIGH = 2.5, 97.5
MOST_DRAWN, FEWEST_DRAWS = 20_000_000, 200
"""Rows drawn in all: with very many accounts the interval is narrow, and fewer draws tell it as well."""

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """Spearman's coefficient over some accounts, an estimate, and its 95% bootstrap interval."""

    rho: float
    low: float
    high: float
    accounts: int
    draws: int


def rank_correlation(x: Column, y: Column, rng: np.random.Generator, draws: int) -> RankCorrelation | None:
    """Return the rank correlation of two columns; None for under four accounts, or where one never varies."""
    if len(x) < LEAST:
        return None
    ones = np.ones(len(x))
    one, other = _Ordered.of(x), _Ordered.of(y)
    rho = _spearman(one, other, ones)
    if rho is None:
        return None
    drawn, draws = [], max(min(draws, FEWEST_DRAWS), min(draws, MOST_DRAWN // len(x)))
    for _ in range(draws):
        weights = np.bincount(rng.integers(0, len(x), len(x)), minlength=len(x)).astype(np.float64)
        again = _spearman(one, other, weights)
        if again is not None:
            drawn.append(again)
    low, high = np.percentile(np.array(drawn), [LOW, HIGH])
    return RankCorrelation(rho, float(low), float(high), len(x), draws)


def mean_ranks(values: Column) -> Column:
    """Return each value's rank from 1 for the least; equal values share the mean of theirs."""
    return _Ordered.of(values).ranks(np.ones(len(values)))


@dataclass(frozen=True)
class _Ordered:
    """A column's order, and where each run of equal values begins in it; `run` is that of each row."""

    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    run: NDArray[np.int64]

    @classmethod
    def of(cls, values: Column) -> _Ordered:
        order = np.argsort(values, kind="stable")
        risen = values[order]
        new = np.concatenate(([True], risen[1:] != risen[:-1]))
        run = np.empty(len(values), np.int64)
        run[order] = np.cumsum(new) - 1
        return cls(order, np.flatnonzero(new), run)

    def ranks(self, weights: Column) -> Column:
        """Return each row's mean rank where row i is there `weights[i]` times."""
        tied = np.add.reduceat(weights[self.order], self.starts)
        # Ranks 1..n: a run of m after c others has the ranks c+1 to c+m, whose mean is c + (m + 1) / 2.
        middle: Column = np.cumsum(tied) - tied + (tied + 1) / 2
        return middle[self.run]


def _spearman(one: _Ordered, other: _Ordered, weights: Column) -> float | None:
    count = float(weights.sum())
    a, b = one.ranks(weights) - (count + 1) / 2, other.ranks(weights) - (count + 1) / 2
    spread = float(np.sqrt(np.dot(weights, a * a) * np.dot(weights, b * b)))
    return float(np.dot(weights, a * b)) / spread if spread > 0 else None
