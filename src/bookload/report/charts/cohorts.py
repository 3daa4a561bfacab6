"""Cohorts as a heatmap: a row a cohort, a column an age, the share in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette

ROW = 24
HEAD = 34
STEPS = (
    (Fraction(1, 2), 0.08),
    (Fraction(7, 10), 0.2),
    (Fraction(17, 20), 0.35),
    (Fraction(1), 0.85),
)
"""How strongly a cell is filled below each share; at or above the last it is filled wholly."""
LIGHT = 0.5
"""Fills up to this carry text in ink, stronger ones in paper, so that it stands out from both."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the share of a cohort that is left at an age, and how it is written."""

    cohort: str
    age: int
    share: Fraction
    shown: str


def cohort_heatmap(
    cells: Sequence[Cell],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the heatmap, oldest cohort first; a cell that is not reached is left out.

    Every cell has its share written in it: the fill repeats it and says nothing of its own.
    """
    names = list(dict.fromkeys(cell.cohort for cell in cells))
    ages = sorted({cell.age for cell in cells})
    rows = [_row(cell, palette) for cell in cells]
    x = alt.X(
        "age:O",
        scale=alt.Scale(type="band", domain=ages, paddingInner=0.04),
        axis=alt.Axis(orient="top", title=None, labelAngle=0, ticks=False, domain=False, labelPadding=4),
    )
    y = alt.Y(
        "cohort:O",
        scale=alt.Scale(type="band", domain=names, paddingInner=0.08),
        axis=alt.Axis(title=None, ticks=False, domain=False, labelPadding=6),
    )
    base = over(rows)
    layers = [
        base.mark_rect(fill=palette.accent, cornerRadius=1).encode(
            x=x, y=y, fillOpacity=alt.FillOpacity("fill:Q", scale=None, legend=None)
        ),
        base.mark_text(baseline="middle", fontSize=11).encode(
            x=x, y=y, text=alt.Text("shown:N"), color=alt.Color("colour:N", scale=None)
        ),
    ]
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, ROW * len(names) + HEAD),
    )


def _row(cell: Cell, palette: Palette) -> dict[str, object]:
    fill = next((strength for below, strength in STEPS if cell.share < below), 1.0)
    return {
        "cohort": cell.cohort,
        "age": cell.age,
        "shown": cell.shown,
        "fill": fill,
        "colour": palette.ink if fill <= LIGHT else palette.paper,
    }
