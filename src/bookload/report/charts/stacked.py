"""Amounts by month, in columns that stand for a whole and are divided into its kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.base.period import Month
from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.months import BESIDE, banded_x
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

HEIGHT = 240
LINE = 19
"""Pixels of a line of names, over the columns."""
LETTER = 6.9
"""Pixels of an average letter of a name."""
SWATCH, APART = 11, 22
INKS = ("fill", "stroke")


@dataclass(frozen=True, slots=True)
class Column:
    """The amounts of a month, by the name of their kind; each is 0 or more."""

    month: Month
    amounts: Mapping[str, Fraction]


def stacked(
    columns: Sequence[Column],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return a column a month, its kinds one over the other from zero, in the order of the first column.

    At most four kinds: full, pale, hollow and grey, named over the columns in that order. Kinds that are 0
    throughout are not named.
    """
    kinds = [name for name in columns[0].amounts if any(each.amounts[name] for each in columns)]
    highest = max((sum(each.amounts.values(), Fraction(0)) for each in columns), default=Fraction(0))
    top = ticks(Fraction(0), highest or Fraction(1))
    inks = dict(zip(columns[0].amounts, _inks(palette), strict=False))
    rows = [row for each in columns for row in _parts(each, kinds, inks)]
    scale = alt.Scale(domain=[0, top[-1]], nice=False)
    axis = alt.Axis(
        values=top, labelExpr=value_labels(top), title=None, domain=False, ticks=False, labelPadding=8
    )
    bars = (
        over(rows)
        .mark_bar(strokeWidth=1.25, width={"band": 0.7})
        .encode(
            x=banded_x([each.month for each in columns], width),
            y=alt.Y("low:Q", scale=scale, axis=axis),
            y2=alt.Y2("high:Q"),
            **_inked(),
        )
    )
    layers = [bars, *_names(kinds, inks, width, palette)]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )


def _inks(palette: Palette) -> tuple[tuple[str, str], ...]:
    """Return fill and stroke of each kind: they differ in light, not in hue alone."""
    return (
        (palette.accent, palette.accent),
        (palette.soft, palette.accent),
        (palette.paper, palette.accent),
        (palette.muted, palette.muted),
    )


def _parts(
    column: Column, kinds: Sequence[str], inks: Mapping[str, tuple[str, str]]
) -> list[dict[str, object]]:
    """Return where each amount of a column begins and ends."""
    rows: list[dict[str, object]] = []
    low = Fraction(0)
    for name in kinds:
        high = low + column.amounts[name]
        if high > low:
            rows.append(
                {"month": str(column.month), "kind": name, "low": float(low), "high": float(high)}
                | dict(zip(INKS, inks[name], strict=True))
            )
        low = high
    return rows


def _names(
    kinds: Sequence[str], inks: Mapping[str, tuple[str, str]], width: int, palette: Palette
) -> tuple[alt.Chart, alt.Chart]:
    """Return the kinds' swatches and names side by side over the columns, in as many lines as they need."""
    rows: list[dict[str, object]] = []
    at, line = 0.0, 0
    for name in kinds:
        long = SWATCH + LETTER * len(name) + APART
        if at and at + long > width - BESIDE:
            at, line = 0.0, line + 1
        rows.append({"at": at, "line": line * LINE, "name": name} | dict(zip(INKS, inks[name], strict=True)))
        at += long
    base = over([{**row, "line": int(str(row["line"])) - LINE * (line + 1)} for row in rows])
    place = {"x": alt.X("at:Q", scale=None, axis=None), "y": alt.Y("line:Q", scale=None, axis=None)}
    swatches = base.mark_square(size=SWATCH**2, strokeWidth=1.25, opacity=1)
    words = base.mark_text(align="left", baseline="middle", dx=SWATCH, color=palette.ink)
    return swatches.encode(**place, **_inked()), words.encode(**place, text=alt.Text("name:N"))


def _inked() -> dict[str, alt.Fill | alt.Stroke]:
    return {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("stroke:N", scale=None)}
