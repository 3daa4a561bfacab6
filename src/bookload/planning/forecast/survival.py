"""Survival by age and segment: how many accounts of an age leave in a month, fitted with lifelines.

An account's life runs from the month end at which it came to the first at which it is no longer live; a
return begins another. Lives that were under way when the window opened enter late (left truncation), lives
that are under way at its end are censored. What Kaplan and Meier (1958) estimate from is, at each age,
those at risk and those who left: these counts, gathered into bands of age, are all that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bookload.planning.forecast.panel import LONG_AGO, Panel

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

YEAR = 12
OLDEST = 48
"""Ages past this one repeat: 49 is as 37, 60 as 48, so that yearly renewals stay where they are."""

UNKNOWN = OLDEST + 1
"""The state of accounts whose age nobody knows."""

STATES = OLDEST + 2
"""Ages 0 to `OLDEST`, and the unknown."""

EDGES = (1, 4, 12, 13, 24, 25, 36, 37)
"""Where bands of age begin; the last has the anniversaries of later years beside it, then the unknown."""

BANDS = len(EDGES) + 2


@dataclass(frozen=True)
class Lives:
    """Lives seen in a window: age on entering and leaving it, whether they ended, and segment. All (N,)."""

    entry: Whole
    age: Whole
    ended: NDArray[np.bool_]
    segment: Whole


@dataclass(frozen=True)
class Exposure:
    """Account-months at risk and accounts that left, by segment and band of age: (S, BANDS) each."""

    at_risk: Floats
    left: Floats


def state(age: Whole) -> Whole:
    """Return the state of ages in months: the age itself, folded by the year past `OLDEST`."""
    later = OLDEST - YEAR + 1 + (age - (OLDEST - YEAR + 1)) % YEAR
    return np.asarray(np.where(age >= LONG_AGO, UNKNOWN, np.where(age > OLDEST, later, age)))


def band(states: Whole) -> Whole:
    """Return the band of age that each state is in; that of state 0, in which nobody leaves, is the first."""
    placed = np.maximum(np.searchsorted(EDGES, states, side="right") - 1, 0)
    anniversary = (states >= EDGES[-1]) & (states % YEAR == 0)
    placed = np.where(anniversary, len(EDGES), placed)
    return np.asarray(np.where(states == UNKNOWN, len(EDGES) + 1, placed))


BAND_OF_STATE = band(np.arange(STATES))


def lives_seen(past: Panel, first: int) -> Lives:
    """Return the lives under way or begun from column `first` of a panel on, each with its last segment."""
    live, age = past.live[:, first:], past.age[:, first:]
    before = np.zeros((len(live), 1), dtype=bool)
    came = live & ~np.hstack([before, live[:, :-1]])
    rows, begins = np.nonzero(came)
    gone = ~live & np.hstack([before, live[:, :-1]])
    ends = np.full(live.shape[1] + 1, live.shape[1])[np.newaxis].repeat(len(live), 0)
    for month in range(live.shape[1] - 1, -1, -1):
        ends[:, month] = np.where(gone[:, month], month, ends[:, month + 1])
    finish = ends[rows, np.minimum(begins + 1, live.shape[1])]
    ended = finish < live.shape[1]
    last = np.where(ended, finish - 1, live.shape[1] - 1)
    return Lives(
        entry=age[rows, begins],
        age=age[rows, begins] + np.where(ended, finish, last) - begins,
        ended=ended,
        segment=past.segment[:, first:][rows, last],
    )


def event_table(lives: Lives) -> DataFrame | None:
    """Return lifelines' table of who entered, left and was censored at which age; None where nobody was seen.

    Who enters at an age, is at risk from the next one on. Kaplan and Meier's survival is the product over
    ages of 1 - observed / at risk; lifelines' own fitter refuses lives of which the first few all ended.
    """
    seen = lives.age > lives.entry
    if not seen.any():
        return None
    from lifelines.utils import survival_table_from_events  # noqa: PLC0415 - takes seconds; only forecasts wait

    return survival_table_from_events(lives.age[seen], lives.ended[seen], lives.entry[seen] + 0.5)


def exposure(past: Panel, first: int) -> Exposure:
    """Return who was at risk and who left from column `first` on, by segment and band of age."""
    lives = lives_seen(past, first)
    at_risk, left = np.zeros((2, len(past.segments), BANDS))
    for segment in range(len(past.segments)):
        chosen = lives.segment == segment
        table = event_table(
            Lives(lives.entry[chosen], lives.age[chosen], lives.ended[chosen], lives.segment[chosen])
        )
        if table is not None:
            risk, gone = _by_age(table, int(lives.entry[chosen].min()) + 1)
            bands = BAND_OF_STATE[state(risk[0])]
            at_risk[segment] = np.bincount(bands, risk[1], minlength=BANDS)
            left[segment] = np.bincount(bands, gone, minlength=BANDS)
    return Exposure(at_risk, left)


def _by_age(table: DataFrame, first: int) -> tuple[tuple[Whole, Floats], Floats]:
    """Return ((ages, at risk), left) at every whole age that somebody could leave at.

    An age at which nobody left or was censored has no row in the table: those at risk there are the ones
    who entered earlier and went later.
    """
    times = table.index.to_numpy(dtype=np.float64)
    ages = np.arange(first, int(times.max()) + 1)
    entered = np.cumsum(table["entrance"].to_numpy(dtype=np.float64))
    removed = np.cumsum(table["removed"].to_numpy(dtype=np.float64))
    upto = np.searchsorted(times, ages, side="left") - 1
    risk = np.where(upto >= 0, entered[upto] - removed[upto], 0.0)
    at = np.searchsorted(times, ages)
    there = times[np.minimum(at, len(times) - 1)] == ages
    gone = np.where(there, table["observed"].to_numpy(dtype=np.float64)[np.minimum(at, len(times) - 1)], 0.0)
    return (ages, risk), gone
