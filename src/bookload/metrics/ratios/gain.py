"""The gain on last year: at least 3% more ARR per CSM, and only while nobody pays for it.

A gain counts while satisfaction and retention hold: neither is lower than a year before. What is not known
cannot be shown to hold, so the gain then is shown and not counted either way.

Satisfaction is the mean of the latest `satisfaction` event of each live account that has one with a number;
retention is GRR over twelve months (NRR would let upsell hide losses).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import MONTHS_A_YEAR
from bookload.base.period import Month
from bookload.data.once import once
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.retention.retention import retention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.data.reader import Reader


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """A figure now and a year before; either is None where it is n/a."""

    now: Fraction | None
    before: Fraction | None

    @property
    def holds(self) -> bool | None:
        """Whether it is not lower than a year before; None where that is not known."""
        return None if self.now is None or self.before is None else self.now >= self.before


@dataclass(frozen=True)
class Gain:
    """The change of ARR per CSM on the same month a year before, as a share, and whether it counts.

    `reached` says whether it is the policy's `yearly_gain` or more; `counts` whether satisfaction and
    retention held meanwhile. None where that is not known.
    """

    value: Fraction | None
    goal: Fraction
    satisfaction: YearOnYear
    retention: YearOnYear
    words: str

    @property
    def reached(self) -> bool | None:
        """Whether the gain is as large as it should be."""
        return None if self.value is None else self.value >= self.goal

    @property
    def counts(self) -> bool | None:
        """Whether the gain counts."""
        held = (self.satisfaction.holds, self.retention.holds)
        return False if False in held else None if None in held else True


def gain(reader: Reader, month: Month, ratio: YearOnYear) -> Gain:
    """Return the gain of a ratio at a month on a year before, and whether it counts."""
    value = None
    if ratio.now is not None and ratio.before:
        value = ratio.now / ratio.before - 1
    happy = _year_on_year(satisfaction(reader), month)
    over = [each for each, grr in _grr(reader).items() if each <= month and grr is not None]
    last = max(over, default=month)
    kept = _year_on_year(_grr(reader), last)
    return Gain(value, Fraction(reader.policy.targets.yearly_gain), happy, kept, _words(value, happy, kept))


@once
def satisfaction(reader: Reader) -> Mapping[Month, Fraction | None]:
    """Return the mean satisfaction of the live accounts that told of it, by month; others are absent."""
    live = account_lines(reader)
    told = attribute(reader, "satisfaction").select("account_id", "month", "value")
    rows = live.filter(live.live_after == 1).inner_join(told, ["account_id", "month"])
    counted = rows.group_by("month", "value").aggregate(accounts=rows.count())
    sums: dict[Month, list[Fraction]] = {}
    for row in reader.collect(counted).rows():
        value = _number(row["value"])
        if value is not None:
            total = sums.setdefault(Month(row["month"]), [Fraction(0), Fraction(0)])  # type: ignore[arg-type]
            total[0] += value * row["accounts"]  # type: ignore[operator]
            total[1] += row["accounts"]  # type: ignore[operator]
    return {month: total / accounts for month, (total, accounts) in sums.items()}


@once
def _grr(reader: Reader) -> Mapping[Month, Fraction | None]:
    return {row.month: row.grr for row in retention(reader)}


def _year_on_year(by_month: Mapping[Month, Fraction | None], month: Month) -> YearOnYear:
    return YearOnYear(by_month.get(month), by_month.get(month - MONTHS_A_YEAR))


def _number(text: object) -> Fraction | None:
    try:
        number = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def _words(value: Fraction | None, happy: YearOnYear, kept: YearOnYear) -> str:
    if value is None:
        return "n/a: no ratio a year before"
    named = {"satisfaction": happy.holds, "retention": kept.holds}
    fell = [name for name, holds in named.items() if holds is False]
    unknown = [name for name, holds in named.items() if holds is None]
    if fell:
        return f"does not count: {' and '.join(fell)} fell"
    if unknown:
        return f"whether it counts is not known: {' and '.join(unknown)} is n/a for this year or the last"
    return "counts: satisfaction and retention held"
