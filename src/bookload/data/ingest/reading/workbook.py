"""The sheets of an Excel workbook, read inside the child process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING
from xml.parsers import expat

import python_calamine as calamine

from bookload.base.errors import Finding
from bookload.data.ingest.reading.archive import DAMAGED, Archive, RefusedError, damaged, inspected
from bookload.data.ingest.reading.cells import canonical, reference
from bookload.data.ingest.reading.forbidden import forbidden_in, refused_character
from bookload.data.ingest.reading.header import (
    SAMPLE_ROWS,
    Header,
    check_header,
    find_header,
    no_rows,
    note_skipped,
    warn_unnamed,
)
from bookload.data.ingest.reading.limited import column_overflow, over_columns, over_length, over_rows
from bookload.data.ingest.reading.sheetxml import Book, Marks, book_of, extent_of, marks_of
from bookload.data.ingest.reading.spool import ColumnOverflowError, SheetWriter, Spooled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bookload.data.ingest.reading.cells import Value
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing

_BYTES_A_CELL = 64
_OPEN_AND_SAVE = "Open the workbook in a spreadsheet program, let it calculate, and save it"


@dataclass(frozen=True)
class _Open:
    """A workbook that is open for reading, and where its sheets go."""

    archive: Archive
    book: Book
    folder: Path
    limits: Limits
    listing: Listing


def read_workbook(path: Path, folder: Path, limits: Limits, listing: Listing) -> tuple[Spooled, ...]:
    """Spool every sheet with cells into `folder`; what forbids using the workbook is listed."""
    archive = inspected(path, limits, listing)
    if archive is None:
        return ()
    try:
        opened = _Open(archive, book_of(archive), folder, limits, listing)
        _note_links(opened)
        with calamine.load_workbook(str(path)) as workbook:
            sheets = tuple(_sheets(opened, workbook))
    except RefusedError as refused:
        listing.add(refused.finding)
        return ()
    except (calamine.CalamineError, expat.ExpatError, ValueError, *DAMAGED):
        listing.add(replace(damaged(), message="the workbook is damaged: its sheets cannot be read"))
        return ()
    if not any(sheet.rows for sheet in sheets) and not listing.refuses:
        listing.add(no_rows(None, "no sheet of the workbook has a row below a header"))
    return sheets


def _note_links(opened: _Open) -> None:
    if opened.book.links:
        opened.listing.add(
            Finding(
                "external_link",
                "the workbook refers to other files; they were not opened, its stored values were used",
                "Nothing to do if the workbook was up to date when it was saved",
                severity="note",
            )
        )


def _sheets(opened: _Open, workbook: calamine.CalamineWorkbook) -> Iterator[Spooled]:
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            opened.listing.add(_passed_over(about.name))
            continue
        part = opened.book.parts.get(about.name)
        if part is None:
            raise RefusedError("damaged", f"the workbook names a sheet '{about.name}' that it does not hold")
        extent = extent_of(opened.archive, part)
        most = opened.limits.memory // _BYTES_A_CELL
        if extent.rows * extent.columns > most:
            corner = reference(extent.rows - 1, extent.columns - 1)
            opened.listing.add(_too_far(about.name, corner, most))
            continue
        marks = Marks()
        if extent.doubtful:
            marks = marks_of(opened.archive, part, recalculates=opened.book.recalculates)
        sheet = workbook.get_sheet_by_index(index)
        if sheet.start is None:
            _list_marks(opened, about.name, None, marks)
            continue
        if about.visible != calamine.SheetVisibleEnum.Visible:
            opened.listing.add(_hidden(about.name))
        reader = _SheetReader(opened, about.name, f"sheet{index}")
        if spooled := reader.read(sheet, marks):
            yield spooled


def _passed_over(sheet: str) -> Finding:
    message = f"'{sheet}' is a chart or a macro sheet and holds no rows"
    return Finding("sheet_passed_over", message, "Nothing to do", severity="note", sheet=sheet)


def _hidden(sheet: str) -> Finding:
    remedy = "Delete the sheet from the workbook if it is not meant"
    return Finding(
        "hidden_sheet", "the sheet is hidden; its rows are included", remedy, severity="note", sheet=sheet
    )


def _too_far(sheet: str, corner: str, most: int) -> Finding:
    return Finding(
        "over_limit",
        f"the sheet reaches to cell {corner}, which is more than {most:,} cells, the limit",
        "Delete the rows and columns beyond the table (a stray cell lies far out), and save the workbook",
        sheet=sheet,
        value=corner,
    )


def _list_marks(opened: _Open, sheet: str, header: Header | None, marks: Marks) -> None:
    """List the cells below the header that hold an error, or a formula without a value."""
    first = -1 if header is None else header.index
    for row, column, value in marks.errors:
        if row > first:
            message = f"cell {reference(row, column)} holds the error {value or 'of a formula'}"
            remedy = "Correct the formula, or write the value itself"
            opened.listing.add(
                _at("error_cell", message, remedy, _Place(sheet, header, row, column), value or None)
            )
    for row, column, _ in marks.uncached:
        if row > first:
            message = f"cell {reference(row, column)} holds a formula whose value was never computed"
            opened.listing.add(
                _at("formula_without_value", message, _OPEN_AND_SAVE, _Place(sheet, header, row, column))
            )
    if marks.left_out:
        opened.listing.leave_out(
            "error_cell" if marks.errors else "formula_without_value", sheet, marks.left_out
        )


@dataclass(frozen=True)
class _Place:
    """A cell of a sheet, rows and columns counted from 0."""

    sheet: str
    header: Header | None
    row: int
    column: int

    @property
    def name(self) -> str | None:
        names = () if self.header is None else self.header.names
        return (names[self.column] or None) if self.column < len(names) else None


def _at(code: str, message: str, remedy: str, place: _Place, value: str | None = None) -> Finding:
    return Finding(
        code, message, remedy, sheet=place.sheet, row=place.row + 1, column=place.name, value=value
    )


class _SheetReader:
    """Reads the rows of one sheet: the first ones to find the header, then all below it."""

    def __init__(self, opened: _Open, name: str, stem: str) -> None:
        self._opened = opened
        self._listing = opened.listing
        self._name = name
        self._stem = stem
        self._left = 0
        self._without_value: frozenset[tuple[int, int]] = frozenset()

    def read(self, sheet: calamine.CalamineSheet, marks: Marks) -> Spooled | None:
        """Spool the sheet; None where it holds nothing below a header or is over a limit."""
        self._left = sheet.start[1] if sheet.start else 0
        limits = self._opened.limits
        if sheet.width > limits.columns:
            self._listing.add(over_columns(sheet.width, limits, self._name))
            return None
        rows = iter(sheet.iter_rows())
        top = list(islice(rows, (sheet.start[0] if sheet.start else 0) + SAMPLE_ROWS))
        texts = [[None if value == "" else canonical(value) for value in row] for row in top]
        found = find_header(texts)
        if found is None:
            return None
        # Positions count from column A, also where a table begins further right.
        header = Header(found.index, ("",) * self._left + found.names)
        check_header(header, header.index + 1, self._name, self._listing)
        skipped = [index + 1 for index in range(header.index) if any(texts[index])]
        note_skipped(skipped, header.index + 1, self._name, self._listing)
        _list_marks(self._opened, self._name, header, marks)
        self._without_value = frozenset((row, column) for row, column, _ in marks.errors + marks.uncached)
        return self._rows(sheet, found, header, chain(top[found.index + 1 :], rows))

    def _rows(
        self, sheet: calamine.CalamineSheet, found: Header, header: Header, body: Iterable[list[Value]]
    ) -> Spooled | None:
        writer = SheetWriter(self._opened.folder, self._stem, sheet.width, typed=True)
        merged = _Merged(sheet.merged_cell_ranges or [], self._name, header, self._left)
        merged.check_header(self._listing)
        filled = 0
        try:
            for number, row in enumerate(body, start=found.index + 2):
                filled += any(value != "" for value in row)
                if filled > self._opened.limits.rows:
                    self._listing.add(replace(over_rows(self._opened.limits), sheet=self._name))
                    break
                merged.check_row(number - 1, row, self._listing)
                self._write(writer, number, row, found.names)
        except ColumnOverflowError as over:
            self._listing.add(replace(column_overflow(found.names[over.column]), sheet=self._name))
        positions = range(self._left + 1, self._left + sheet.width + 1)
        spooled = writer.finish(self._name, found.names, positions)
        warn_unnamed(spooled, header.index + 1, self._listing)
        if spooled.rows:
            return spooled
        message = "the sheet has a header and no rows; it was passed over"
        self._listing.add(Finding("sheet_empty", message, "Nothing to do", severity="note", sheet=self._name))
        return None

    def _write(self, writer: SheetWriter, number: int, row: Sequence[Value], names: Sequence[str]) -> None:
        texts: list[str | None] = []
        typed = bytearray()
        for index, value in enumerate(row):
            if value == "" or (
                self._without_value and (number - 1, index + self._left) in self._without_value
            ):
                texts.append(None)
                typed.append(0)
            elif isinstance(value, str):
                texts.append(value)
                typed.append(0)
                self._check_text(number, names[index], value)
            else:
                texts.append(canonical(value))
                typed.append(1)
        writer.append(number, texts, bytes(typed))

    def _check_text(self, number: int, name: str, value: str) -> None:
        if char := forbidden_in(value):
            self._listing.add(refused_character(char, number, name or None, value, self._name))
        most = self._opened.limits.cell_length
        if len(value) * 4 > most < (size := len(value.encode())):
            self._listing.add(
                replace(over_length(number, name or None, size, self._opened.limits), sheet=self._name)
            )


class _Merged:
    """The merged cells of a sheet: those that hold data are named, because only their first cell has it."""

    def __init__(
        self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]], sheet: str, header: Header, left: int
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._left = left
        self._across_header = []
        self._by_row: dict[int, list[tuple[tuple[int, int], tuple[int, int]]]] = {}
        for first, last in ranges:
            if first[0] <= header.index <= last[0]:
                self._across_header.append((first, last))
            elif first[0] > header.index:
                self._by_row.setdefault(first[0], []).append((first, last))

    def check_header(self, listing: Listing) -> None:
        """List headers that stretch over several columns, or into the rows below."""
        for first, last in self._across_header:
            if first[1] != last[1] or last[0] > self._header.index:
                listing.add(self._finding(first, last))

    def check_row(self, row: int, cells: Sequence[Value], listing: Listing) -> None:
        """List the merged cells that begin in a row and hold something."""
        for first, last in self._by_row.get(row, ()):
            index = first[1] - self._left
            if 0 <= index < len(cells) and cells[index] != "":
                listing.add(self._finding(first, last))

    def _finding(self, first: tuple[int, int], last: tuple[int, int]) -> Finding:
        message = f"cells {reference(*first)} to {reference(*last)} are merged: only the first has the value"
        remedy = "Unmerge them and write the value into each cell that it is meant for"
        return _at("merged_cell", message, remedy, _Place(self._sheet, self._header, *first))
