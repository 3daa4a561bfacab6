"""The bridge drawn: from a published figure's heads to those that the work asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.charts import Bar, bridge, starts_at
from bookload.report.figures import number
from bookload.report.page.topic import Chart, drawn
from bookload.report.sizing import short, signed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bookload.planning.plan.sizing import Sized

NAMES = {
    "pay": "pay",
    "touch_mix": "touch mix",
    "arr_per_account": "ARR per account",
    "hours_per_account": "hours asked",
    "working_time": "paid hours",
    "leave": "leave",
    "internal_share": "internal share",
    "target_utilisation": "utilisation",
    "relationship_cap": "relationships",
}


def charts(opened: Sized | None) -> tuple[Chart, ...]:
    """Return the bridge of a reading; none where either end is not known."""
    if opened is None or opened.reading.heads is None or opened.distance is None:
        return ()
    bars = _bars(opened, opened.reading.heads, opened.distance)
    start = starts_at(bars)
    said = ", ".join(f"{bar.name} {bar.shown}" for bar in bars)
    note = "Each bar is the heads that one input makes; an average over all orders of changing them."
    note += f" The axis begins at {number(start, 1)}." if start else ""
    title = f"From {short(opened.reading)} to the work"
    return (
        drawn(
            "sizing-bridge",
            title,
            note,
            lambda width: bridge(bars, title=title, description=f"Heads: {said}.", width=width),
        ),
    )


def _bars(opened: Sized, first: Fraction, distance: Fraction) -> Sequence[Bar]:
    """Return the ends and the causes that make any heads."""
    ends = (first, first + distance)
    causes = [
        Bar(NAMES[line.factor], line.heads, signed(line.heads) or "") for line in opened.bridge if line.heads
    ]
    return (
        Bar("published", ends[0], number(ends[0], 1) or "", end=True),
        *causes,
        Bar("the work", ends[1], number(ends[1], 1) or "", end=True),
    )
