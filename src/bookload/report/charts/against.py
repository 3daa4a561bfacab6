"""Time against revenue: a point an account, with the line of the same hours for each unit of revenue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

HEIGHT = 320


@dataclass(frozen=True, slots=True)
class Spot:
    """An account: its ARR in currency units, its hours a month, and whether it is far from the line."""

    name: str
    arr: Fraction
    hours: Fraction
    far: bool


def time_against_revenue(
    spots: Sequence[Spot],
    hours_a_unit: Fraction,
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the accounts as points, those far from the line filled, and the line through the origin."""
    across = ticks(Fraction(0), max([Fraction(1), *(spot.arr for spot in spots)]))
    up = ticks(Fraction(0), max([Fraction(1), *(spot.hours for spot in spots)]))
    end = min(
        Fraction(str(across[-1])), Fraction(str(up[-1])) / hours_a_unit if hours_a_unit else Fraction(0)
    )
    x = alt.X("arr:Q", scale=alt.Scale(domain=[0, across[-1]], nice=False), axis=_axis("ARR", across))
    y = alt.Y("hours:Q", scale=alt.Scale(domain=[0, up[-1]], nice=False), axis=_axis("hours a month", up))
    rule = [{"arr": 0.0, "hours": 0.0}, {"arr": float(end), "hours": float(end * hours_a_unit)}]
    layers = [over(rule).mark_line(color=palette.muted, strokeDash=[4, 3], strokeWidth=1).encode(x=x, y=y)]
    for far in (False, True):
        rows = [
            {"account": spot.name, "arr": float(spot.arr), "hours": float(spot.hours)}
            for spot in spots
            if spot.far == far
        ]
        colour = palette.accent if far else palette.muted
        points = over(rows).mark_point(color=colour, filled=far, size=26, opacity=0.8)
        layers.append(points.encode(x=x, y=y))
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )


def _axis(title: str, values: Sequence[float]) -> alt.Axis:
    return alt.Axis(title=title, values=list(values), labelExpr=value_labels(values))
