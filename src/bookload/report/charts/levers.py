"""Levers drawn: the frontier of hours freed against cost, and each lever alone over its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, at, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

HEIGHT = 240
ROW = 24
LETTER = 6.7
"""Pixels of a name's average letter."""
ROOM = 0.45
"""The share of the width that names may take beside the bars; longer ones stand above theirs."""


@dataclass(frozen=True, slots=True)
class Bought:
    """A point of the frontier: what it costs and the hours that it frees; `chosen` marks the set proposed."""

    cost: Fraction
    hours: Fraction
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Swing:
    """A lever alone: its hours from the low to the high end of its effect; `allowed` as it could stand.

    `was` is a figure to hold it against, where there is one.
    """

    name: str
    low: float
    likely: Fraction
    high: float
    allowed: bool
    was: Fraction | None = None


def frontier(
    points: Sequence[Bought],
    *,
    title: str,
    description: str,
    width: int = 420,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the most hours that each cost frees, as steps: between two points more money frees no more."""
    across = ticks(Fraction(0), max([each.cost for each in points], default=Fraction(1)), most=4)
    up = ticks(Fraction(0), max([each.hours for each in points], default=Fraction(1)))
    rows = [
        {"cost": float(each.cost), "hours": float(each.hours), "chosen": each.chosen, "title": title}
        for each in points
    ]
    x = alt.X(
        "cost:Q",
        scale=alt.Scale(domain=[0, across[-1]], nice=False),
        axis=alt.Axis(values=across, labelExpr=value_labels(across), title=None, grid=False, labelPadding=6),
    )
    y = alt.Y(
        "hours:Q",
        scale=alt.Scale(domain=[0, up[-1]], nice=False),
        axis=alt.Axis(values=up, title=None, domain=False, ticks=False, labelPadding=8, format=",.0f"),
    )
    base = over(rows)
    layers = [
        base.mark_line(color=palette.muted, strokeWidth=1.25, interpolate="step-after").encode(x=x, y=y),
        base.mark_point(color=palette.muted, filled=True, size=26, opacity=1).encode(x=x, y=y),
        base.transform_filter("datum.chosen")
        .mark_point(color=palette.accent, filled=True, size=90, opacity=1)
        .encode(x=x, y=y),
    ]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )


def tornado(
    swings: Sequence[Swing],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a row a lever: the range of the hours that it frees alone, and a mark at the likely ones.

    Levers that could stand alone are filled, those that would break something hollow. No name is cut: where
    the longest leaves too little room, each stands above its bar. What one is held against is in ink.
    """
    beside = round(LETTER * max((len(each.name) for each in swings), default=0)) + 10
    above = beside > width * ROOM
    row = 2 * ROW if above else ROW
    held = [float(each.was) for each in swings if each.was is not None]
    ends = [*(each.low for each in swings), *(each.high for each in swings), *held, 0.0]
    axis = ticks(Fraction(min(ends)), Fraction(max(*ends, 1.0)), most=4)
    rows = [
        {
            "place": place,
            "name": each.name,
            "low": each.low,
            "likely": float(each.likely),
            "high": each.high,
            "was": None if each.was is None else float(each.was),
            "fill": palette.soft if each.allowed else palette.paper,
        }
        for place, each in enumerate(swings)
    ]
    inner = 0.7 if above else 0.35
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=inner, paddingOuter=inner / 2))
    scale = alt.Scale(domain=[axis[0], axis[-1]], nice=False)
    ruled = alt.Axis(values=axis, labelExpr=value_labels(axis), title=None, domain=False, offset=4)
    base = over(rows)
    layers = [
        base.mark_bar(stroke=palette.accent, strokeWidth=1.25, cornerRadius=1).encode(
            y=y,
            x=alt.X("low:Q", scale=scale, axis=ruled),
            x2=alt.X2("high:Q"),
            fill=alt.Fill("fill:N", scale=None),
        ),
        base.mark_tick(color=palette.accent, thickness=3, opacity=1).encode(
            y=y, x=alt.X("likely:Q", scale=scale, axis=ruled)
        ),
        *(
            [
                base.transform_filter("datum.was != null")
                .mark_tick(color=palette.ink, thickness=2, opacity=1)
                .encode(y=y, x=alt.X("was:Q", scale=scale, axis=ruled))
            ]
            if held
            else []
        ),
        base.mark_text(align="left", baseline="middle", dy=-ROW * 0.7 if above else 0, limit=width).encode(
            y=y, x=at(2 if above else -beside), text=alt.Text("name:N")
        ),
    ]
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, row * len(swings) + 40),
    )
