"""The SaaS quick ratio: what a month gained over what it lost."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.result import Rows
from bookload.metrics.revenue.movements.bridges import movements

if TYPE_CHECKING:
    from bookload.base.period import Month
    from bookload.data.reader import Reader
    from bookload.metrics.revenue.movements.bridges import MovementRow

GAINS = ("new", "expansion", "reactivation", "resumed")
LOSSES = ("contraction", "churn", "paused")


@dataclass(frozen=True, slots=True)
class QuickRatioRow:
    """The quick ratio of a month; None where nothing was lost, and where the month is not known."""

    month: Month
    ratio: Fraction | None


def quick_ratio(row: MovementRow) -> Fraction | None:
    """Return (new + expansion + reactivation + resumed) / |contraction + churn + paused| of a bridge.

    None where nothing was lost, and where the bridge is not known. The quick ratio that is ascribed to Mamoon
    Hamid is (new + expansion) / (churned + contraction MRR): AbraCalc, "SaaS Quick Ratio Calculator",
    https://abracalc.com/calculator/saas-quick-ratio/. Who comes back counts as a gain here and who pauses
    as a loss, since bridges state them apart from the others.
    """
    gained = [getattr(row, name) for name in GAINS]
    lost = [getattr(row, name) for name in LOSSES]
    if None in (*gained, *lost) or sum(lost) >= 0:
        return None
    return Fraction(sum(gained), -sum(lost))


def quick_ratios(reader: Reader, first: Month, last: Month) -> Rows[QuickRatioRow]:
    """Return the company's quick ratio of each month from first to last, both included."""
    bridges = movements(reader, "month", first, last)
    return Rows(tuple(QuickRatioRow(row.month, quick_ratio(row)) for row in bridges), bridges.needs)
