"""The backtest: what would have been forecast from each of several past months, against what came.

Every origin sees nothing later than itself. A forecast is scored by the pinball loss of its P10, P50 and P90,
which is the lower the nearer and the surer they are, and by how many months its 80% interval held. Beside it
stand two forecasts that take no model, each one figure for all three quantiles:

- last value: what is there stays;
- flat rule: what is there grows on as it did on average over the last twelve months, compounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bookload.base.progress import Progress
from bookload.planning.forecast.draws import HIGH, LOW, MIDDLE
from bookload.planning.forecast.drivers import fitted
from bookload.planning.forecast.history import carried
from bookload.planning.forecast.panel import Panel
from bookload.planning.forecast.simulate import simulate

Floats = NDArray[np.float64]
Method = Literal["drivers", "history"]
Measure = Literal["accounts", "arr"]

METHODS: tuple[Method, ...] = ("drivers", "history")
MEASURES: tuple[Measure, ...] = ("accounts", "arr")
QUANTILES = (LOW, MIDDLE, HIGH)
YEAR = 12

ORIGINS = 12
"""Past months, at most, that a backtest forecasts from."""

DRAWS = 500
"""Draws of each."""

WIDTHS = (0.6, 3.0)
"""What a width learnt from past errors is kept between."""

BEFOREHAND: Mapping[Method, float] = MappingProxyType({"drivers": 1.15, "history": 1.4})
"""The width before any error is known. Intervals of smoothed series hold too seldom, for they take form and
parameters for certain (Hyndman, Koehler, Snyder and Grose, 2002)."""

WIDTH_WEIGHT = 3.0
"""Origins' worth of evidence that an interval is as wide as it should be beforehand."""


@dataclass(frozen=True)
class Tried:
    """A forecast of the company's total after `origin` months against what came in the N months after.

    `quantiles` (N, 3) are P10, P50, P90, of an interval made wider by `width`; `last` and `flat` (N,) what
    takes no model; `came` (N,) what came.
    """

    method: Method
    measure: Measure
    origin: int
    width: float
    quantiles: Floats
    last: Floats
    flat: Floats
    came: Floats

    @property
    def known_after(self) -> NDArray[np.int64]:
        """After how many months each of the months forecast was known."""
        return self.origin + np.arange(1, len(self.came) + 1)


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did for one measure over `months` forecast months from `origins` past months.

    `held`: the share of months within P10 to P90. `loss`, `loss_last`, `loss_flat`: mean pinball loss over
    the three quantiles, in the measure's unit; `below_last` and `below_flat`: by what share it is lower than
    theirs, None where theirs is 0.
    """

    method: Method
    measure: Measure
    origins: int
    months: int
    held: float
    loss: float
    loss_last: float
    loss_flat: float
    below_last: float | None
    below_flat: float | None


def origins(past: Panel, least: int, horizon: int) -> tuple[int, ...]:
    """Return after how many months a backtest forecasts: evenly spread, each with `least` months behind it.

    None where there is no month to forecast; the latest origins see less than the whole horizon come.
    """
    first, last = least + 1, len(past.months) - 1
    if last < first:
        return ()
    latest = max(first, last - min(horizon, YEAR) // 2)
    return tuple(sorted({int(each) for each in np.linspace(first, latest, ORIGINS).round()}))


def tried(
    past: Panel,
    span: tuple[int, int],
    chance: np.random.Generator,
    progress: Progress,
    methods: Sequence[Method] = METHODS,
) -> tuple[Tried, ...]:
    """Return what each method would have forecast for accounts and ARR from past months, a `Tried` each.

    `span` is how many months an origin has behind it at least, and how many it looks ahead at most.
    """
    least, horizon = span
    found: dict[tuple[Method, Measure], list[Tried]] = {}
    places = origins(past, least, horizon)
    came = _totals(past)
    for number, count in enumerate(places):
        progress.step("past months tried", number, len(places))
        known, months = past.until(count), min(horizon, len(past.months) - count)
        for method in methods:
            for measure, drawn in _forecast(method, known, months, chance).items():
                before = found.setdefault((method, measure), [])
                before.append(_row(method, measure, drawn, came[measure], before, count))
    progress.step("past months tried", len(places), len(places))
    return tuple(each for parts in found.values() for each in parts)


def width(method: Method, before: Sequence[Tried], known: int) -> float:
    """Return what the width of an interval is multiplied by, from forecasts whose months came by `known`.

    The factor with which the 80% interval would have held 80% of them, as far as there were origins to learn
    it from, else what the method is known for beforehand.
    """
    errors, seen = [], 0
    for each in before:
        there = each.known_after <= known
        middle = each.quantiles[there, 1]
        above = each.came[there] - middle
        side = np.where(above > 0, each.quantiles[there, 2] - middle, middle - each.quantiles[there, 0])
        errors.append(np.abs(above) * each.width / np.maximum(side, 1e-9))
        seen += bool(there.any())
    if not seen:
        return BEFOREHAND[method]
    asked = float(np.clip(np.quantile(np.concatenate(errors), HIGH - LOW), *WIDTHS))
    kept = seen / (seen + WIDTH_WEIGHT)
    return float(asked**kept * BEFOREHAND[method] ** (1 - kept))


def scores(found: Sequence[Tried]) -> tuple[Score, ...]:
    """Return how each method did for each measure."""
    kinds = dict.fromkeys((each.method, each.measure) for each in found)
    return tuple(_score([each for each in found if (each.method, each.measure) == kind]) for kind in kinds)


def better(found: Sequence[Score]) -> Method:
    """Return the method whose losses over last value's are lower on average; drivers where they are equal."""
    means = {
        method: np.mean([1.0 - (each.below_last or 0.0) for each in found if each.method == method])
        for method in METHODS
    }
    return min(METHODS, key=lambda method: means[method])


def widened(drawn: Floats, wider: float) -> Floats:
    """Return draws (first axis) moved away from their mean by a factor, or towards it; never below 0."""
    if wider == 1.0:
        return drawn
    mean = drawn.mean(axis=0)
    return np.asarray(np.maximum(mean + wider * (drawn - mean), 0.0))


def pinball(quantiles: Floats, came: Floats) -> Floats:
    """Return the pinball loss of P10, P50 and P90 (N, 3) of what came (N,), their mean: (N,)."""
    short = came[:, None] - quantiles
    share = np.array(QUANTILES)
    return np.asarray(np.maximum(share * short, (share - 1) * short).mean(axis=1))


def flat_rule(series: Floats, months: int) -> Floats:
    """Return a series grown on as it did over its last twelve months; unchanged where it began from 0."""
    before = series[-1 - YEAR] if len(series) > YEAR else series[0]
    span = min(YEAR, len(series) - 1)
    growth = (series[-1] / before) ** (1 / span) if before > 0 and span else 1.0
    return np.asarray(series[-1] * growth ** np.arange(1, months + 1))


def _forecast(
    method: Method, known: Panel, months: int, chance: np.random.Generator
) -> Mapping[Measure, Floats]:
    """Return drawn totals (draws, months) of accounts and ARR."""
    if method == "history":
        accounts, arr = carried(known, months).drawn(DRAWS, chance)
        return {"accounts": accounts.sum(axis=2), "arr": arr.sum(axis=2)}
    first = (known.months[-1] + 1).number - 1
    chunks = list(simulate(fitted(known), np.ones(months), first, DRAWS, chance, Progress()))
    return {
        "accounts": np.concatenate([chunk.accounts.sum(axis=2) for chunk in chunks]),
        "arr": np.concatenate([chunk.arr.sum(axis=2) for chunk in chunks]),
    }


def _totals(past: Panel) -> Mapping[Measure, Floats]:
    return {"accounts": past.accounts_by_segment.sum(axis=0), "arr": past.arr_by_segment.sum(axis=0)}


def _row(
    method: Method, measure: Measure, drawn: Floats, series: Floats, before: Sequence[Tried], count: int
) -> Tried:
    months, wider = drawn.shape[1], width(method, before, count)
    quantiles = np.quantile(widened(drawn, wider), QUANTILES, axis=0).T
    return Tried(
        method=method,
        measure=measure,
        origin=count,
        width=wider,
        quantiles=quantiles,
        last=np.full(months, series[count - 1]),
        flat=flat_rule(series[:count], months),
        came=series[count : count + months],
    )


def _score(found: Sequence[Tried]) -> Score:
    came = np.concatenate([each.came for each in found])
    quantiles = np.concatenate([each.quantiles for each in found])
    loss = float(pinball(quantiles, came).mean())
    last, flat = (
        float(pinball(np.repeat(np.concatenate(rule)[:, None], len(QUANTILES), 1), came).mean())
        for rule in ([each.last for each in found], [each.flat for each in found])
    )
    inside = (quantiles[:, 0] <= came) & (came <= quantiles[:, 2])
    return Score(
        method=found[0].method,
        measure=found[0].measure,
        origins=len(found),
        months=len(came),
        held=float(inside.mean()),
        loss=loss,
        loss_last=last,
        loss_flat=flat,
        below_last=1 - loss / last if last > 0 else None,
        below_flat=1 - loss / flat if flat > 0 else None,
    )
