"""A ratio month by month, against levels that it is measured by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.base.period import Month
from bookload.report.charts.drawing import Drawing, at, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import month_labels, short, spread, ticks, value_labels

HEIGHT = 220
SLACK = 18
"""Pixels beside the names at the right end."""
GAP = 15
"""Pixels from one name to the next."""


@dataclass(frozen=True, slots=True)
class Point:
    """A line of the trend: a value for each month, None where it is n/a; one line may be the `main` one."""

    name: str
    values: Mapping[Month, Fraction | None]
    main: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A level that holds for all months, such as a target; `dash` tells it from others."""

    name: str
    value: Fraction
    dash: tuple[float, float]


def trend(
    lines: Sequence[Point],
    levels: Sequence[Level],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return lines over months from zero up, each named at its end, and levels as dashed rules."""
    months = sorted({month for line in lines for month in line.values})
    known = [value for line in lines for value in line.values.values() if value is not None]
    top = ticks(Fraction(0), max([*known, *(level.value for level in levels), Fraction(1)]))
    scale = alt.Scale(domain=[0, top[-1]], nice=False)
    y = alt.Y("value:Q", scale=scale, axis=_value_axis(top))
    layers: list[alt.Chart] = [_level(level, scale, palette) for level in levels]
    layers += [_line(line, months, y, palette) for line in lines]
    layers.append(_names(lines, levels, months, scale, top[-1] * GAP / (HEIGHT - 40), palette))
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, HEIGHT),
        right=SLACK,
    )


def _value_axis(values: Sequence[float]) -> alt.Axis:
    return alt.Axis(
        values=list(values),
        title=None,
        domain=False,
        ticks=False,
        labelPadding=8,
        labelExpr=value_labels(values),
    )


def _month_x(months: Sequence[Month], *, every: int) -> alt.X:
    labels = month_labels(months)
    shown = [str(month) for place, month in enumerate(months) if (len(months) - 1 - place) % every == 0]
    if every > 1:
        labels = {name: [labels[name][0], name[:4]] for name in shown}
    return alt.X(
        "month:O",
        scale=alt.Scale(domain=[str(month) for month in months], type="point", padding=0.2),
        axis=alt.Axis(
            title=None,
            values=shown,
            labelAngle=0,
            labelOverlap=False,
            labelExpr=f"{json.dumps(labels)}[datum.value]",
            grid=False,
            labelPadding=6,
        ),
    )


def _line(line: Point, months: Sequence[Month], y: alt.Y, palette: Palette) -> alt.Chart:
    rows = [
        {"month": str(month), "value": None if value is None else float(value)}
        for month in months
        for value in [line.values.get(month)]
    ]
    colour = palette.accent if line.main else palette.muted
    made: alt.Chart = (
        over(rows)
        .mark_line(
            color=colour,
            strokeWidth=2.5 if line.main else 1.5,
            invalid="break-paths-show-domains",
            point={"fill": colour, "filled": True, "size": _size(line, months), "stroke": "transparent"},
        )
        .encode(x=_month_x(months, every=3 if len(months) > MANY else 1), y=y)
    )
    return made


MANY = 7
"""More months than this have their label on every third."""


def _size(line: Point, months: Sequence[Month]) -> int:
    """Return how large the points of a line are: the only one of a line has to be seen by itself."""
    return 90 if len(months) == 1 else 22 if line.main else 10


def _level(level: Level, scale: alt.Scale, palette: Palette) -> alt.Chart:
    rows = [{"value": float(level.value)}]
    made: alt.Chart = (
        over(rows)
        .mark_rule(color=palette.ink, strokeWidth=1.25, strokeDash=list(level.dash))
        .encode(y=alt.Y("value:Q", scale=scale))
    )
    return made


def _names(
    lines: Sequence[Point],
    levels: Sequence[Level],
    months: Sequence[Month],
    scale: alt.Scale,
    gap: float,
    palette: Palette,
) -> alt.Chart:
    """Return the names at the right end, moved apart where they would cover one another."""
    ends = [(line, line.values.get(months[-1])) for line in lines]
    named = [
        (line.name, value, palette.accent if line.main else palette.muted, line.main)
        for line, value in ends
        if value is not None
    ]
    named += [(level.name, level.value, palette.ink, False) for level in levels]
    places = spread([float(value) for _, value, _, _ in named], gap)
    layers = [
        {
            "at": place,
            "text": f"{name} {short(value)}",
            "colour": colour,
            "weight": "bold" if main else "normal",
        }
        for place, (name, value, colour, main) in zip(places, named, strict=True)
    ]
    made: alt.Chart = (
        over(layers)
        .mark_text(align="left", dx=10, baseline="middle", fontWeight={"expr": "datum.weight"})
        .encode(
            x=at("width"),
            y=alt.Y("at:Q", scale=scale),
            text=alt.Text("text:N"),
            color=alt.Color("colour:N", scale=None),
        )
    )
    return made
