"""The Lorenz curve of time over revenue: how far hours are from following money."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette

SIDE = 320


def lorenz_curve(
    points: Sequence[tuple[Fraction, Fraction]],
    *,
    title: str,
    description: str,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the curve through points (share of revenue, share of time), beside the line that is even."""
    rows = [{"revenue": float(x), "time": float(y), "place": place} for place, (x, y) in enumerate(points)]
    curve = over(rows).mark_line(color=palette.accent, strokeWidth=2.5)
    even = over([{"revenue": end, "time": end, "place": end} for end in (0, 1)])
    line = even.mark_line(color=palette.muted, strokeWidth=1, strokeDash=[4, 3])
    place = {
        "x": _axis("revenue:Q", "share of revenue, the least time for it first", alt.X),
        "y": _axis("time:Q", "share of the time", alt.Y),
        "order": alt.Order("place:Q"),
    }
    layers = [line.encode(**place), curve.encode(**place)]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(SIDE, SIDE)
    )


def _axis(field: str, title: str, kind: type[alt.X | alt.Y]) -> alt.X | alt.Y:
    axis = alt.Axis(title=title, format="%", values=[0, 0.25, 0.5, 0.75, 1])
    return kind(field, scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)
