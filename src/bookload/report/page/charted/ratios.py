"""The ratio by month, drawn: ARR per CSM of the company against its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.charts import Level, Point, trend
from bookload.report.figures import units
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bookload.metrics.ratios.assessment import Assessment
    from bookload.metrics.ratios.ratios import RatioRow

FEWEST = 2


def charts(rows: Sequence[RatioRow], judged: Assessment | None, currency: str) -> tuple[Chart, ...]:
    """Return ARR per CSM by month; none by a group, nor where fewer than two months are known.

    The line that the target is of is the main one; the target is that of the date, where the answer has one.
    """
    known = [row for row in rows if row.arr_per_csm is not None]
    if len(known) < FEWEST or any(row.group is not None for row in rows):
        return ()
    covered = judged is not None and judged.basis == "covered"
    lines = [Point("total", {row.month: row.arr_per_csm for row in rows}, main=not covered)]
    if covered:
        lines.insert(0, Point("covered", {row.month: row.covered_arr_per_csm for row in rows}, main=True))
    target = judged.target.value if judged else None
    levels = [] if target is None else [Level("target", target, (6, 3))]
    said = (
        f"{'Covered ARR' if covered else 'ARR'} per CSM: {_value(known[-1], covered, currency)} in "
        f"{month_words(known[-1].month)}, {_value(known[0], covered, currency)} in "
        f"{month_words(known[0].month)}"
    )
    goal = "" if target is None else f" The target is {units(target, currency)}."
    return (
        drawn(
            "ratios",
            said,
            f"{currency} of ARR for each CSM, ramped, at the end of each month.{goal}",
            lambda width: trend(
                lines, levels, title="ARR per CSM by month", description=f"{said}.{goal}", width=width
            ),
        ),
    )


def _value(row: RatioRow, covered: bool, currency: str) -> str:  # noqa: FBT001 - which of two
    value: Fraction | None = row.covered_arr_per_csm if covered else row.arr_per_csm
    return units(value, currency) or "n/a"
