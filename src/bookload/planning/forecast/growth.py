"""Growth: by how much the ARR of accounts that stay changes in a month, net of contraction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.forecast.panel import Panel
from bookload.planning.forecast.season import differences_of_year
from bookload.planning.forecast.survival import YEAR

Floats = NDArray[np.float64]

POOLED = 12.0
"""Months' worth of evidence that a segment grows as the company does."""

DRIFT = 0.10
"""A month's lasting change of mean growth, over the standard deviation of months."""


@dataclass(frozen=True)
class Growth:
    """What is known of the growth of who stays, a month.

    `mean` (S,) known to `error` (the company's) and `own_error` (S,); `season` (12,) adds to it by calendar
    month from January; `months` (N,) are what the company's months differed by beyond that, from which
    months ahead are drawn; `own` (S,) the standard deviation of what a segment's months differ by from the
    company's.
    """

    mean: Floats
    error: float
    own_error: Floats
    season: Floats
    months: Floats
    own: Floats

    def drawn(self, count: int, months: int, first: int, chance: np.random.Generator) -> Floats:
        """Return drawn mean growth by segment and month, (count, S, M); `first` is 0 for January."""
        shared = self.error * chance.standard_normal((count, 1, 1))
        own = self.own_error[:, None] * chance.standard_normal((count, len(self.mean), 1))
        spread = DRIFT * float(self.months.std()) if len(self.months) else 0.0
        walk = np.cumsum(spread * chance.standard_normal((count, 1, months)), axis=2)
        season = self.season[(first + np.arange(months)) % YEAR]
        return np.asarray(self.mean[:, None] + shared + own + walk + season)


def growth(past: Panel, first: int) -> Growth:
    """Return what columns after `first` of a panel say of the growth of who stays."""
    before, after = past.live[:, first:-1], past.live[:, first + 1 :]
    stayed = before & after
    opening = np.where(stayed, past.arr[:, first:-1], 0.0)
    change = np.where(stayed, past.arr[:, first + 1 :], 0.0) - opening
    segment, count = past.segment[:, first + 1 :], len(past.segments)
    opened, changed = (_by_segment(values, segment, count) for values in (opening, change))
    held = opened.sum(axis=0)
    company = changed.sum(axis=0) / np.maximum(held, 1e-9)
    mean = float(changed.sum() / max(held.sum(), 1e-9))
    calendar = np.array([month.number - 1 for month in past.months[first + 1 :]])
    season = differences_of_year(company, calendar)
    months = company - mean - season[calendar]
    number = len(months)
    differs = np.where(opened > 0, changed / np.maximum(opened, 1e-9) - company, 0.0)
    seen = (opened > 0).sum(axis=1)
    total = opened.sum(axis=1)
    offset = (opened * differs).sum(axis=1) / np.maximum(total, 1e-9)
    kept = seen / (seen + POOLED)
    own = np.sqrt(((differs - offset[:, None]) ** 2 * (opened > 0)).sum(axis=1) / np.maximum(seen, 1))
    spread = float(months.std()) * np.sqrt(number / max(number - 1, 1))
    return Growth(
        mean=mean + kept * offset,
        error=spread / np.sqrt(max(number, 1)),
        own_error=own * np.sqrt(kept / (seen + POOLED)),
        season=season,
        months=(months - months.mean()) * np.sqrt(number / max(number - 1, 1)),
        own=own,
    )


def _by_segment(values: Floats, segment: NDArray[np.int64], count: int) -> Floats:
    length = values.shape[1]
    places = segment * length + np.arange(length)
    return np.asarray(
        np.bincount(places.ravel(), values.ravel(), minlength=count * length).reshape(count, length)
    )
