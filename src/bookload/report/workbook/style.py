"""How cells look: a number format for each kind of figure, and inputs told from what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bookload.base.money import minor_units

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Kind = Literal[
    "text",
    "wrap",
    "words",
    "date",
    "month",
    "count",
    "heads",
    "hours",
    "ratio",
    "share",
    "whole",
    "cents",
    "money",
    "rate",
]
Look = Literal["title", "head", "head_right", "note", "section", "bad", "tight", "overload", "good"]
ACCENT, SOFT, INK, MUTED, RULE = "#0a5c5a", "#e3efee", "#16191d", "#585e66", "#d9d7d0"
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}

LEFT: frozenset[Kind] = frozenset({"text", "wrap", "words", "month", "date"})
"""Kinds that read from the left."""

FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "wrap": "@",
    "words": "General",
    "date": "yyyy-mm-dd",
    "month": "mmm yyyy",
    "count": "#,##0",
    "heads": "#,##0.00",
    "hours": "#,##0.0",
    "ratio": "#,##0.0",
    "share": "0.0%",
    "whole": "#,##0",
    "rate": "0.000000",
}


def minor_format(currency: str) -> str:
    """Return the number format of amounts with a currency's decimals: none of yen, three of dinars."""
    places = minor_units(currency)
    return f"#,##0.{'0' * places}" if places else "#,##0"


@dataclass
class Styles:
    """The formats of one workbook, made when they are first asked for; `currency` is written into money."""

    workbook: Workbook
    currency: str

    def __post_init__(self) -> None:
        """Begin with none."""
        self._made: dict[tuple[str, ...], Format] = {}

    def of(self, kind: Kind, *, given: bool = False, strong: bool = False, quoted: bool = False) -> Format:
        """Return the format of a kind of figure: `given` is an input, `quoted` text stays so when edited."""
        key = (kind, str(given), str(strong), str(quoted))
        if key not in self._made:
            formats = {"money": f'#,##0 "{self.currency}"', "cents": minor_format(self.currency)}
            number = formats.get(kind, FORMATS.get(kind, "General"))
            look: dict[str, object] = {**FONT, "num_format": number, "font_color": INK, "bold": strong}
            if given:
                look |= {"bg_color": SOFT, "font_color": ACCENT}
            if kind in LEFT:
                look["align"] = "left"
            else:
                look |= {"align": "right", "indent": 1}
            self._made[key] = self.workbook.add_format(
                look | {"text_wrap": kind == "wrap", "quote_prefix": quoted}
            )
        return self._made[key]

    def named(self, name: Look) -> Format:
        """Return a format that goes by name."""
        if (name,) not in self._made:
            self._made[name,] = self.workbook.add_format(_NAMED[name])
        return self._made[name,]


_NAMED: Mapping[str, dict[str, object]] = {
    "title": {**FONT, "font_size": 14, "bold": True, "font_color": INK},
    "section": {**FONT, "font_size": 11, "bold": True, "font_color": INK},
    "note": {**FONT, "font_color": MUTED},
    "head": {
        **FONT,
        "bold": True,
        "text_wrap": True,
        "valign": "bottom",
        "bottom": 1,
        "bottom_color": INK,
        "font_color": MUTED,
    },
    "head_right": {
        **FONT,
        "bold": True,
        "text_wrap": True,
        "valign": "bottom",
        "align": "right",
        "indent": 1,
        "bottom": 1,
        "bottom_color": INK,
        "font_color": MUTED,
    },
    "bad": {"font_color": "#8a1c12", "bold": True},
    "good": {"font_color": ACCENT, "bold": True},
    "tight": {"bg_color": "#c3dedb"},
    "overload": {"bg_color": ACCENT, "font_color": "#ffffff", "bold": True},
}
