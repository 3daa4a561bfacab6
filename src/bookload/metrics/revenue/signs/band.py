"""What a month is expected to be from the months before it, and how far noise alone carries it from there.

Robust on purpose: one large account that left a year ago moves neither the line nor the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from bookload.base.money import half_away

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NEEDED = 12
"""Months before a month that it takes to judge it."""

LONGEST = 24
"""Months before a month that are looked at, at most."""

PLACES = 10**12
_WHOLE = lcm(*range(1, LONGEST))
"""What the difference of two values is divisible by, however many months lie between them."""

_ONE = 8 * _WHOLE * PLACES
_ROUNDING = 2 * _ONE // PLACES
"""What twelve decimals leave of values that lie on a line exactly."""

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
    half of them lie on the line: there is no noise then that a month could stand out from. Values are
    taken to twelve decimals, and medians in whole numbers, so that equal months are equal.

    Sources: H. Theil (1950), A rank-invariant method of linear and polynomial regression analysis; P. K. Sen
    (1968), Estimates of the regression coefficient based on Kendall's tau.
    """
    looked_at = [half_away(value.numerator * PLACES, value.denominator) for value in values[-LONGEST:]]
    count = len(looked_at)
    if count < NEEDED:
        return None
    # Each median doubles the scale, so that the mean of two middle values is whole, too.
    slope = _middle([(there - here) * (_WHOLE // apart) for here, there, apart in _pairs(looked_at)])
    height = _middle([2 * _WHOLE * value - slope * at for at, value in enumerate(looked_at)])
    left = [4 * _WHOLE * value - 2 * slope * at - height for at, value in enumerate(looked_at)]
    spread = _middle([abs(each) for each in left])
    if spread <= _ROUNDING:
        return None
    expected = 2 * height + 4 * slope * count
    reach = FACTORS[count] * spread
    return Band(
        slope=slope / (2 * _WHOLE * PLACES),
        expected=expected / _ONE,
        low=float((expected - reach) / _ONE),
        high=float((expected + reach) / _ONE),
        spread=spread / _ONE,
        months=count,
    )


def _pairs(values: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield all pairs of values, and how many months lie between them."""
    for (at, here), (later, there) in combinations(enumerate(values), 2):
        yield here, there, later - at


def _middle(values: list[int]) -> int:
    """Return twice the median."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
