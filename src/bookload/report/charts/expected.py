"""A rate month by month, each beside the range that the months before it lead to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.base.period import Month
from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.months import banded_x
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

HEIGHT = 220


@dataclass(frozen=True, slots=True)
class Judged:
    """The value of a month, and the ends of its range (estimates); None where it has none.

    `outside` says whether the month was judged to be out of it.
    """

    month: Month
    value: Fraction
    low: float | None
    high: float | None
    outside: bool


def within_expected(
    months: Sequence[Judged],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a pale bar for each month's range, and its value: a dot inside it, a large diamond outside."""
    ends = [float(each.value) for each in months]
    ends += [end for each in months for end in (each.low, each.high) if end is not None]
    values = ticks(min(Fraction(0), Fraction(min(ends))), max(Fraction(1), Fraction(max(ends))))
    scale = alt.Scale(domain=[values[0], values[-1]], nice=False)
    axis = alt.Axis(
        values=values, labelExpr=value_labels(values), title=None, domain=False, ticks=False, labelPadding=8
    )
    x = banded_x([each.month for each in months], width)
    rows = [
        {"month": str(each.month), "value": float(each.value), "low": each.low, "high": each.high}
        | {"outside": each.outside}
        for each in months
    ]
    base = over(rows)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    inside = base.transform_filter("!datum.outside")
    outside = base.transform_filter("datum.outside")
    layers = [
        base.transform_filter("datum.low != null")
        .mark_bar(fill=palette.soft, cornerRadius=2, width={"band": 0.5})
        .encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2=alt.Y2("high:Q")),
        over([{"at": 0.0}])
        .mark_rule(color=palette.muted, strokeWidth=1)
        .encode(y=alt.Y("at:Q", scale=scale, axis=axis)),
        inside.mark_point(shape="circle", filled=True, color=palette.accent, size=46, opacity=1).encode(
            x=x, y=y
        ),
        outside.mark_point(shape="diamond", filled=True, color=palette.ink, size=150, opacity=1).encode(
            x=x, y=y
        ),
    ]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )
