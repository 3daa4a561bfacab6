"""The chance of enough cover by month: without any hire, with the plan, and the policy's level."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from bookload.planning.plan.hiring import Cover, Together
from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.months import months_x
from bookload.report.charts.palette import THEMED, Palette

HEIGHT = 220
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def chance_of_cover(
    rows: Sequence[Cover] | Sequence[Together],
    level: float,
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the chances of one role, or of all together, with the level as a line across."""
    data = [{"month": str(row.month), "plan": row.chance, "without": row.without} for row in rows]
    x = months_x([row.month for row in rows], width)
    axis = alt.Axis(
        values=list(SHARES),
        title=None,
        format=".0%",
        domain=False,
        ticks=False,
        labelPadding=8,
        labelOverlap=False,
    )
    scale = alt.Scale(domain=[0, 1], nice=False)
    base = over(data)
    without = base.mark_line(color=palette.ink, strokeWidth=1.5, strokeDash=[4, 3]).encode(
        x=x, y=alt.Y("without:Q", scale=scale, axis=axis)
    )
    dots = {"fill": palette.accent, "filled": True, "size": 22, "stroke": "transparent"}
    with_plan = base.mark_line(color=palette.accent, strokeWidth=2.5, point=dots).encode(
        x=x, y=alt.Y("plan:Q", scale=scale, axis=axis)
    )
    line = over([{"level": level}]).mark_rule(color=palette.muted, strokeWidth=1.5)
    asked = line.encode(y=alt.Y("level:Q", scale=scale, axis=axis))
    layers = [asked, without, with_plan]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )
