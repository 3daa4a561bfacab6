"""Wholes and the parts of them that something takes: a row each, from zero, with what it says at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, at, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

ROW = 34
LETTER = 6.7
"""Pixels of an average letter beside the bars."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole, and the part of it that is taken (more than all of it, or nothing of nothing, too)."""

    name: str
    whole: Fraction
    part: Fraction
    shown: str


def within(
    rows: Sequence[Taken],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a wide pale bar for each whole with a narrow dark one for its part inside it.

    A part that is more than its whole runs past it.
    """
    ends = [*(each.whole for each in rows), *(each.part for each in rows)]
    axis = ticks(min([Fraction(0), *ends]), max([Fraction(1), *ends]), most=4)
    names, words = (
        round(LETTER * max((len(text) for text in texts), default=0)) + 12
        for texts in ([each.name for each in rows], [each.shown for each in rows])
    )
    data = [
        {"place": place, "name": each.name, "shown": each.shown, "whole": float(each.whole)}
        | {"part": float(each.part), "zero": 0.0}
        for place, each in enumerate(rows)
    ]
    scale = alt.Scale(domain=[axis[0], axis[-1]], nice=False)
    ruled = alt.Axis(values=axis, labelExpr=value_labels(axis), title=None, domain=False, ticks=False)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    base = over(data)
    layers = [
        base.mark_bar(fill=palette.soft, cornerRadius=1).encode(
            y=y, x=alt.X("zero:Q", scale=scale, axis=ruled), x2=alt.X2("whole:Q")
        ),
        base.mark_bar(fill=palette.accent, cornerRadius=1, height=9).encode(
            y=y, x=alt.X("zero:Q", scale=scale, axis=ruled), x2=alt.X2("part:Q")
        ),
        base.mark_text(align="left", baseline="middle").encode(y=y, x=at(-names), text=alt.Text("name:N")),
        base.mark_text(align="right", baseline="middle").encode(
            y=y, x=at({"expr": f"width + {words}"}), text=alt.Text("shown:N")
        ),
    ]
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, ROW * len(rows) + 34),
    )
