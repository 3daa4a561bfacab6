"""The mean of the hours asked for, beside the likely ones that demand counts.

Demand counts each activity's likely minutes: exact, and the same in every account's lines. They are the mode
of a band that is drawn once for all; forecasts and plans draw it, and what is drawn is its mean on average.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from bookload.base.period import Month
from bookload.planning.journey import Demand
from bookload.planning.journey.bands import mean_of


@dataclass(frozen=True, slots=True)
class MeanHours:
    """A role in a month: the `likely` hours asked, and the `mean` of its activities' bands; estimates."""

    month: Month
    role: str
    likely: float
    mean: float

    @property
    def lean(self) -> float | None:
        """By what share the mean is above the likely hours; None where none are likely."""
        return self.mean / self.likely - 1 if self.likely else None


def mean_hours(asked: Demand) -> tuple[MeanHours, ...]:
    """Return the rows by month and role, in their order."""
    totals = list(asked.totals("month", "role", "activity").items())
    bands = np.array([(each.low, float(each.likely), each.high) for _, each in totals]).reshape(-1, 3)
    means = mean_of(*bands.T)
    found: dict[tuple[Month, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for ((month, role, _), _), (_, likely, _), mean in zip(totals, bands, means, strict=True):
        row = found[month, str(role)]  # type: ignore[index]  # the first side asked for
        row[0] += float(likely)
        row[1] += float(mean)
    return tuple(MeanHours(*key, *found[key]) for key in sorted(found))
