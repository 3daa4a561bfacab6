"""What may come: a fan of ARR, and hours asked of a role beside the hours that there will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from bookload.base.period import Month
from bookload.planning.forecast import Band
from bookload.report.charts.drawing import Drawing, drawn, over
from bookload.report.charts.months import months_x
from bookload.report.charts.palette import THEMED, Palette
from bookload.report.charts.scale import ticks, value_labels

HEIGHT = 220


@dataclass(frozen=True, slots=True)
class MonthBand:
    """P10, P50 and P90 of a month: estimates. `fact` is what was there, for months that are known."""

    month: Month
    band: Band | None
    fact: Fraction | None = None


def fan(
    months: Sequence[MonthBand],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return the months that are known as a line, and those ahead as a band around their middle."""
    highest = [each.band.high for each in months if each.band is not None]
    facts = [float(each.fact) for each in months if each.fact is not None]
    top = ticks(Fraction(0), Fraction(max([*highest, *facts, 1.0])))
    x = months_x([each.month for each in months], width)
    area, line = _band(months, top, (palette.soft, palette.accent), x)
    layers = [area, line, _facts(months, top, palette, x)]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )


def demand_and_supply(
    asked: Sequence[MonthBand],
    there: Sequence[MonthBand],
    *,
    title: str,
    description: str,
    width: int = 760,
    palette: Palette = THEMED,
) -> Drawing:
    """Return hours asked as a band around their middle, and plannable hours there as a band in ink.

    Both lines stand before both bands, so that neither band covers the other's line.
    """
    highest = [each.band.high for each in (*asked, *there) if each.band is not None]
    top = ticks(Fraction(0), Fraction(max([*highest, 1.0])))
    x = months_x([each.month for each in asked], width)
    supply, supplied = _band(there, top, (palette.rule, palette.ink), x)
    demand, demanded = _band(asked, top, (palette.soft, palette.accent), x)
    layers = [supply, demand, supplied, demanded]
    return drawn(
        alt.LayerChart(layer=layers), palette, title=title, description=description, size=(width, HEIGHT)
    )


def _band(
    months: Sequence[MonthBand], top: Sequence[float], colours: tuple[str, str], x: alt.X
) -> tuple[alt.Chart, alt.Chart]:
    """Return the band, and the line of its middle, in a fill and a stroke."""
    rows = [
        {"month": str(each.month), "low": each.band.low, "middle": each.band.middle, "high": each.band.high}
        for each in months
        if each.band is not None
    ]
    scale = alt.Scale(domain=[0, top[-1]], nice=False)
    base = over(rows)
    area = base.mark_area(fill=colours[0], opacity=0.6)
    line = base.mark_line(color=colours[1], strokeWidth=2)
    return (
        area.encode(x=x, y=alt.Y("low:Q", scale=scale, axis=_axis(top)), y2=alt.Y2("high:Q")),
        line.encode(x=x, y=alt.Y("middle:Q", scale=scale, axis=_axis(top))),
    )


def _facts(months: Sequence[MonthBand], top: Sequence[float], palette: Palette, x: alt.X) -> alt.Chart:
    rows = [{"month": str(each.month), "value": float(each.fact)} for each in months if each.fact is not None]
    scale = alt.Scale(domain=[0, top[-1]], nice=False)
    made: alt.Chart = (
        over(rows)
        .mark_line(color=palette.ink, strokeWidth=2.5)
        .encode(x=x, y=alt.Y("value:Q", scale=scale, axis=_axis(top)))
    )
    return made


def _axis(values: Sequence[float]) -> alt.Axis:
    return alt.Axis(
        values=list(values),
        title=None,
        domain=False,
        ticks=False,
        labelPadding=8,
        labelExpr=value_labels(values),
    )
