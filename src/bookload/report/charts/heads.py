"""Heads there are against heads asked for, month by month, with the band that the model gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.base.period import Month
from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.months import banded_x
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks

HEIGHT = 220


@dataclass(frozen=True, slots=True)
class MonthHeads:
    """The heads of one month; `low` and `high` are the ends of the band, estimates."""

    month: Month
    have: Fraction
    need: Fraction | None
    low: float | None
    high: float | None


def heads(
    months: Sequence[MonthHeads],
    *,
    title: str,
    description: str,
    width: int = 420,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a band and a mark for what is asked, and a line for what there is, for each month."""
    ends = [each.high for each in months if each.high is not None]
    top = ticks(Fraction(0), Fraction(max([*ends, *(float(each.have) for each in months), 1.0])))
    scale = alt.Scale(domain=[0, top[-1]], nice=False)
    rows = [
        {
            "month": str(each.month),
            "have": float(each.have),
            "need": None if each.need is None else float(each.need),
            "low": each.low,
            "high": each.high,
        }
        for each in months
    ]
    x = banded_x([each.month for each in months], width)
    base = over(rows)
    axis = alt.Axis(values=top, title=None, domain=False, ticks=False, labelPadding=8, format=",.1~f")
    layers = [
        base.transform_filter("datum.low != null")
        .mark_bar(fill=palette.soft, cornerRadius=2, width={"band": 0.5})
        .encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2=alt.Y2("high:Q")),
        base.transform_filter("datum.need != null")
        .mark_tick(color=palette.accent, opacity=1, thickness=3, width={"band": 0.5})
        .encode(x=x, y=alt.Y("need:Q", scale=scale, axis=axis)),
        base.mark_tick(color=palette.ink, opacity=1, thickness=2, width={"band": 0.9}).encode(
            x=x, y=alt.Y("have:Q", scale=scale, axis=axis)
        ),
    ]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )
