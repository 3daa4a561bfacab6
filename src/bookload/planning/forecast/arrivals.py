"""Arrivals: how many accounts come in a month, with season, trend and drift, and how large they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.forecast.panel import Panel
from bookload.planning.forecast.season import shares_of_year
from bookload.planning.forecast.survival import YEAR

Floats = NDArray[np.float64]

HALF_LIFE = 6.0
"""Months after which a month weighs half in today's level."""

DAMPED = 0.92
"""What is left of a trend after each month ahead: it adds up to under a year of it."""

TREND = 0.30
"""Standard deviation, beforehand, of a year's change of the logarithm of arrivals."""

DRIFT, DRIFT_WEIGHT = 0.08, 4.0
"""Standard deviation, beforehand, of a month's lasting change of it, and its weight in half-years."""

LAGGING = 4.0
"""Months of drift that the level, which looks back, does not know of yet."""

SEGMENT_DRIFT = 0.10
"""Standard deviation of how a segment's level of the next months differs from what its past says."""

SIZES_POOLED = 2.0
"""Arrivals' worth of evidence that their mean ARR takes from the accounts that are there."""


@dataclass(frozen=True)
class Arrivals:
    """What is known of accounts that come.

    `level` a month now, all segments together and without season, from `evidence` arrivals' worth; `share`
    (S,) weights of its segments, in arrivals; `season` (12,) by calendar month from January, mean 1; `trend`
    a month and `trend_error` of its logarithm; `drift` its standard deviation a month; `shock` the variance
    of a month's factor beyond chance. `size` (S,) mean ARR of one, known to `size_error` (S,) of it, and the
    `shape` (S,) of its gamma distribution. `stated` (S,) are levels that policy states, else nan;
    `unsure` is how a segment's level of the next months differs from either, as a logarithm.
    """

    level: float
    evidence: float
    share: Floats
    season: Floats
    trend: float
    trend_error: float
    drift: float
    shock: float
    size: Floats
    size_error: Floats
    shape: Floats
    stated: Floats
    unsure: float = SEGMENT_DRIFT

    def drawn(self, count: int, months: int, first: int, chance: np.random.Generator) -> Floats:
        """Return drawn accounts to come by segment and month, (count, S, M); `first` is 0 for January."""
        evidence = 1 / (1 / max(self.evidence, 0.5) + LAGGING * self.drift**2)
        level = self.level * chance.gamma(evidence, 1 / evidence, size=(count, 1))
        trend = self.trend + self.trend_error * chance.standard_normal((count, 1))
        ahead = np.cumsum(DAMPED ** np.arange(1, months + 1))
        walk = np.cumsum(self.drift * chance.standard_normal((count, months)), axis=1)
        factor = np.exp(walk) * self.season[(first + np.arange(months)) % YEAR]
        if self.shock > 0:
            factor = factor * chance.gamma(1 / self.shock, self.shock, size=factor.shape)
        weights = chance.gamma(self.share, 1.0, size=(count, len(self.share)))
        share = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
        own = np.exp(self.unsure * chance.standard_normal(share.shape))
        learnt = (level * share * own)[:, :, None] * np.exp(trend * ahead)[:, None, :]
        said = (np.nan_to_num(self.stated) * own)[:, :, None]
        return np.asarray(np.where(np.isnan(self.stated)[:, None], learnt, said) * factor[:, None, :])

    def sizes(self, count: int, chance: np.random.Generator) -> Floats:
        """Return drawn mean ARR of an account that comes, (count, S)."""
        error = chance.standard_normal((count, len(self.size)))
        return np.asarray(self.size * np.exp(self.size_error * error - self.size_error**2 / 2))


def arrivals(past: Panel, first: int) -> Arrivals:
    """Return what columns after `first` of a panel say of accounts that come; returns count as arrivals."""
    came = past.live[:, first + 1 :] & ~past.live[:, first:-1]
    segment = past.segment[:, first + 1 :]
    count = len(past.segments)
    counts = np.stack([np.bincount(segment[came[:, t], t], minlength=count) for t in range(came.shape[1])], 1)
    calendar = np.array([month.number - 1 for month in past.months[first + 1 :]])
    total = counts.sum(axis=0).astype(np.float64)
    season = shares_of_year(total, calendar)
    plain = total / season[calendar]
    weight = 0.5 ** (np.arange(len(plain))[::-1] / HALF_LIFE)
    dispersion, shock = _dispersion(plain)
    trend, trend_error = _trend(plain, dispersion)
    level = float((weight * plain).sum() / weight.sum())
    lag = float((weight * np.arange(len(plain))[::-1]).sum() / weight.sum())
    size, error, shape = _sizes(past, first, came)
    return Arrivals(
        level=level * float(np.exp(trend * lag)),
        evidence=float((weight * plain).sum() * weight.sum() / (weight**2).sum() / dispersion) + 0.5,
        share=(counts * weight).sum(axis=1) + _borrowed(past),
        season=season,
        trend=trend,
        trend_error=trend_error,
        drift=_drift(plain, dispersion),
        shock=shock,
        size=size,
        size_error=error,
        shape=shape,
        stated=np.full(count, np.nan),
    )


def _borrowed(past: Panel) -> Floats:
    """Return half an arrival, split as live accounts are: a segment that nobody came to yet may see one."""
    live = past.accounts_by_segment[:, -1]
    return np.asarray(0.5 * (live + 1e-3) / (live + 1e-3).sum())


def _dispersion(plain: Floats) -> tuple[float, float]:
    """Return the variance of months over that of chance, at least 1, and the variance of a month's factor.

    Months are compared with their neighbours, so that a trend or a lasting change is no noise.
    """
    if len(plain) < 3:  # noqa: PLR2004 - two neighbours and a month
        return 1.0, 0.0
    middle = plain[1:-1] - (plain[:-2] + plain[2:]) / 2
    mean = max(float(plain.mean()), 0.25)
    dispersion = max(1.0, float((middle**2).mean() / 1.5) / mean)
    return dispersion, min((dispersion - 1) / mean, 1.0)


def _trend(plain: Floats, dispersion: float) -> tuple[float, float]:
    """Return the change of the logarithm in a month, and its error: the last year against the one before.

    Weighed against none at all, known beforehand to `TREND` a year.
    """
    span = min(YEAR, len(plain) // 2)
    if span < YEAR // 2:
        return 0.0, TREND / YEAR
    now, before = plain[-span:].sum(), plain[-2 * span : -span].sum()
    change = np.log((now + 1) / (before + 1)) / span
    noise = dispersion * (1 / (now + 1) + 1 / (before + 1)) / span**2
    prior = (TREND / YEAR) ** 2
    kept = prior / (prior + noise)
    return float(kept * change), float(np.sqrt(kept * noise))


def _drift(plain: Floats, dispersion: float) -> float:
    """Return the standard deviation of a month's lasting change, from how half-years follow each other.

    The mean of six months of a random walk differs from the next six months' by 4 times a month's variance.
    """
    half = YEAR // 2
    sums = plain[len(plain) % half :].reshape(-1, half).sum(axis=1) + 0.5
    changes = np.diff(np.log(sums))
    noise = dispersion * (1 / sums[1:] + 1 / sums[:-1])
    beyond = (changes**2 - noise).sum() / 4
    variance = (DRIFT_WEIGHT * DRIFT**2 + beyond) / (DRIFT_WEIGHT + len(changes))
    return float(np.sqrt(np.clip(variance, 0.03**2, 0.20**2)))


def _sizes(past: Panel, first: int, came: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return the mean ARR of arrivals by segment, its relative error, and the shape of its distribution."""
    arr, segment = past.arr[:, first + 1 :], past.segment[:, first + 1 :]
    live, stood = past.accounts_by_segment[:, -1], past.arr_by_segment[:, -1]
    everybody = stood.sum() / max(live.sum(), 1.0)
    size, error, shape = np.ones((3, len(past.segments)))
    for number in range(len(past.segments)):
        worth = arr[came & (segment == number)]
        there = stood[number] / live[number] if live[number] else everybody
        mean = (worth.sum() + SIZES_POOLED * there) / (len(worth) + SIZES_POOLED)
        spread = (((worth - mean) ** 2).sum() + SIZES_POOLED * mean**2) / (len(worth) + SIZES_POOLED)
        shape[number] = np.clip(mean**2 / spread, 0.1, 100.0) if spread > 0 else 100.0
        size[number] = max(mean, 1e-9)
        error[number] = np.sqrt(1 / shape[number] / (len(worth) + SIZES_POOLED))
    return size, error, shape
