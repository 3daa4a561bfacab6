"""One chart: what it draws, in words and as a Vega-Lite specification, and the SVG made from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import vl_convert
from altair import Chart, Config, InlineData, XValue

if TYPE_CHECKING:
    from altair import LayerChart

    from bookload.report.charts.palette import Palette

FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
SIZE = 12
VEGA_LITE = "6.4"

_TAG = re.compile(r"<\w+(?:\s+[\w:-]+=\"[^\"]*\")*\s*/?>")
_SPOKEN = re.compile(r"\s(?:role|aria-\w+)=\"[^\"]*\"")
_ROOT = re.compile(r"<svg\b[^>]*?viewBox=\"([^\"]*)\"[^>]*>")


@dataclass(frozen=True)
class Drawing:
    """A chart that can be shown: `spec` is Vega-Lite; `description` says in words what it shows."""

    title: str
    description: str
    spec: Mapping[str, Any]
    width: int

    def svg(self, name: str) -> str:
        """Return the chart as an SVG element that scales with what it stands in and fetches nothing.

        `name` is unique on its page: title and description, which say what the chart shows to who cannot see
        it, go by it.
        """
        made = _made(json.dumps(self.spec))
        opening = _ROOT.match(made)
        if opening is None:
            raise ValueError("vl-convert returned something else than an SVG element")
        return (
            f'<svg viewBox="{opening[1]}" role="img" aria-labelledby="{name}-title {name}-description">'
            f'<title id="{name}-title">{escape(self.title)}</title>'
            f'<desc id="{name}-description">{escape(self.description)}</desc>'
            f"{_TAG.sub(_plain, made[opening.end() :])}"
        )


@lru_cache(maxsize=64)
def _made(spec: str) -> str:
    """Return the SVG of a specification: pages of other readers, or asked for again, have the same."""
    made: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return made


def _plain(tag: re.Match[str]) -> str:
    """Return a tag without what it says to assistive technology, which the title and description say."""
    return _SPOKEN.sub("", tag[0])


def over(rows: Sequence[Mapping[str, object]]) -> Chart:
    """Return a chart over rows that are written into its specification: nothing is fetched."""
    return Chart(InlineData(values=[dict(row) for row in rows]))


def at(place: float | str | dict[str, str]) -> XValue:
    """Return a place from left to right that no figure says: pixels, `width`, or an expression of it.

    A channel of its own kind is taken as it is; of a plain value Altair would first look up the kind.
    """
    return XValue(place)  # type: ignore[no-untyped-call]


def drawn(
    chart: LayerChart,
    palette: Palette,
    *,
    title: str,
    description: str,
    size: tuple[int, int],
    right: int = 2,
) -> Drawing:
    """Return a chart as a drawing of so many pixels in width and height, in the palette's quiet style.

    Text beside the axes is inside that size; `right` is kept free beside it, for fonts that are wide.
    """
    width, height = size
    styled = chart.properties(
        width=width,
        height=height,
        background="transparent",
        padding={"left": 2, "right": right, "top": 6, "bottom": 2},
        autosize={"type": "fit", "contains": "padding"},
    )
    return Drawing(title, description, {**styled.to_dict(validate=False), "config": _config(palette)}, width)


def _config(palette: Palette) -> dict[str, Any]:
    """Return the style: hairlines, no frame, figures that line up."""
    return Config(
        aria=False,
        font=FONT,
        view={"stroke": "transparent"},
        axis={
            "labelColor": palette.muted,
            "labelFontSize": SIZE,
            "titleColor": palette.muted,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
            "domainColor": palette.rule,
            "gridColor": palette.rule,
            "tickColor": palette.rule,
        },
        text={"font": FONT, "fontSize": SIZE, "color": palette.ink},
    ).to_dict(validate=False)
