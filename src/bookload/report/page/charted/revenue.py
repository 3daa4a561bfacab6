"""Revenue drawn: the bridge over all months that are shown, and what is left of each cohort."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.charts import Bar, Cell, bridge, cohort_heatmap, starts_at
from bookload.report.charts.scale import short
from bookload.report.charts.trend import Level, Point, trend
from bookload.report.figures import monthly, percent
from bookload.report.page.drawings import ENDS, WORDS
from bookload.report.page.figure import signed
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn
from bookload.report.topics.movements import BRIDGE
from bookload.report.topics.retention import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.metrics.revenue.movements.bridges import Movements
    from bookload.metrics.revenue.retention.cohorts import CohortRow, Cohorts
    from bookload.metrics.revenue.retention.retention import RetentionRow

PERCENT = Fraction(100)
FEWEST, YEAR = 2, 13
"""Months that make a line, and those of a year with the one that it begins at."""

LATEST = 12
"""Cohorts that are drawn, and steps of each."""


def waterfall(found: Movements, currency: str) -> tuple[Chart, ...]:
    """Return the bridge from the first month's opening to the last one's closing; none where none is known.

    Transfers are between people: those of all owners are equal and opposite.
    """
    sums = _summed(found)
    if sums is None:
        return ()
    bars = [
        Bar(WORDS.get(name, name.replace("_", " ")), money.mrr(sums[name]), _amount(name, sums, currency))
        if name not in ENDS
        else Bar(name, money.mrr(sums[name]), monthly(sums[name], currency) or "n/a", end=True)
        for name in BRIDGE
        if name in ENDS or sums[name]
    ]
    months = sorted({row.month for row in found.rows if row.opening is not None})
    start = starts_at(bars)
    note = f"Gains are filled, losses hollow.{f' The axis begins at {short(start)}.' if start else ''}"
    said = ", ".join(f"{bar.name} {bar.shown}" for bar in bars)
    span = f"{month_words(months[0])} to {month_words(months[-1])}"
    return (
        drawn(
            "waterfall",
            f"MRR went from {bars[0].shown} to {bars[-1].shown}",
            f"{currency}, {span}. {note}",
            lambda width: bridge(
                bars,
                title="MRR bridge",
                description=f"MRR in {currency} over {span}: {said}. {note}",
                width=width,
            ),
        ),
    )


def _summed(found: Movements) -> Mapping[str, int] | None:
    """Return the bridge over all rows: the first month's opening, every movement, the last one's closing."""
    rows = [row for row in found.rows if row.opening is not None]
    if not rows:
        return None
    first, last = min(row.month for row in rows), max(row.month for row in rows)
    sums = {name: sum(getattr(row, name) for row in rows) for name in BRIDGE if name not in ENDS}
    sums["opening"] = sum(row.opening or 0 for row in rows if row.month == first)
    sums["closing"] = sum(row.closing or 0 for row in rows if row.month == last)
    return sums


def _amount(name: str, sums: Mapping[str, int], currency: str) -> str:
    text = monthly(sums[name], currency) or "n/a"
    return str(signed(text)) if text.startswith("-") else f"+{text}"


def rates(rows: Sequence[RetentionRow], period: str) -> tuple[Chart, ...]:
    """Return NRR and GRR of the company in the latest months; none where fewer than two are known."""
    known = [row for row in rows if row.key is None and row.nrr is not None and row.grr is not None][-YEAR:]
    if len(known) < FEWEST:
        return ()
    lines = [
        Point("NRR", {row.month: row.nrr and row.nrr * PERCENT for row in known}, main=True),
        Point("GRR", {row.month: row.grr and row.grr * PERCENT for row in known}),
    ]
    last = known[-1]
    said = (
        f"NRR and GRR over {OVER[period]}: {percent(last.nrr)} and {percent(last.grr)} in "
        f"{month_words(last.month)}, from {percent(known[0].nrr)} and {percent(known[0].grr)} in "
        f"{month_words(known[0].month)}."
    )
    return (
        drawn(
            "rates",
            f"NRR is {percent(last.nrr)}, GRR {percent(last.grr)}",
            f"Percent, over {OVER[period]}. The dashed line is all that was there at the start.",
            lambda width: trend(
                lines,
                [Level("all", PERCENT, (4, 3))],
                title="NRR and GRR",
                description=said,
                width=width,
            ),
        ),
    )


def heatmap(found: Cohorts, measure: str) -> tuple[Chart, ...]:
    """Return the shares of the latest cohorts by age; none where no cohort has a share."""
    rows = [row for row in found.rows if row.cohort is not None and _share(row, measure) is not None]
    begun = sorted({row.cohort.first for row in rows if row.cohort})[-LATEST:]
    cells = [
        Cell(str(row.cohort), row.age, share, (percent(share, 0) or "").rstrip("%"))
        for row in rows
        if row.cohort
        and row.cohort.first in begun
        and row.age is not None
        and row.age <= LATEST
        and (share := _share(row, measure)) is not None
    ]
    if not cells:
        return ()
    of_what = "the MRR" if measure == "revenue" else "the accounts"
    ends = {cell.cohort: cell for cell in cells}
    said = "; ".join(f"{cell.cohort} {cell.shown}% after {cell.age}" for cell in ends.values())
    note = f"Percent of {of_what} that each {found.grain}'s new accounts began with, by {found.grain}s since."
    return (
        drawn(
            "cohort-map",
            f"What is left of each {found.grain}'s accounts",
            f"{note} A cell that is not reached is empty.",
            lambda width: cohort_heatmap(
                cells, title="What is left by cohort", description=f"{note} {said}.", width=width
            ),
        ),
    )


def _share(row: CohortRow, measure: str) -> Fraction | None:
    return row.revenue if measure == "revenue" else row.logos
