"""What a month is expected to be from the months before it, and how far noise alone carries it from there.

Robust on purpose: one large account that left a year ago moves neither the line nor the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEEDED = 12
"""Months before a month that it takes to judge it."""

LONGEST = 24
"""Months before a month that are looked at, at most."""

FACTORS: Mapping[int, Fraction] = MappingProxyType(
    {
        12: Fraction("5.47"),
        13: Fraction("5.25"),
        14: Fraction("4.94"),
        15: Fraction("4.82"),
        16: Fraction("4.61"),
        17: Fraction("4.49"),
        18: Fraction("4.32"),
        19: Fraction("4.27"),
        20: Fraction("4.15"),
        21: Fraction("4.10"),
        22: Fraction("4.01"),
        23: Fraction("3.96"),
        24: Fraction("3.89"),
    }
)
"""Half of the band in median absolute deviations, by months looked at: of normal noise alone, one month in
twenty falls outside (simulated, 300,000 series each; `make prove` tries it again)."""

Side = Literal["below", "inside", "above"]


@dataclass(frozen=True, slots=True)
class Band:
    """Where a month is expected, and the band around it: an estimate, in floats that no fact is added to.

    `slope` is the trend, by how much the value changes a month; `expected` lies on its line, `low` and
    `high` are `expected` -+ factor x `spread`; `spread` is the median absolute deviation from the line;
    `months` were looked at. All are in the unit of the values.
    """

    slope: float
    expected: float
    low: float
    high: float
    spread: float
    months: int

    def side(self, value: Fraction) -> Side:
        """Return on which side of the band a value lies; its ends lie inside."""
        if value < self.low:
            return "below"
        return "above" if value > self.high else "inside"

    def strength(self, value: Fraction) -> float:
        """Return how many times the usual deviation (`spread`) a value is away from what was expected."""
        return (float(value) - self.expected) / self.spread


def band(values: Sequence[Fraction]) -> Band | None:
    """Return where the month after the given ones is expected; oldest first, the last `LONGEST` count.

    The line is Theil's and Sen's: its slope is the median of the slopes between all pairs of months, its
    height the median of what the slope leaves. None for fewer than `NEEDED` months, and where more than
    half of them lie on the line: there is no noise then that a month could stand out from.

    Sources: H. Theil (1950), A rank-invariant method of linear and polynomial regression analysis; P. K. Sen
    (1968), Estimates of the regression coefficient based on Kendall's tau.
    """
    looked_at = list(enumerate(values[-LONGEST:]))
    if len(looked_at) < NEEDED:
        return None
    slope = median((there - here) / (later - at) for (at, here), (later, there) in combinations(looked_at, 2))
    height = median(value - slope * at for at, value in looked_at)
    spread = median(abs(value - slope * at - height) for at, value in looked_at)
    if not spread:
        return None
    expected = height + slope * len(looked_at)
    reach = FACTORS[len(looked_at)] * spread
    return Band(
        slope=float(slope),
        expected=float(expected),
        low=float(expected - reach),
        high=float(expected + reach),
        spread=float(spread),
        months=len(looked_at),
    )
