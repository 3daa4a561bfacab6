"""Drivers that the policy states: taken instead of what history says, or all there is without a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import MissingDataError, unknown
from bookload.data.documents.policy import Forecast
from bookload.planning.forecast.arrivals import Arrivals
from bookload.planning.forecast.drivers import Churn, Drivers, base
from bookload.planning.forecast.growth import Growth
from bookload.planning.forecast.panel import Panel
from bookload.planning.forecast.season import YEAR
from bookload.planning.forecast.survival import BANDS, Exposure

Floats = NDArray[np.float64]

WIDE = 0.35
"""How unsure a level is that nobody's history speaks for: the standard deviation of its logarithm."""

GROWTH_ERROR = 0.004
"""The same of a month's growth."""


def with_stated(known: Drivers, said: Forecast) -> Drivers:
    """Return the drivers with what the policy states in place of what was learnt.

    Raises `UsageError` for a segment that the company does not have.
    """
    levels = _by_segment(said.new_accounts_a_month, known.segments)
    sizes = _by_segment(said.new_account_arr, known.segments)
    leaves = 1 - (1 - _by_segment(said.logo_churn_a_year, known.segments)) ** (1 / YEAR)
    grows = (1 + _by_segment(said.net_expansion_a_year, known.segments)) ** (1 / YEAR) - 1
    coming, growing = known.arrivals, known.growth
    return replace(
        known,
        arrivals=replace(
            coming,
            stated=levels,
            size=np.where(np.isnan(sizes), coming.size, sizes),
            size_error=np.where(np.isnan(sizes), coming.size_error, 0.0),
        ),
        growth=replace(growing, mean=np.where(np.isnan(grows), growing.mean, grows)),
        churn=replace(known.churn, stated=leaves),
    )


def from_policy(past: Panel, said: Forecast) -> Drivers:
    """Return drivers without a history: all stated, and drawn wide.

    Raises `MissingDataError` where nothing is known yet, and where the policy does not state accounts to come
    and churn of every segment that has accounts; growth that is not stated is none.
    """
    if not past.months or not past.segments:
        raise MissingDataError(
            "the data knows no accounts by then, so there is nothing to look ahead from; ask for a later date"
        )
    there = [name for name, live in zip(past.segments, past.accounts_by_segment[:, -1], strict=True) if live]
    keys: Mapping[str, Mapping[str, Decimal]] = {
        "new_accounts_a_month": said.new_accounts_a_month,
        "logo_churn_a_year": said.logo_churn_a_year,
    }
    missing = [
        f"{key}.{name or 'none stated'}" for key, each in keys.items() for name in there if name not in each
    ]
    if missing:
        known = "1 month" if len(past.months) == 1 else f"{len(past.months)} months"
        named = f"{', '.join(missing[:4])}{' and more' if missing[4:] else ''}"
        raise MissingDataError(
            f"the data knows {known}, and a forecast asks for {said.least_history + 1} to learn from; state "
            f"{named} under [forecast] in bookload.toml, import more of the past, or lower least_history"
        )
    return with_stated(_nothing_learnt(past), said)


def _by_segment(stated: Mapping[str, Decimal], segments: tuple[str, ...]) -> Floats:
    """Return what is stated of each segment, nan of others."""
    for name in stated:
        if name not in segments:
            raise unknown("segment under [forecast]", name, segments)
    return np.array([float(stated[name]) if name in stated else np.nan for name in segments])


def _nothing_learnt(past: Panel) -> Drivers:
    count = len(past.segments)
    live, arr = past.accounts_by_segment[:, -1], past.arr_by_segment[:, -1]
    everybody = float(arr.sum() / max(live.sum(), 1.0)) or 1.0
    size = np.where(live > 0, arr / np.maximum(live, 1.0), everybody)
    one, none = np.ones(count), np.full(count, np.nan)
    coming = Arrivals(
        level=0.0,
        evidence=1 / WIDE**2,
        share=one,
        season=np.ones(YEAR),
        trend=0.0,
        trend_error=WIDE / YEAR,
        drift=0.08,
        shock=0.0,
        size=size,
        size_error=WIDE * one,
        shape=one,
        stated=none,
        unsure=WIDE,
    )
    growing = Growth(0.0 * one, GROWTH_ERROR, GROWTH_ERROR * one, np.zeros(YEAR), np.zeros(0), 0.01 * one)
    seen = Exposure(np.zeros((count, BANDS)), np.zeros((count, BANDS)))
    leaving = Churn(seen, (0.0, 0.0), 0.0, 1.0, none)
    return Drivers(past.segments, base(past), leaving, coming, growing, 0)
