"""A bridge from an opening to a closing figure: what each movement added or took, from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, at, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

ROW = 27
NAMES, AMOUNTS = 104, 84
NEAR = Fraction(1, 2)
"""A bridge whose every level is above this part of its highest one does not begin at zero."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A movement, or an end of the bridge (`end`), with the amount as the page shows it."""

    name: str
    amount: Fraction
    shown: str
    end: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    bar: Bar
    low: Fraction
    high: Fraction
    level: Fraction


def bridge(
    bars: Sequence[Bar],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the bridge with a row for each bar: its name, its span, its amount.

    Gains are filled, losses hollow, the ends grey. Where all levels are far from zero the axis begins at
    `starts_at`, and the description should say so.
    """
    spans = list(_spans(bars))
    start = starts_at(bars)
    axis = ticks(start, max(span.high for span in spans), most=4)
    x = alt.Scale(domain=[axis[0], axis[-1]], nice=False)
    rows = [_row(place, len(spans) - 1, span, Fraction(axis[0]), palette) for place, span in enumerate(spans)]
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.32, paddingOuter=0.2))
    base = over(rows)
    layers = [
        base.mark_bar(strokeWidth=1.25, cornerRadius=1).encode(
            y=y,
            x=alt.X("low:Q", scale=x, axis=_axis(axis)),
            x2=alt.X2("high:Q"),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        ),
        base.transform_filter("datum.next != null")
        .mark_rule(color=palette.muted, strokeWidth=0.75, strokeDash=[2, 2])
        .encode(y=y, y2=alt.Y2("next:O"), x=alt.X("level:Q", scale=x)),
        base.mark_text(align="left", baseline="middle", fontWeight={"expr": "datum.weight"}).encode(
            y=y, x=at(-NAMES), text=alt.Text("name:N")
        ),
        base.mark_text(align="right", baseline="middle", fontWeight={"expr": "datum.weight"}).encode(
            y=y, x=at({"expr": f"width + {AMOUNTS}"}), text=alt.Text("shown:N")
        ),
    ]
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, ROW * len(bars) + 30),
    )


def starts_at(bars: Sequence[Bar]) -> Fraction:
    """Return where the axis begins: zero, or a round figure below all levels where these are far from it."""
    levels = [level for span in _spans(bars) for level in (span.high, span.level)]
    low, high = min(levels), max(levels)
    if low <= high * NEAR:
        return min(Fraction(0), low)
    return Fraction(ticks(low - (high - low) / 4, high, most=4)[0])


def _spans(bars: Sequence[Bar]) -> Iterator[_Span]:
    level = Fraction(0)
    for bar in bars:
        before = Fraction(0) if bar.end else level
        level = before + bar.amount
        yield _Span(bar, min(before, level), max(before, level), level)


def _row(place: int, last: int, span: _Span, start: Fraction, palette: Palette) -> dict[str, object]:
    gain = span.bar.amount >= 0
    fill = palette.muted if span.bar.end else palette.accent if gain else palette.paper
    return {
        "place": place,
        "next": place + 1 if place < last else None,
        "low": float(max(span.low, start)),
        "high": float(span.high),
        "level": float(span.level),
        "name": span.bar.name,
        "shown": span.bar.shown,
        "fill": fill,
        "stroke": palette.muted if span.bar.end else palette.accent,
        "weight": "bold" if span.bar.end else "normal",
    }


def _axis(values: Sequence[float]) -> alt.Axis:
    return alt.Axis(
        values=list(values),
        title=None,
        ticks=False,
        domain=False,
        labelOverlap=True,
        labelSeparation=8,
        labelPadding=6,
        labelExpr=value_labels(values),
    )
