"""One result as a workbook of its own: its sheet, and where its figures come from."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from bookload.base.access import Right
from bookload.base.files import write_whole
from bookload.report.provenance import Held, provenance
from bookload.report.workbook.sheet import Filled, Names, Sheet
from bookload.report.workbook.sheets import provenance as last
from bookload.report.workbook.style import Styles
from bookload.report.workbook.workbook import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def write_topic(
    reader: Held, path: Path, name: str, fill: Callable[[Sheet], None], more: Sequence[Filled] = ()
) -> None:
    """Write the sheet that `fill` fills, called `name`, and those after it, as a workbook, whole or not.

    Raises `AccessDeniedError` for a reader of one book, and `WorkspaceError` if the file cannot be written.
    """
    reader.access.demand({Right.ALL_ROWS}, "a workbook of the company")
    write_whole(path, topic_bytes(reader, name, fill, more))


def topic_bytes(reader: Held, name: str, fill: Callable[[Sheet], None], more: Sequence[Filled] = ()) -> bytes:
    """Return the workbook as a file's bytes; equal figures give equal bytes."""
    memory, of = BytesIO(), provenance(reader)
    book = xlsxwriter.Workbook(memory, OPTIONS)
    book.set_properties(
        {
            "title": f"{of.workspace}: {name}",
            "comments": f"snapshot {of.snapshot}, Bookload {of.program}",
            "created": datetime(of.as_of.year, of.as_of.month, of.as_of.day),  # noqa: DTZ001 - has no zone
        }
    )
    styles, names = Styles(book, of.currency), Names(book)
    filled = ((name, fill), *more)
    titles = (*(title for title, _ in filled), last.NAME)
    pages = [Sheet(book.add_worksheet(each), styles, names) for each in titles]
    for sheet, (_, write) in zip(pages, filled, strict=False):
        write(sheet)
    shows = reader.access.allows(Right.PAY_PERSON)
    last.marks(pages[-1], last.sources(pages[-1], of, with_content=shows))
    book.close()
    return memory.getvalue()
