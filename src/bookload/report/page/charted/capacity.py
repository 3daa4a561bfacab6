"""Capacity drawn: the heads of each role that are there, and those that the work asks for, by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.charts import MonthHeads, heads
from bookload.report.figures import number
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.planning.capacity import Capacity, CapacityRow


def charts(found: Capacity) -> tuple[Chart, ...]:
    """Return a chart for each role whose heads are known."""
    roles = dict.fromkeys(row.role for row in found.rows if row.need is not None)
    return tuple(_chart([row for row in found.rows if row.role == role]) for role in roles)


def _chart(rows: list[CapacityRow]) -> Chart:
    months = [MonthHeads(row.month, row.have, row.need, row.need_low, row.need_high) for row in rows]
    said = "; ".join(
        f"{month_words(row.month)} {number(row.have, 1)} there, {number(row.need, 1) or 'n/a'} asked for"
        for row in rows
    )
    words = rows[0].role.replace("_", " ")
    assumed = " The hours are ASSUMED from published averages." if any(row.assumed for row in rows) else ""
    return drawn(
        f"heads-{rows[0].role.replace('_', '-')}",
        f"Heads: {words}",
        "The long line is the heads there, the short one those that the work asks for, the band what "
        f"its low and high minutes make of it.{assumed}",
        lambda width: heads(
            months, title=f"Heads there and asked for, {words}", description=f"{said}.", width=width
        ),
    )
