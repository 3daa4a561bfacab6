"""History: the monthly series of accounts and ARR carried on, by segment, with statsforecast.

Each series is fitted with exponential smoothing, its form (error, damped or plain trend or none) chosen by
AICc (Hyndman and Khandakar, 2008), without season: stocks hardly have one. Series are drawn together: how
they move in one month is correlated as their one-step errors were, shrunk towards not at all.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.forecast.draws import HIGH, LOW
from bookload.planning.forecast.panel import Panel

Floats = NDArray[np.float64]

OUTER = 1.2815515655446004
"""The P90 of a standard normal variable."""

LEVEL = round(100 * (HIGH - LOW))
SHRUNK = 24.0
"""Months' worth of evidence that series have nothing to do with each other."""


@dataclass(frozen=True)
class Carried:
    """Series carried on for M months: `mean` (M, N) and `spread` (M, N), and how they go together (N, N).

    The first half of the N series are accounts by segment, the second their ARR.
    """

    mean: Floats
    spread: Floats
    root: Floats

    def drawn(self, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
        """Return drawn accounts and ARR, (count, M, S) each, never below 0.

        What is unsure of a month but not of the one before is a step; steps add up.
        """
        before = np.vstack([np.zeros_like(self.spread[:1]), self.spread[:-1]])
        steps = np.sqrt(np.maximum(self.spread**2 - before**2, 0.0))
        moved = chance.standard_normal((count, *self.mean.shape)) @ self.root.T
        found = np.maximum(self.mean + np.cumsum(moved * steps, axis=1), 0.0)
        half = self.mean.shape[1] // 2
        return found[:, :, :half], found[:, :, half:]


def carried(past: Panel, months: int) -> Carried:
    """Return the series of a panel of whole months, carried on."""
    series = np.vstack([past.accounts_by_segment, past.arr_by_segment])
    fitted = [_fitted(each, months) for each in series]
    errors = np.stack([error for _, _, error in fitted])
    return Carried(
        mean=np.stack([mean for mean, _, _ in fitted], axis=1),
        spread=np.stack([spread for _, spread, _ in fitted], axis=1),
        root=np.asarray(np.linalg.cholesky(_correlation(errors)), dtype=np.float64),
    )


def _fitted(series: Floats, months: int) -> tuple[Floats, Floats, Floats]:
    """Return mean and spread ahead, and the one-step errors, of a series; 0 for one that never moved."""
    if np.ptp(series) == 0:
        return np.full(months, series[-1]), np.zeros(months), np.zeros(len(series))
    from statsforecast.models import AutoETS  # noqa: PLC0415 - takes seconds; only forecasts wait for it

    scale = float(np.abs(series).max())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # forms that fit no series are tried, too, and lose
        found = AutoETS(season_length=1, model="ZZN").forecast(
            series / scale, months, level=[LEVEL], fitted=True
        )
    mean, high = np.asarray(found["mean"]), np.asarray(found[f"hi-{LEVEL}"])
    return mean * scale, (high - mean) / OUTER * scale, series - np.asarray(found["fitted"]) * scale


def _correlation(errors: Floats) -> Floats:
    number, months = errors.shape
    spread = errors.std(axis=1, keepdims=True)
    plain = (errors - errors.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)
    kept = months / (months + SHRUNK)
    return np.asarray(kept * (plain @ plain.T) / months * (1 - np.eye(number)) + np.eye(number))
