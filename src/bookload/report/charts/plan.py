"""The chance of enough cover by month: without any hire, with the plan, and the policy's level."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from bookload.planning.plan.hiring import Cover, Together
from bookload.report.charts.drawing import Drawing, drawn, over
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
    x = alt.X("month:O", axis=alt.Axis(title=None, labelAngle=0, grid=False, labelPadding=6))
    axis = alt.Axis(values=list(SHARES), title=None, format=".0%", domain=False, ticks=False, labelPadding=8)
    scale = alt.Scale(domain=[0, 1], nice=False)
    base = over(data)
    without = base.mark_line(color=palette.ink, strokeWidth=1.5, strokeDash=[4, 3]).encode(
        x=x, y=alt.Y("without:Q", scale=scale, axis=axis)
    )
    with_plan = base.mark_line(color=palette.accent, strokeWidth=2.5, point=True).encode(
        x=x, y=alt.Y("plan:Q", scale=scale, axis=axis)
    )
    asked = over([{"level": level}]).mark_rule(color=palette.rule).encode(y=alt.Y("level:Q", scale=scale))
    layers = [asked, without, with_plan]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )
