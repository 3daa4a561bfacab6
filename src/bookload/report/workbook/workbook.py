"""The workbook: its sheets in their order, written whole; the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from bookload.base.files import write_whole
from bookload.report.workbook.gathered import Gathered, gathered
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import (
    answer,
    benchmarks,
    books,
    capacity,
    cohorts,
    committed,
    movements,
    provenance,
    ratios,
    renewals,
    retention,
    segments,
    signs,
    target,
    team,
    utilisation,
)
from bookload.report.workbook.style import Styles

if TYPE_CHECKING:
    from bookload.report.provenance import Held

Fill = Callable[[Sheet, Gathered], None]
SHOWN = (
    answer,
    ratios,
    segments,
    movements,
    signs,
    retention,
    cohorts,
    committed,
    renewals,
    books,
    team,
    target,
    capacity,
    utilisation,
    benchmarks,
    provenance,
)
"""The order of the tabs."""

FILLED = (
    target,
    capacity,
    ratios,
    retention,
    answer,
    segments,
    movements,
    signs,
    cohorts,
    committed,
    renewals,
    books,
    team,
    utilisation,
    benchmarks,
    provenance,
)
"""The order in which they are filled: what a formula refers to comes before it."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_workbook(reader: Held, path: Path) -> None:
    """Write the report of a reader of all rows as a workbook, whole or not at all.

    What the reader may not see is not in it: no hidden sheets, no hidden columns. Raises `AccessDeniedError`
    for a reader of one book, and `WorkspaceError` if the file cannot be written.
    """
    write_whole(path, workbook_bytes(gathered(reader)))


def workbook_bytes(data: Gathered) -> bytes:
    """Return the workbook as a file's bytes; equal figures give equal bytes."""
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory, OPTIONS)
    day = data.provenance.as_of
    book.set_properties(
        {
            "title": f"{data.provenance.workspace}: ARR per CSM and heads",
            "comments": f"snapshot {data.provenance.snapshot}, Bookload {data.provenance.program}",
            "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a workbook's stamp has no zone
        }
    )
    styles, names = Styles(book, data.currency), Names(book)
    left_out = _left_out(data)
    sheets = {
        module.NAME: Sheet(book.add_worksheet(module.NAME), styles, names)
        for module in SHOWN
        if module.NAME not in left_out
    }
    for module in FILLED:
        if module.NAME in sheets:
            module.fill(sheets[module.NAME], data)
    sheets[answer.NAME].sheet.activate()
    book.close()
    return memory.getvalue()


def _left_out(data: Gathered) -> frozenset[str]:
    """Return the sheets that this reader does not get, or that would be empty."""
    empty = {
        books.NAME: data.books is None,
        utilisation.NAME: not data.shows_time or not data.answer.capacity.people,
        segments.NAME: not data.answer.segments,
    }
    return frozenset(name for name, gone in empty.items() if gone)
