"""One sheet of a workbook: its header found, its cells as text, those without a value named."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from bookload.base.errors import Finding
from bookload.data.ingest.reading.cells import canonical, number, reference
from bookload.data.ingest.reading.forbidden import forbidden_in, refused_character
from bookload.data.ingest.reading.header import (
    SAMPLE_ROWS,
    Header,
    check_header,
    find_header,
    note_skipped,
    warn_unnamed,
)
from bookload.data.ingest.reading.limited import column_overflow, over_columns, over_length, over_rows
from bookload.data.ingest.reading.spool import ColumnOverflowError, SheetWriter, Spooled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import python_calamine as calamine

    from bookload.data.ingest.reading.cells import Value
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing
    from bookload.data.ingest.reading.sheetxml import Marks

Place = tuple[int, int]  # row and column, counted from 0

_ROWS_AT_ONCE = 5_000
_OPEN_AND_SAVE = "Open the workbook in a spreadsheet program, let it calculate, and save it"
_CORRECT = "Correct the formula, or write the value itself"
_UNMERGE = "Unmerge them and write the value into each cell that it is meant for"


@dataclass(frozen=True)
class _Frame:
    """Where a sheet's table lies: its header, and how many columns are empty before it."""

    sheet: str
    header: Header
    left: int

    def name(self, column: int) -> str | None:
        """Return the header of a column of the sheet, counted from 0."""
        index = column - self.left
        return (self.header.names[index] or None) if 0 <= index < len(self.header.names) else None

    def at(self, code: str, message: str, remedy: str, place: Place, value: str | None = None) -> Finding:
        """Return a finding about one cell."""
        row, column = place[0] + 1, self.name(place[1])
        return Finding(code, message, remedy, sheet=self.sheet, row=row, column=column, value=value)


class Worksheet:
    """Reads the rows of one sheet: the first ones to find the header, then all below it."""

    def __init__(self, name: str, limits: Limits, listing: Listing) -> None:
        self._name = name
        self._limits = limits
        self._listing = listing

    def read(self, sheet: calamine.CalamineSheet, marks: Marks, folder: Path, stem: str) -> Spooled | None:
        """Spool the sheet; None where it holds nothing below a header, or is over a limit."""
        if sheet.width > self._limits.columns:
            self._list(over_columns(sheet.width, self._limits))
            return None
        top_row, left = sheet.start or (0, 0)
        rows = iter(sheet.iter_rows())
        top = list(islice(rows, top_row + SAMPLE_ROWS))
        texts = [[_shown(value) for value in row] for row in top]
        header = find_header(texts)
        if header is None:
            return None
        frame = _Frame(self._name, header, left)
        self._check_top(frame, texts)
        _list_marks(frame, marks, self._listing)
        body = _without(chain(top[header.index + 1 :], rows), header.index + 1, left, marks)
        merged = _Merged(sheet.merged_cell_ranges or [], frame, self._listing)
        writer = SheetWriter(folder, stem, sheet.width, typed=True)
        return self._rows(frame, writer, merged, body)

    def _list(self, finding: Finding) -> None:
        self._listing.add(replace(finding, sheet=self._name))

    def _check_top(self, frame: _Frame, texts: Sequence[Sequence[str | None]]) -> None:
        row = frame.header.index + 1
        # Positions count from column A, also where a table begins further right.
        check_header(Header(row - 1, ("",) * frame.left + frame.header.names), row, self._name, self._listing)
        skipped = [index + 1 for index in range(row - 1) if any(texts[index])]
        note_skipped(skipped, row, self._name, self._listing)

    def _rows(
        self, frame: _Frame, writer: SheetWriter, merged: _Merged, body: Iterator[list[Value]]
    ) -> Spooled | None:
        first, names = frame.header.index + 1, frame.header.names
        try:
            while rows := list(islice(body, _ROWS_AT_ONCE)):
                merged.check_rows(first, rows)
                block = _Block(frame, first, self._limits, self._listing)
                columns = [block.column(index, cells) for index, cells in enumerate(zip(*rows, strict=True))]
                writer.append_block(range(first + 1, first + len(rows) + 1), columns)
                if writer.rows > self._limits.rows:
                    self._list(over_rows(self._limits))
                    break
                first += len(rows)
        except ColumnOverflowError as over:
            self._list(column_overflow(names[over.column]))
        spooled = writer.finish(self._name, names, range(frame.left + 1, frame.left + len(names) + 1))
        warn_unnamed(spooled, frame.header.index + 1, self._listing)
        if spooled.rows:
            return spooled
        message = "the sheet has a header and no rows; it was passed over"
        self._list(Finding("sheet_empty", message, "Nothing to do", severity="note"))
        return None


def _shown(value: Value) -> str | None:
    """Return a cell's text where it only helps to find the header."""
    if value == "":
        return None
    return str(value) if isinstance(value, float) and not math.isfinite(value) else canonical(value)


def _without(rows: Iterable[list[Value]], first: int, left: int, marks: Marks) -> Iterator[list[Value]]:
    """Yield rows with the marked cells emptied: what is stored there is no value, 0 least of all."""
    marked: dict[int, list[int]] = {}
    for row, column, _ in marks.errors + marks.uncached:
        marked.setdefault(row, []).append(column - left)
    for place, cells in enumerate(rows, start=first):
        for index in marked.get(place, ()):
            if 0 <= index < len(cells):
                cells[index] = ""
        yield cells


class _Block:
    """Some thousand rows of a sheet, turned into text column by column."""

    def __init__(self, frame: _Frame, first: int, limits: Limits, listing: Listing) -> None:
        self._frame = frame
        self._first = first
        self._limits = limits
        self._listing = listing

    def column(self, index: int, cells: Sequence[Value]) -> tuple[list[str | None], bytes]:
        """Return the text of a column's cells, and a byte each: 1 where the workbook typed it."""
        kinds = set(map(type, cells))
        if kinds == {str}:
            texts = cast("Sequence[str]", cells)
            self._check(index, texts)
            return [text or None for text in texts], bytes(len(texts))
        if kinds == {float} and all(map(math.isfinite, cast("Sequence[float]", cells))):
            return [number(value) for value in cast("Sequence[float]", cells)], b"\1" * len(cells)
        return self._mixed(index, cells)

    def _mixed(self, index: int, cells: Sequence[Value]) -> tuple[list[str | None], bytes]:
        self._check(index, [cell if isinstance(cell, str) else "" for cell in cells])
        texts: list[str | None] = []
        for row, cell in enumerate(cells):
            if isinstance(cell, float) and not math.isfinite(cell):
                self._listing.add(self._at(index, row, "not_a_number", f"the cell holds {cell}, no number"))
                texts.append(None)
            else:
                texts.append(None if cell == "" else canonical(cell))
        return texts, bytes(not isinstance(cell, str) for cell in cells)

    def _check(self, index: int, texts: Sequence[str]) -> None:
        """List texts with refused characters, and those that are too long."""
        most = self._limits.cell_length
        if forbidden_in("".join(texts)) is None and max(map(len, texts)) * 4 <= most:
            return
        for row, text in enumerate(texts, start=self._first + 1):
            name = self._frame.name(index + self._frame.left)
            if char := forbidden_in(text):
                self._listing.add(refused_character(char, row, name, text, self._frame.sheet))
            if (size := len(text.encode())) > most:
                long = over_length(row, name, size, self._limits)
                self._listing.add(replace(long, sheet=self._frame.sheet))

    def _at(self, index: int, row: int, code: str, message: str) -> Finding:
        return self._frame.at(code, message, _CORRECT, (self._first + row, index + self._frame.left))


def _list_marks(frame: _Frame, marks: Marks, listing: Listing) -> None:
    """List the cells below the header that hold an error, or a formula without a value."""
    for row, column, value in marks.errors:
        if row > frame.header.index:
            message = f"cell {reference(row, column)} holds the error {value or 'of a formula'}"
            listing.add(frame.at("error_cell", message, _CORRECT, (row, column), value or None))
    for row, column, _ in marks.uncached:
        if row > frame.header.index:
            message = f"cell {reference(row, column)} holds a formula whose value was never computed"
            listing.add(frame.at("formula_without_value", message, _OPEN_AND_SAVE, (row, column)))
    if marks.left_out:
        code = "error_cell" if marks.errors else "formula_without_value"
        listing.leave_out(code, frame.sheet, marks.left_out)


class _Merged:
    """The merged cells of a sheet: those that hold data are named, because only their first cell has it."""

    def __init__(self, ranges: Iterable[tuple[Place, Place]], frame: _Frame, listing: Listing) -> None:
        self._frame = frame
        self._listing = listing
        self._below: list[tuple[Place, Place]] = []
        header = frame.header.index
        for first, last in ranges:
            if first[0] > header:
                self._below.append((first, last))
            elif last[0] > header or (last[0] == header and first[1] != last[1]):
                self._list(first, last)

    def check_rows(self, start: int, rows: Sequence[Sequence[Value]]) -> None:
        """List the merged cells that begin in these rows, from row `start` on, and hold something."""
        for first, last in self._below:
            row, column = first[0] - start, first[1] - self._frame.left
            if 0 <= row < len(rows) and 0 <= column < len(rows[row]) and rows[row][column] != "":
                self._list(first, last)

    def _list(self, first: Place, last: Place) -> None:
        message = f"cells {reference(*first)} to {reference(*last)} are merged: only the first has the value"
        self._listing.add(self._frame.at("merged_cell", message, _UNMERGE, first))
