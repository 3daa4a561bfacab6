"""Estimates with their intervals: by month from a start, and side by side; colour tells nothing alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks

HEIGHT = 280
ROW = 30
LETTER = 6.7
"""Pixels of a name's average letter."""

ROOM = 0.45
"""The share of the width that names may take beside the marks; longer ones stand above theirs."""

EDGE = 0.5
"""Where intervals are cut that would make all others a dot, as a share; an effect beyond it moves it out."""

EVERY = (1, 2, 3, 6, 12)
LABEL = 30
"""Pixels that the label of a month needs."""

MINUS = "\N{MINUS SIGN}"
SHARE = f"(datum.value > 0 ? '+' : datum.value < 0 ? '{MINUS}' : '') + format(abs(datum.value), '~') + '%'"
SINCE = f"datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '{MINUS}' + abs(datum.value) : '0'"

Kind = Literal["placebo", "before", "base", "after"]
Said = Literal["sure", "unsure", "untold"]

DASHED = [3, 3]


@dataclass(frozen=True, slots=True)
class Since:
    """An estimate so many months after a start, as a share, with its interval; `kind` is how it is marked.

    `placebo` and `before`: there should be nothing; `base`: the month that is compared with; `after`.
    """

    month: int
    effect: float
    low: float
    high: float
    kind: Kind = "after"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row of estimates side by side, as shares; None where there is no figure.

    `said`: `sure` is filled, `unsure` hollow, `untold` a cross on a dashed line.
    """

    name: str
    effect: float | None
    low: float | None
    high: float | None
    said: Said


@dataclass(frozen=True, slots=True)
class _Mark:
    shape: str
    filled: bool
    size: int
    dashed: bool


MARKS: dict[Kind | Said, _Mark] = {
    "placebo": _Mark("square", filled=False, size=44, dashed=True),
    "before": _Mark("circle", filled=False, size=48, dashed=True),
    "base": _Mark("diamond", filled=True, size=64, dashed=False),
    "after": _Mark("circle", filled=True, size=60, dashed=False),
    "sure": _Mark("circle", filled=True, size=70, dashed=False),
    "unsure": _Mark("circle", filled=False, size=70, dashed=False),
    "untold": _Mark("cross", filled=False, size=60, dashed=True),
}
"""How each kind is marked: by shape, fill and line, so that no colour is needed to tell them apart."""


def by_month(
    points: Sequence[Since],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
    begins: bool = True,
) -> Drawing:
    """Return an estimate a month with its interval and a line at nothing.

    Where something `begins` at month 0, it is marked, and the spans before and after it are named.
    """
    ends = [100 * each for point in points for each in (point.low, point.high)]
    up = ticks(Fraction(min([*ends, -1.0])), Fraction(max([*ends, 1.0])))
    months = [point.month for point in points] or [0]
    scale = alt.Scale(domain=[min(months) - 0.6, max(months) + 0.6], nice=False)
    x = alt.X("month:Q", scale=scale, axis=_months(months, width))
    y = alt.Y("effect:Q", scale=alt.Scale(domain=[up[0], up[-1]], nice=False), axis=_shares(up))
    nothing = over([{"effect": 0.0}]).mark_rule(color=palette.ink, strokeWidth=1).encode(y=y)
    layers = [nothing, *(_started(points, up[-1], x, y, palette) if begins else [])]
    for kind in dict.fromkeys(point.kind for point in points):
        layers += _marks([_row(each) for each in points if each.kind == kind], MARKS[kind], x, y, palette)
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )


def side_by_side(
    rows: Sequence[Aside],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a row an estimate with its interval, and a line at nothing; no name is cut that fits in.

    Intervals that leave the chart end at its edge (`edge` says where).
    """
    beside = round(LETTER * max((len(each.name) for each in rows), default=0)) + 14
    above = beside > width * ROOM
    most = 100 * edge(rows)
    cut = [_cut(at, each, most) for at, each in enumerate(rows)]
    ends = [value for row in cut for value in (row["low"], row["high"]) if isinstance(value, float)]
    axis = ticks(Fraction(min([*ends, -1.0])), Fraction(max([*ends, 1.0])), most=4)
    x = alt.X("effect:Q", scale=alt.Scale(domain=[axis[0], axis[-1]], nice=False), axis=_shares(axis))
    inner = 0.7 if above else 0.35
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=inner, paddingOuter=inner / 2))
    layers = [over([{"effect": 0.0}]).mark_rule(color=palette.ink, strokeWidth=1).encode(x=x)]
    for said in dict.fromkeys(each.said for each in rows):
        told = [row for row, each in zip(cut, rows, strict=True) if each.said == said]
        layers += _marks([row for row in told if row["effect"] is not None], MARKS[said], x, y, palette)
    layers += _names(cut, (-ROW * 0.6, 2) if above else (0.0, -beside), width, y, palette)
    height = (2 * ROW if above else ROW) * max(len(rows), 1) + 44
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, height)
    )


def _names(
    rows: Sequence[dict[str, object]], place: tuple[float, int], width: int, y: alt.Y, palette: Palette
) -> list[alt.Chart]:
    """Return the names of rows, the line at nothing kept clear of them; `place` is how high, and where."""
    lift, at = place
    base = over(rows)
    clear = base.mark_text(
        align="left", baseline="middle", dy=lift, limit=width, stroke=palette.paper, strokeWidth=4
    )
    text = base.mark_text(align="left", baseline="middle", dy=lift, limit=width)
    return [each.encode(y=y, x=alt.value(at), text="name:N") for each in (clear, text)]


def edge(rows: Sequence[Aside]) -> float:
    """Return the share from nothing at which intervals end: `EDGE`, further out where an effect is."""
    return max([EDGE, *(1.2 * abs(each.effect) for each in rows if each.effect is not None)])


def _cut(at: int, each: Aside, most: float) -> dict[str, object]:
    low, high = (None if end is None else max(-most, min(most, 100 * end)) for end in (each.low, each.high))
    effect = None if each.effect is None else 100 * each.effect
    return {"place": at, "name": each.name, "effect": effect, "low": low, "high": high}


def _row(point: Since) -> dict[str, object]:
    return {
        "month": point.month,
        "effect": 100 * point.effect,
        "low": 100 * point.low,
        "high": 100 * point.high,
    }


def _marks(
    rows: Sequence[dict[str, object]], mark: _Mark, x: alt.X, y: alt.Y, palette: Palette
) -> list[alt.Chart]:
    """Return the intervals, and the marks on them; they lie along the axis that `effect` is on."""
    if not rows:
        return []
    base, along = over(rows), "x" if str(x.shorthand).startswith("effect") else "y"
    line = base.mark_rule(
        color=palette.accent if mark.filled else palette.muted,
        strokeWidth=1.75,
        strokeDash=DASHED if mark.dashed else [1, 0],
    )
    ends = {along: _end(x if along == "x" else y), f"{along}2": "high:Q"}
    dot = base.mark_point(
        shape=mark.shape,
        color=palette.accent if mark.filled else palette.muted,
        fill=palette.accent if mark.filled else palette.paper,
        size=mark.size,
        strokeWidth=1.75,
        opacity=1,
    )
    return [line.encode(**{"x": x, "y": y} | ends), dot.encode(x=x, y=y)]


def _end(of: alt.X | alt.Y) -> alt.X | alt.Y:
    """Return the same axis for the lower end of intervals."""
    low = of.copy()
    low.shorthand = "low:Q"
    return low


def _started(points: Sequence[Since], top: float, x: alt.X, y: alt.Y, palette: Palette) -> list[alt.Chart]:
    """Return the line at which something began, and the names of the spans beside it."""
    line = over([{"month": -0.5}]).mark_rule(color=palette.muted, strokeDash=[6, 3], strokeWidth=1)
    spans: dict[str, list[int]] = {}
    for point in points:
        name = "before" if point.kind == "base" else point.kind
        spans.setdefault(name, []).append(point.month)
    names = [
        {"month": (min(months) + max(months)) / 2, "effect": top, "name": name}
        for name, months in spans.items()
    ]
    text = over(names).mark_text(baseline="bottom", dy=-3, color=palette.muted)
    return [line.encode(x=x), text.encode(x=x, y=y, text="name:N")]


def _months(months: Sequence[int], width: int) -> alt.Axis:
    """Return the axis of months from a start, whole ones, as many as have room; 0 is one of them."""
    first, last = min(months), max(months)
    room = max(2, (width - 60) // LABEL)
    step = next((each for each in EVERY if (last - first + 1) / each <= room), EVERY[-1])
    values = [step * at for at in range(ceil(first / step), last // step + 1)]
    return alt.Axis(values=values, labelExpr=SINCE, title=None, grid=False, labelPadding=6)


def _shares(values: Sequence[float]) -> alt.Axis:
    return alt.Axis(
        values=list(values), labelExpr=SHARE, title=None, domain=False, ticks=False, labelPadding=8
    )
