"""The trend of a monthly figure with honest noise: the median of all slopes, and an interval from ranks.

Theil's (1950) estimate is the median of the slopes between each two months; Sen (1968, "Estimates of the
Regression Coefficient Based on Kendall's Tau", JASA 63) gives the interval, from how far the number of rising
pairs strays by chance. One odd month moves neither much. Months are taken as independent: what lasts for
several months makes the true noise larger than the interval says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import sqrt
from statistics import median

LEAST_MONTHS = 6
"""Fewer months tell no trend from noise."""
_NORMAL_975 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Trend:
    """The change of a figure a month, an estimate, with its 95% interval."""

    slope: float
    low: float
    high: float
    months: int

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def trend(values: Sequence[tuple[int, Fraction]]) -> Trend | None:
    """Return the trend of values by month ordinal, each month once; None for fewer than six months."""
    if len(values) < LEAST_MONTHS:
        return None
    rising = sorted(values)
    slopes = sorted(float((b - a) / (later - now)) for (now, a), (later, b) in combinations(rising, 2))
    spread = _NORMAL_975 * sqrt(_kendall_variance([value for _, value in rising]))
    low = min(max(round((len(slopes) - spread) / 2) - 1, 0), len(slopes) - 1)
    high = min(round((len(slopes) + spread) / 2), len(slopes) - 1)
    return Trend(median(slopes), slopes[low], slopes[high], len(rising))


def _kendall_variance(values: Sequence[Fraction]) -> float:
    """Return the variance of the rising less the falling pairs where there is no trend, ties taken off."""
    count = len(values)
    ties = Counter(values).values()
    pairs = count * (count - 1) * (2 * count + 5) - sum(n * (n - 1) * (2 * n + 5) for n in ties)
    return pairs / 18
