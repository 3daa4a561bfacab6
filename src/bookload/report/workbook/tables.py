"""What is on a screen as a workbook: a sheet a table, several where a sheet does not hold all of its rows.

Figures stand as they are shown, as numbers; nothing is cut. Written row by row, so that a million rows take
little memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from bookload.report.terminal import Laid, laid
from bookload.report.workbook.sheet import FORMULA_LIKE, LONGEST_TEXT, NOT_AVAILABLE, ROWS
from bookload.report.workbook.style import FONT, INK, Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from bookload.report.document import Head
    from bookload.report.terminal import Part

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEAD = 3
"""Rows over the first of a table: its title, a remark, the names of its columns."""

LONGEST_NAME = 31
WIDE, NARROW, WIDEST = 28, 14, 100
A4 = 9
NOTES = "Notes"
_NUMBER = re.compile(r"([+\-\u2212]?)(\d{1,3}(?:,\d{3})*|\d+)(\.\d+)?(%?)", re.ASCII)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def tables_bytes(
    head: Head, title: str, parts: Sequence[Part | Laid], rows: int = ROWS, *, only: str = ""
) -> bytes:
    """Return tables as a workbook's bytes, at most `rows` rows a sheet; equal tables give equal bytes.

    Each sheet says which date it is of, and which accounts where it is `only` of some.
    """
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, OPTIONS) as book:
        day = head.as_of
        book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a workbook's stamp has no zone
        of = f"As of {head.as_of}, profile {head.profile}{f', {only} alone' if only else ''}."
        written = _Written(book, Styles(book, head.currency), rows, of)
        said = [laid(part) for part in parts]
        for table in said:
            if isinstance(table, Laid):
                written.table(table, table.title or title)
        where = f"{head.workspace}, snapshot {head.snapshot}, as of {head.as_of}"
        where += f", {only} alone" if only else ""
        shown = "Figures as they are shown; the JSON document has every digit."
        written.notes([where, shown, *(each for each in said if isinstance(each, str))])
    return memory.getvalue()


@dataclass
class _Written:
    """A workbook that tables are added to; `of` says what they are of, `names` those of its sheets."""

    book: Workbook
    styles: Styles
    rows: int
    of: str
    names: set[str] = field(default_factory=set)
    formats: dict[str, Format] = field(default_factory=dict)

    def table(self, table: Laid, title: str) -> None:
        """Write a table, over several sheets where it is too long for one; each says which rows it has."""
        held = self.rows - HEAD
        starts = range(0, max(1, len(table.rows)), held)
        names = list(self._names(title, len(starts)))
        for number, start in enumerate(starts):
            rows = table.rows[start : start + held]
            remark = self.of
            if len(starts) > 1:
                remark += f" Rows {start + 1:,} to {start + len(rows):,} of {len(table.rows):,}."
                remark += f" They go on in '{names[number + 1]}'." if number + 1 < len(names) else ""
            self._part(names[number], title, remark, table, rows)

    def notes(self, lines: Sequence[str]) -> None:
        """Write what is said beside tables."""
        sheet = self.book.add_worksheet(next(self._names(NOTES, 1)))
        sheet.set_column(0, 0, WIDEST)
        sheet.fit_to_pages(1, 0)
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line.strip(), self.styles.of("wrap"))

    def _part(
        self, name: str, title: str, remark: str, table: Laid, rows: Sequence[Sequence[str | None]]
    ) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(HEAD, min(1, table.words))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD - 1)
        for column in range(len(table.columns)):
            sheet.set_column(column, column, WIDE if column < table.words else NARROW)
        sheet.write_string(0, 0, title, self.styles.named("title"))
        sheet.write_string(1, 0, remark, self.styles.named("note"))
        for column, label in enumerate(table.columns):
            look = self.styles.named("head" if column < table.words else "head_right")
            sheet.write_string(HEAD - 1, column, label, look)
        for at, row in enumerate(rows, start=HEAD):
            for column, cell in enumerate(row):
                self._put(sheet, (at, column), cell, as_text=column < table.words)

    def _put(self, sheet: Worksheet, at: tuple[int, int], cell: str | None, *, as_text: bool) -> None:
        if cell is None:
            sheet.write_string(*at, NOT_AVAILABLE, self.styles.named("note"))
        elif not as_text and (found := number_of(cell)) is not None:
            value, shape = found
            sheet.write_number(*at, value, self._format(shape))
        else:
            text = cell[: LONGEST_TEXT - 1] + "…" if len(cell) > LONGEST_TEXT else cell
            sheet.write_string(*at, text, self.styles.of("text", quoted=text.startswith(FORMULA_LIKE)))

    def _format(self, shape: str) -> Format:
        if shape not in self.formats:
            look = {**FONT, "font_color": INK, "num_format": shape, "align": "right", "indent": 1}
            self.formats[shape] = self.book.add_format(look)
        return self.formats[shape]

    def _names(self, title: str, count: int) -> Iterator[str]:
        """Yield names for the sheets of a table: its own, then numbered, none twice."""
        plain = _FORBIDDEN.sub(" ", title).strip() or NOTES
        number = 1
        while count:
            ending = f" {number}" if number > 1 else ""
            name = plain[: LONGEST_NAME - len(ending)].rstrip() + ending
            number += 1
            if name.casefold() in self.names:
                continue
            self.names.add(name.casefold())
            count -= 1
            yield name


def number_of(cell: str) -> tuple[float, str] | None:
    """Return what a cell shows as a number with the format that shows it so; None for what is no number."""
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return None
    sign = "-" if found[1] == "\N{MINUS SIGN}" else found[1]
    whole, decimals, share = found[2].replace(",", ""), found[3] or "", found[4]
    grouped = "#,##0" if "," in found[2] or len(whole) <= len("999") else "0"
    shape = grouped + (f".{'0' * (len(decimals) - 1)}" if decimals else "") + share
    shape = f"+{shape};-{shape};{shape}" if sign == "+" else shape
    value = float(f"{sign}{whole}{decimals}")
    return (value / 100 if share else value), shape
