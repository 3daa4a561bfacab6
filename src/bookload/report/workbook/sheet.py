"""One sheet of the workbook: text is written as text, and every formula with its value.

A value that is n/a is the text `n/a`, in cells and in formulas, never 0. Figures become floats here and
nowhere before: a workbook has no other numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from xlsxwriter.utility import xl_rowcol_to_cell

from bookload.base.errors import UsageError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from bookload.report.workbook.style import Kind, Look, Styles

NOT_AVAILABLE = "n/a"
LONGEST_TEXT = 32_767
"""Characters that a cell holds."""

HEAD_HEIGHT = 27
LONG_LABEL = 24
"""A label with more characters than this needs more than two lines."""

ROWS = 1_048_576
"""Rows that a sheet holds."""

SHADE = "#7fb5b1"
"""The strongest fill behind a figure in ink."""

FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")


class SheetFullError(UsageError):
    """A sheet that would need more rows than a sheet holds; nothing of it is cut."""


Value = str | int | float | Decimal | Fraction | date | None


@dataclass
class Names:
    """Cells that go by a name in the whole workbook, with the values that they show."""

    workbook: Workbook
    values: dict[str, Value] = field(default_factory=dict)

    def give(self, name: str, sheet: str, cell: tuple[int, int], value: Value) -> None:
        """Name a cell; raise `UsageError` if the name is taken."""
        if name in self.values:
            raise UsageError(f"two cells of the workbook are called '{name}'")
        self.workbook.define_name(name, f"={place(sheet, *cell)}")
        self.values[name] = value


@dataclass
class Sheet:
    """A worksheet that is written cell by cell; rows and columns count from 0."""

    sheet: Worksheet
    styles: Styles
    names: Names

    @property
    def name(self) -> str:
        """What stands on its tab."""
        return str(self.sheet.get_name())

    def begin(self, title: str, note: str, widths: Sequence[float], *, frozen: tuple[int, int]) -> None:
        """Write title and note, set the widths of the columns, freeze panes, and set up printing."""
        self.sheet.hide_gridlines(2)
        self.sheet.write_string(0, 0, title, self.styles.named("title"))
        self.sheet.write_string(1, 0, note, self.styles.named("note"))
        self.sheet.set_row(0, 21)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.freeze_panes(*frozen)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")
        if frozen[0]:
            self.sheet.repeat_rows(0, frozen[0] - 1)

    def head(
        self, row: int, labels: Sequence[str], column: int = 0, *, words: Collection[int] = (0,)
    ) -> None:
        """Write the heads of a table; those of `words` (counted from its first column) stand to the left."""
        for offset, label in enumerate(labels):
            style = self.styles.named("head" if offset in words else "head_right")
            self.sheet.write_string(row, column + offset, label, style)
        self.sheet.set_row(row, HEAD_HEIGHT if max(map(len, labels)) <= LONG_LABEL else 2 * HEAD_HEIGHT)

    def section(self, row: int, text: str, column: int = 0) -> None:
        """Write the head of a part of the sheet."""
        self.sheet.write_string(row, column, text, self.styles.named("section"))

    def tall(self, row: int, text: str, width: int) -> None:
        """Make a row as tall as a text needs that is wrapped at so many characters."""
        rows = -(-len(text) // width)
        if rows > 1:
            self.sheet.set_row(row, 13.5 * rows)

    def note(self, row: int, text: str, column: int = 0) -> None:
        """Write a remark."""
        self.sheet.write_string(row, column, text, self.styles.named("note"))

    def put(self, row: int, column: int, value: Value, kind: Kind, *, given: bool = False) -> None:
        """Write a value; text stays text whatever it begins with, None reads n/a.

        `given` marks an input: something that the workbook does not compute. Raises `SheetFullError` past
        the last row that a sheet holds: nothing is cut.
        """
        if row >= ROWS:
            raise SheetFullError(
                f"sheet '{self.name}' would need more than the {ROWS:,} rows that a sheet holds; --json has "
                "all of them, and so have the CSV and the workbook of the page in the app"
            )
        if value is None:
            self.sheet.write_string(row, column, NOT_AVAILABLE, self.styles.named("note"))
        elif isinstance(value, str):
            text = value[: LONGEST_TEXT - 1] + "…" if len(value) > LONGEST_TEXT else value
            quoted = text.startswith(FORMULA_LIKE)
            style = self.styles.of("wrap" if kind == "wrap" else "text", given=given, quoted=quoted)
            self.sheet.write_string(row, column, text, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.styles.of(kind, given=given))
        else:
            self.sheet.write_number(row, column, float(value), self.styles.of(kind, given=given))

    def live(
        self, row: int, column: int, formula: str, value: Value, kind: Kind, *, strong: bool = False
    ) -> None:
        """Write a formula with the value that it comes to, which is what a preview shows."""
        shown = NOT_AVAILABLE if value is None else value if isinstance(value, str) else float(_number(value))
        look: Kind = "words" if kind == "text" else kind  # a formula in a cell of text would stop being one
        self.sheet.write_formula(row, column, formula, self.styles.of(look, strong=strong), shown)

    def named(self, name: str, row: int, column: int, value: Value) -> None:
        """Give a cell a name in the whole workbook, under which other sheets refer to it."""
        self.names.give(name, self.name, (row, column), value)

    def mark_loads(self, first: tuple[int, int], last: tuple[int, int], target: Fraction) -> None:
        """Shade utilisations: above 1 is overload, above the target tight; n/a is neither."""
        if first[0] > last[0]:
            return
        top = cell(*first)
        rules: tuple[tuple[str, Look], ...] = (
            (f"=AND(ISNUMBER({top}),{top}>1)", "overload"),
            (f"=AND(ISNUMBER({top}),{top}>{float(target)!r})", "tight"),
        )
        for formula, name in rules:
            rule = {
                "type": "formula",
                "criteria": formula,
                "format": self.styles.named(name),
                "stop_if_true": True,
            }
            self.sheet.conditional_format(*first, *last, rule)

    def mark_shares(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Shade shares from nothing to all, as a heatmap; the figures stay in the cells."""
        rule = {
            "type": "2_color_scale",
            "min_type": "num",
            "max_type": "num",
            "min_value": 0.4,
            "max_value": 1.2,
            "min_color": "#ffffff",
            "max_color": SHADE,
        }
        self.sheet.conditional_format(*first, *last, rule)

    def mark_verdict(self, row: int, column: int) -> None:
        """Tell verdicts from one another by more than their words."""
        looks: tuple[tuple[str, Look], ...] = (("below", "bad"), ("above", "good"), ("within", "good"))
        for words, name in looks:
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{words}"',
                "format": self.styles.named(name),
            }
            self.sheet.conditional_format(row, column, row, column, rule)

    def mark_off(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Mark checks that are not 0."""
        rule = {"type": "cell", "criteria": "!=", "value": 0, "format": self.styles.named("bad")}
        self.sheet.conditional_format(*first, *last, rule)


Filled: TypeAlias = tuple[str, Callable[[Sheet], None]]
"""A sheet's name, and what fills it."""


def cell(row: int, column: int) -> str:
    """Return a cell as formulas of its own sheet name it: `B5`."""
    return str(xl_rowcol_to_cell(row, column))


def span(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return a range as formulas of its own sheet name it: `B5:B17`."""
    return f"{cell(*first)}:{cell(*last)}"


def place(sheet: str, row: int, column: int) -> str:
    """Return a cell as other sheets name it: `'Ratios by month'!$B$5`."""
    return f"'{sheet}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def divided(above: str, below: str) -> str:
    """Return the formula of a ratio; n/a where nothing is below the line or a side is n/a."""
    return f'=IF(AND(ISNUMBER({above}),N({below})>0),{above}/{below},"{NOT_AVAILABLE}")'


def _number(value: Value) -> int | float | Decimal | Fraction:
    if isinstance(value, (str, date)) or value is None:
        raise TypeError(f"the value of a formula is text or a number, not {value!r}")
    return value
