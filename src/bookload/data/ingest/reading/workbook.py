"""The sheets of an Excel workbook, read inside the child process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.parsers import expat

import python_calamine as calamine

from bookload.base.errors import Finding
from bookload.data.ingest.reading.archive import DAMAGED, Archive, RefusedError, damaged, inspected
from bookload.data.ingest.reading.cells import reference
from bookload.data.ingest.reading.header import (
    no_rows,
)
from bookload.data.ingest.reading.sheetxml import Book, Marks, book_of, extent_of, marks_of
from bookload.data.ingest.reading.spool import Spooled
from bookload.data.ingest.reading.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        if about.visible != calamine.SheetVisibleEnum.Visible:
            opened.listing.add(_hidden(about.name))
        reader = Worksheet(about.name, opened.limits, opened.listing)
        if spooled := reader.read(workbook.get_sheet_by_index(index), marks, opened.folder, f"sheet{index}"):
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
