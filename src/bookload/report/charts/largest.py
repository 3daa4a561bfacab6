"""What share of a whole its largest parts have together, the largest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

HEIGHT = 240


@dataclass(frozen=True, slots=True)
class Together:
    """What the first one, two, three and so on have `together`, as shares of the whole.

    `marked` are those numbers whose share is written beside the curve. `even` is what each would have if all
    had as much.
    """

    together: Sequence[Fraction]
    marked: Mapping[int, str]
    even: Fraction


def cumulated(
    found: Together,
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the share that the first n have together, in percent, for each n from none up.

    The dashed line is what they would have if all had as much.
    """
    shares, hundred = found.together, Fraction(100)
    rows = [{"rank": 0, "share": 0.0}]
    rows += [{"rank": rank, "share": float(share * hundred)} for rank, share in enumerate(shares, start=1)]
    flat = [{"rank": rank, "share": float(found.even * rank * hundred)} for rank in (0, len(shares))]
    named = [
        {"rank": rank, "share": float(shares[rank - 1] * hundred), "shown": shown}
        | {"last": rank == len(shares)}
        for rank, shown in found.marked.items()
    ]
    x, y = _ranks(len(shares)), _shares(max(shares) * hundred)
    points = over(named)
    layers = [
        over(flat).mark_line(color=palette.muted, strokeWidth=1, strokeDash=[4, 3]).encode(x=x, y=y),
        over(rows).mark_line(color=palette.accent, strokeWidth=2.5).encode(x=x, y=y),
        points.mark_point(color=palette.accent, filled=True, size=46, opacity=1).encode(x=x, y=y),
        points.transform_filter("!datum.last")
        .mark_text(align="left", baseline="top", dx=6, dy=4)
        .encode(x=x, y=y, text=alt.Text("shown:N")),
        points.transform_filter("datum.last")
        .mark_text(align="right", baseline="bottom", dx=-6, dy=-5)
        .encode(x=x, y=y, text=alt.Text("shown:N")),
    ]
    return drawn(
        alt.LayerChart(layer=layers),
        palette,
        title=title,
        description=description,
        size=(width, HEIGHT),
        right=12,
    )


def _ranks(count: int) -> alt.X:
    values = [each for each in ticks(Fraction(0), Fraction(count)) if each <= count and each.is_integer()]
    axis = alt.Axis(values=values, format="d", title=None, grid=False, labelPadding=6)
    return alt.X("rank:Q", scale=alt.Scale(domain=[0, count], nice=False), axis=axis)


def _shares(highest: Fraction) -> alt.Y:
    """Return the axis of percent, with room over the curve's end for what is written there."""
    values = ticks(Fraction(0), highest * Fraction(11, 10))
    axis = alt.Axis(
        values=values, labelExpr=value_labels(values), title=None, domain=False, ticks=False, labelPadding=8
    )
    return alt.Y("share:Q", scale=alt.Scale(domain=[0, values[-1]], nice=False), axis=axis)
