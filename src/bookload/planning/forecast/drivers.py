"""Drivers: how many accounts come, stay and grow, learnt from the past with how sure one can be of it.

Every driver is a mean with a weight (so many accounts' or months' worth of evidence), from which parameters
are drawn (`worlds`): a forecast that took the means for certain would be too narrow. Segments with little
evidence lean on the company (partial pooling).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.forecast.arrivals import Arrivals, arrivals
from bookload.planning.forecast.growth import Growth, growth
from bookload.planning.forecast.panel import Panel
from bookload.planning.forecast.survival import BAND_OF_STATE, BANDS, STATES, YEAR, Exposure, exposure, state

Floats = NDArray[np.float64]

WINDOW = 36
"""Months of the past that drivers are learnt from, at most."""

POOLED = 5.0
"""Accounts' worth of evidence that a segment borrows from the company."""

DRIFT = 0.08
"""Standard deviation of a month's lasting change of the logarithm of churn: about 28% in a year."""

LAGGING = 6.0
"""Months of drift that the last year's level of churn, which looks back, does not know of yet."""


STATED = 12.0
"""Leavers' worth of evidence that churn is what policy states."""


@dataclass(frozen=True)
class Churn:
    """What is known of leaving: a segment's exposure by band, and how the last year compares with it.

    `recent` is (accounts that left, accounts expected to) in the last year, over the overdispersion of
    months; `shock` the variance of a month's factor beyond chance; `worth` the ARR of who leaves over that of
    a mean account. `stated` (S,) are shares that leave in a month by policy, whatever their age, else nan.
    """

    exposure: Exposure
    recent: tuple[float, float]
    shock: float
    worth: float
    stated: Floats


@dataclass(frozen=True)
class Base:
    """The accounts at the start by segment and state of age, (S, STATES): count, ARR, ARR squared."""

    accounts: Floats
    arr: Floats
    squared: Floats


@dataclass(frozen=True)
class Drivers:
    """All that the simulation needs to know; `months` is how much of the past it was learnt from."""

    segments: tuple[str, ...]
    base: Base
    churn: Churn
    arrivals: Arrivals
    growth: Growth
    months: int


def fitted(past: Panel, now: Panel | None = None) -> Drivers:
    """Return the drivers of a panel of whole months; they start from its last month, or that of `now`."""
    first = max(0, len(past.months) - 1 - WINDOW)
    return Drivers(
        segments=past.segments,
        base=base(past if now is None else now),
        churn=_churn(past, first),
        arrivals=arrivals(past, first),
        growth=growth(past, first),
        months=len(past.months) - 1 - first,
    )


def base(past: Panel) -> Base:
    """Return the accounts of a panel's last month by segment and state of age."""
    live, arr, segment = past.live[:, -1], past.arr[:, -1], past.segment[:, -1]
    places = segment * STATES + np.where(live, state(past.age[:, -1]), 0)
    size = (len(past.segments), STATES)

    def summed(values: Floats) -> Floats:
        return np.asarray(np.bincount(places, values, minlength=size[0] * size[1]).reshape(size))

    return Base(summed(live.astype(np.float64)), summed(arr), summed(arr * arr))


def pooled_hazard(seen: Exposure) -> Floats:
    """Return the share of those at risk that leave in a month, by segment and band: the posterior mean.

    A band's share is the company's, times what the segment's bands together say, times what this one says
    beyond; each weighed against `POOLED` accounts' worth of none.
    """
    company = company_hazard(seen)
    expected = seen.at_risk @ company
    ratio = (seen.left.sum(axis=1) + POOLED) / (expected + POOLED)
    each = seen.at_risk * company * ratio[:, None]
    return np.asarray(np.minimum(company * ratio[:, None] * (seen.left + POOLED) / (each + POOLED), 0.95))


def company_hazard(seen: Exposure) -> Floats:
    """Return the share of those at risk that leave in a month by band: bands lean on all together."""
    at_risk, left = seen.at_risk.sum(axis=0), seen.left.sum(axis=0)
    overall = (left.sum() + 0.5) / (at_risk.sum() + 50.0)
    return np.asarray(np.minimum((left + POOLED * 0.4) / (at_risk + POOLED * 0.4 / overall), 0.95))


def _churn(past: Panel, first: int) -> Churn:
    seen = exposure(past, first)
    hazard = pooled_hazard(seen)[:, BAND_OF_STATE]
    left, expected, lost, stood = _by_month(past, first, hazard)
    dispersion = (
        max(1.0, float(np.mean((left - expected) ** 2 / np.maximum(expected, 0.5)))) if len(left) else 1
    )
    shock = (dispersion - 1) / max(float(np.mean(expected)), 0.5) if len(left) else 0.0
    recent = slice(-YEAR, None)
    mean = stood.sum() / max(past.live[:, first:-1].sum(), 1)
    worth = (lost.sum() / mean + 2 * POOLED) / (left.sum() + 2 * POOLED) if mean else 1.0
    return Churn(
        exposure=seen,
        recent=(float(left[recent].sum()) / dispersion, float(expected[recent].sum()) / dispersion),
        shock=min(shock, 1.0),
        worth=float(np.clip(worth, 0.1, 3.0)),
        stated=np.full(len(past.segments), np.nan),
    )


def _by_month(past: Panel, first: int, hazard: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return by month: who left, who was expected to, the ARR that left, and that before each month."""
    before, after = past.live[:, first:-1], past.live[:, first + 1 :]
    arr = past.arr[:, first:-1]
    risk = hazard[past.segment[:, first:-1], state(past.age[:, first:-1] + 1)]
    gone = before & ~after
    return (
        gone.sum(axis=0).astype(np.float64),
        (risk * before).sum(axis=0),
        (arr * gone).sum(axis=0),
        arr.sum(axis=0),
    )


@dataclass(frozen=True)
class World:
    """W drawn sets of parameters for M months: what is unsure, but the same for every draw within one.

    `hazard` (W, S, STATES), `churn` (W, M) its factor by month, `rate` (W, S, M) accounts that come, `size`
    (W, S) the mean ARR of one and `shape` (S,) of its gamma distribution, `growth` (W, S, M) of who stays.
    """

    hazard: Floats
    churn: Floats
    rate: Floats
    size: Floats
    shape: Floats
    growth: Floats

    def part(self, first: int, last: int) -> World:
        """Return the sets from `first` to the one before `last`."""
        chosen = slice(first, last)
        return World(
            self.hazard[chosen],
            self.churn[chosen],
            self.rate[chosen],
            self.size[chosen],
            self.shape,
            self.growth[chosen],
        )


def worlds(known: Drivers, steps: Floats, first: int, count: int, chance: np.random.Generator) -> World:
    """Return drawn sets of parameters for months of the lengths `steps`, the first in calendar month `first`.

    A step is 1, or more where the first month began before the starting point did.
    """
    return World(
        hazard=_stated(known.churn, _hazards(known.churn, count, chance), chance),
        churn=_churn_paths(known.churn, count, len(steps), chance) * steps,
        rate=known.arrivals.drawn(count, len(steps), first, chance) * steps,
        size=known.arrivals.sizes(count, chance),
        shape=known.arrivals.shape,
        growth=known.growth.drawn(count, len(steps), first, chance) * steps,
    )


def _hazards(known: Churn, count: int, chance: np.random.Generator) -> Floats:
    """Return drawn hazards by state of age: (count, S, STATES).

    Gamma posteriors around `pooled_hazard`, times the last year's level.
    """
    seen, level = known.exposure, _level(known, count, chance)
    company = company_hazard(seen)
    left = seen.left.sum(axis=0) + POOLED * 0.4
    shared = company * chance.gamma(left, 1 / left, size=(count, BANDS))
    expected = seen.at_risk @ company
    said = seen.left.sum(axis=1) + POOLED
    ratio = chance.gamma(said, 1 / (expected + POOLED), size=(count, len(said)))
    each = seen.at_risk * company * (said / (expected + POOLED))[:, None]
    own = seen.left + POOLED
    beyond = chance.gamma(own, 1 / (each + POOLED), size=(count, *own.shape))
    drawn = np.minimum(shared[:, None, :] * ratio[:, :, None] * beyond * level[:, :, None], 0.95)
    by_state = drawn[:, :, BAND_OF_STATE]
    by_state[:, :, 0] = 0.0
    return np.asarray(by_state)


def _stated(known: Churn, learnt: Floats, chance: np.random.Generator) -> Floats:
    """Return hazards with stated ones in place."""
    each = known.stated * chance.gamma(STATED, 1 / STATED, size=(len(learnt), len(known.stated)))
    every = np.repeat(np.nan_to_num(each)[:, :, None], STATES, axis=2)
    every[:, :, 0] = 0.0
    return np.asarray(np.where(np.isnan(known.stated)[:, None], learnt, every))


def _level(known: Churn, count: int, chance: np.random.Generator) -> Floats:
    """Return drawn factors (count, 1) by which the last year's churn differs from what ages lead to."""
    left, expected = known.recent
    weight = 1 / (1 / (left + POOLED) + LAGGING * DRIFT**2)
    mean = (left + POOLED) / (expected + POOLED)
    return np.asarray(mean * chance.gamma(weight, 1 / weight, size=(count, 1)))


def _churn_paths(known: Churn, count: int, months: int, chance: np.random.Generator) -> Floats:
    """Return drawn factors of churn by month: a drift that begins at 1, times each month's shock."""
    drift = np.exp(np.cumsum(chance.normal(0.0, DRIFT, size=(count, months)), axis=1))
    if known.shock > 0:
        drift = drift * chance.gamma(1 / known.shock, known.shock, size=drift.shape)
    return np.asarray(drift)
