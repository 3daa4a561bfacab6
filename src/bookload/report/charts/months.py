"""The axis of months under lines or columns: as many labels as have room beside one another."""

from __future__ import annotations

import json
from collections.abc import Sequence

import altair as alt

from bookload.base.period import Month
from bookload.report.charts.scale import SHORT

LABEL = 36
"""Pixels that a label needs, with what keeps it from the next."""
BESIDE = 60
"""Pixels that the other axis and the margins take."""
EVERY = (1, 3, 6, 12, 24)


def months_x(months: Sequence[Month], width: int) -> alt.X:
    """Return the axis of a chart so wide; the last month has a label, and the first one of each year a year.

    Takes the field `month`, ISO months as text.
    """
    names = labels(months, width)
    return alt.X(
        "month:O",
        scale=alt.Scale(domain=[str(month) for month in months], type="point", padding=0.2),
        axis=alt.Axis(
            title=None,
            values=list(names),
            labelAngle=0,
            labelOverlap=False,
            labelExpr=f"{json.dumps(names)}[datum.value]",
            grid=False,
            labelPadding=6,
        ),
    )


def banded_x(months: Sequence[Month], width: int) -> alt.X:
    """Return the axis of a chart of columns; takes the field `month`, and labels it as `months_x` does."""
    names = labels(months, width)
    return alt.X(
        "month:O",
        scale=alt.Scale(type="band", domain=[str(month) for month in months], paddingInner=0.1),
        axis=alt.Axis(
            title=None,
            values=list(names),
            labelAngle=0,
            labelOverlap=False,
            labelExpr=f"{json.dumps(names)}[datum.value]",
            ticks=False,
            labelPadding=6,
        ),
    )


def labels(months: Sequence[Month], width: int) -> dict[str, list[str]]:
    """Return the lines of each label by month: its short name, and the year under the first one of it."""
    room = max(1, (width - BESIDE) // LABEL)
    every = next((step for step in EVERY if -(-len(months) // step) <= room), EVERY[-1])
    shown = [month for place, month in enumerate(months) if (len(months) - 1 - place) % every == 0]
    told: set[int] = set()
    found = {}
    for month in shown:
        name = SHORT[month.number - 1]
        found[str(month)] = [name] if month.year in told else [name, str(month.year)]
        told.add(month.year)
    return found
