"""Concentration drawn: what the largest have together, and over the months where more than one is asked."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts import Point, trend
from bookload.report.charts.largest import Together, cumulated
from bookload.report.figures import percent
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.metrics.revenue.concentration import Concentration

FEWEST = 6
"""Of fewer than these the table says as much."""

SAID = 10
"""The largest that the title speaks of, or the most that there are below it."""

PERCENT = Fraction(100)


def charts(found: Concentration) -> tuple[Chart, ...]:
    """Return the curve of the latest month, and lines by month; none of a handful."""
    if len(found.largest) < FEWEST:
        return ()
    months = {row.month for row in found.rows}
    return (_curve(found), *((_lines(found),) if len(months) > 1 else ()))


def _curve(found: Concentration) -> Chart:
    count, together = found.spread[-1].count, found.together
    unit = "families" if found.of == "family" else "accounts"
    tops = sorted({row.top for row in found.rows if row.top <= len(together)})
    said = "; ".join(f"the {top} largest {percent(together[top - 1])}" for top in tops)
    first = max((top for top in tops if top <= SAID), default=tops[0] if tops else len(together))
    marked = {top: f"{top}: {percent(together[top - 1])}" for top in tops if top > 1}
    return drawn(
        "largest",
        f"The {first} largest of {count:,} {unit} have {percent(together[first - 1])} of ARR",
        f"Percent of ARR that the largest {unit} have together, by how many of them, in "
        f"{month_words(found.spread[-1].month)}. The dashed line is what they would have if all had as much.",
        lambda width: cumulated(
            Together(together, marked, Fraction(1, count)),
            title=f"Share of ARR of the largest {unit} together",
            description=f"Of {count:,} {unit}: {said}.",
            width=width,
        ),
    )


def _lines(found: Concentration) -> Chart:
    tops = sorted({row.top for row in found.rows})
    main = max((top for top in tops if top <= SAID), default=tops[0])
    lines = [
        Point(
            f"top {top}",
            {row.month: row.share and row.share * PERCENT for row in found.rows if row.top == top},
            main=top == main,
        )
        for top in sorted(tops, key=lambda each: each != main)
    ]
    own = [row for row in found.rows if row.top == main]
    ends = [(percent(row.share) or "n/a", month_words(row.month)) for row in (own[0], own[-1])]
    said = f"The {main} largest had {ends[0][0]} in {ends[0][1]} and {ends[1][0]} in {ends[1][1]}"
    return drawn(
        "largest-months",
        said,
        "Percent of ARR at the end of each month; who is among the largest may change.",
        lambda width: trend(
            lines, [], title="Share of ARR of the largest by month", description=f"{said}.", width=width
        ),
    )
