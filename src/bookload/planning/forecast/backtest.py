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


@dataclass(frozen=True)
class Tried:
    """Forecasts of the company's total from some origins against what came: one row a month forecast.

    `origin` and `ahead` number the months; `quantiles` (N, 3) are P10, P50, P90; `last` and `flat` what takes
    no model; `came` what came.
    """

    method: Method
    measure: Measure
    origin: NDArray[np.int64]
    ahead: NDArray[np.int64]
    quantiles: Floats
    last: Floats
    flat: Floats
    came: Floats


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
    past: Panel, least: int, horizon: int, chance: np.random.Generator, progress: Progress
) -> tuple[Tried, ...]:
    """Return what each method would have forecast for accounts and ARR from past months, a `Tried` each."""
    rows: dict[tuple[Method, Measure], list[tuple[Floats, ...]]] = {}
    places = origins(past, least, horizon)
    for number, count in enumerate(places):
        progress.step("past months tried", number, len(places))
        known, months = past.until(count), min(horizon, len(past.months) - count)
        came = _totals(past)
        for method in METHODS:
            for measure, drawn in _forecast(method, known, months, chance).items():
                rows.setdefault((method, measure), []).append(_row(drawn, came[measure], count))
    progress.step("past months tried", len(places), len(places))
    return tuple(
        Tried(method, measure, *(np.concatenate(each) for each in zip(*parts, strict=True)))  # type: ignore[arg-type]
        for (method, measure), parts in rows.items()
    )


def scores(found: Sequence[Tried]) -> tuple[Score, ...]:
    """Return how each method did for each measure."""
    return tuple(_score(each) for each in found)


def better(found: Sequence[Score]) -> Method:
    """Return the method whose losses over last value's are lower on average; drivers where they are equal."""
    means = {
        method: np.mean([1.0 - (each.below_last or 0.0) for each in found if each.method == method])
        for method in METHODS
    }
    return min(METHODS, key=lambda method: means[method])


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


def _row(drawn: Floats, series: Floats, count: int) -> tuple[Floats, ...]:
    months = drawn.shape[1]
    return (
        np.full(months, count),
        np.arange(1, months + 1),
        np.quantile(drawn, QUANTILES, axis=0).T,
        np.full(months, series[count - 1]),
        flat_rule(series[:count], months),
        series[count : count + months],
    )


def _score(each: Tried) -> Score:
    same = np.ones(len(QUANTILES))
    loss = float(pinball(each.quantiles, each.came).mean())
    last, flat = (float(pinball(rule[:, None] * same, each.came).mean()) for rule in (each.last, each.flat))
    inside = (each.quantiles[:, 0] <= each.came) & (each.came <= each.quantiles[:, 2])
    return Score(
        method=each.method,
        measure=each.measure,
        origins=len(set(each.origin.tolist())),
        months=len(each.came),
        held=float(inside.mean()),
        loss=loss,
        loss_last=last,
        loss_flat=flat,
        below_last=1 - loss / last if last > 0 else None,
        below_flat=1 - loss / flat if flat > 0 else None,
    )
