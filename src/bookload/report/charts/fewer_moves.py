"""Balance against moves: how far hours are off an even share with at most so many moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette

HEIGHT = 240


@dataclass(frozen=True, slots=True)
class Reached:
    """What some moves reach: hours a month off an even share, over everybody."""

    moves: int
    hours_off: float


def fewer_moves(
    points: Sequence[Reached], *, title: str, description: str, width: int = 760, palette: Palette = THEMED
) -> Drawing:
    """Return the points as a line from the fewest moves to the most."""
    rows = [{"moves": each.moves, "off": each.hours_off} for each in points]
    x = alt.X(
        "moves:Q",
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(title="moves", format="d", tickMinStep=1, tickCount=6, grid=False),
    )
    y = alt.Y(
        "off:Q",
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(title="hours off an even share", tickCount=5, domain=False, ticks=False),
    )
    dots = {"fill": palette.accent, "filled": True, "size": 30, "stroke": "transparent"}
    line = over(rows).mark_line(color=palette.accent, strokeWidth=2.5, point=dots).encode(x=x, y=y)
    return drawn(
        alt.LayerChart(layer=[line]), palette, title=title, description=description, size=(width, HEIGHT)
    )
