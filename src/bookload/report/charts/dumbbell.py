"""Before and after: a row each, an open point for what was, a filled one for what would be, and a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks

ROW = 30
LETTER = 6.7
"""Pixels of an average letter beside the points."""

LONGEST = 22
"""Letters of a name that are drawn; its table has it whole."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What somebody's share was and would be, of 1."""

    name: str
    before: Fraction
    after: Fraction


def dumbbell(
    rows: Sequence[Ends],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a row each from what was (open) to what would be (filled), with a rule at the whole."""
    ends = [Fraction(1), *(each.before for each in rows), *(each.after for each in rows)]
    axis = ticks(Fraction(0), max(ends), most=5)
    names = [each.name if len(each.name) <= LONGEST else f"{each.name[: LONGEST - 1]}…" for each in rows]
    beside = round(LETTER * max((len(name) for name in names), default=0)) + 12
    data = [
        {"place": place, "name": name, "before": float(each.before), "after": float(each.after)}
        for place, (name, each) in enumerate(zip(names, rows, strict=True))
    ]
    scale = alt.Scale(domain=[axis[0], axis[-1]], nice=False)
    ruled = alt.Axis(values=axis, format=".0%", title=None, domain=False, ticks=False)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.3))
    base, whole = over(data), over([{"whole": 1.0}])
    layers = [
        whole.mark_rule(color=palette.muted, strokeDash=[4, 3]).encode(x=alt.X("whole:Q", scale=scale)),
        base.mark_rule(color=palette.muted, strokeWidth=2).encode(
            y=y, x=alt.X("before:Q", scale=scale, axis=ruled), x2="after:Q"
        ),
        base.mark_point(color=palette.accent, filled=False, size=60, opacity=1).encode(
            y=y, x=alt.X("before:Q", scale=scale, axis=ruled)
        ),
        base.mark_point(color=palette.accent, filled=True, size=70, opacity=1).encode(
            y=y, x=alt.X("after:Q", scale=scale, axis=ruled)
        ),
        base.mark_text(align="left", baseline="middle").encode(y=y, x=alt.value(-beside), text="name:N"),
    ]
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, ROW * len(rows) + 34),
    )
