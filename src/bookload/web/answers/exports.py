"""What is on a screen as a file: tables, paper, a workbook."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from bookload.report.pdf import topic_pdf
from bookload.report.provenance import only
from bookload.report.terminal import Laid, laid
from bookload.report.workbook import SheetFullError, number_of, tables_bytes, topic_bytes

if TYPE_CHECKING:
    from bookload.workspace import Workspace
    from bookload.workspace.questions import Answered, Question

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would compute."""


def as_file(
    kind: str, reader: Workspace, question: Question[Any], found: Answered, scenario: str | None = None
) -> bytes | None:
    """Return an answer as a file of a kind; None where it has no such form, or not for this reader.

    `scenario` is the name of what the answer supposes, which every file says.
    """
    if kind == "csv":
        tables = [each for part in found.parts if isinstance(each := laid(part), Laid)]
        return as_csv(tables, _of(reader, scenario))
    if kind == "pdf":
        return (
            found.pdf()
            if found.pdf
            else topic_pdf(reader, question.name, question.title, found.parts, found.charts)
        )
    if kind == "html" and found.html is not None:
        return found.html().encode()
    return as_workbook(reader, question.title, found) if kind == "xlsx" else None


def _of(reader: Workspace, scenario: str | None) -> str:
    """Return what an answer's figures are of: the date, which accounts, what is supposed."""
    of = only(reader.access)
    some, supposed = f", {of} alone" if of else "", f", supposing {scenario}" if scenario else ""
    return f"as of {reader.head.as_of}{some}{supposed}"


def as_csv(tables: Sequence[Laid], of: str = "") -> bytes:
    """Return tables one under the other, each under its title and what it is `of`.

    Text that looks like a formula stays text; figures are written as programs read them.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        if table.title:
            writer.writerow([_text(f"{table.title}; {of}" if of else table.title)])
        writer.writerow([_text(column) for column in table.columns])
        for row in table.rows:
            words = ["" if cell is None else _text(cell) for cell in row[: table.words]]
            writer.writerow([*words, *map(_figure, row[table.words :])])
    return out.getvalue().encode("utf-8-sig")


def _figure(cell: str | None) -> str:
    """Return a figure without what sets its thousands apart, a minus of ASCII, no plus; n/a is empty."""
    if cell is None:
        return ""
    plain = cell.replace("\N{MINUS SIGN}", "-").replace(",", "").removeprefix("+")
    return plain if number_of(cell) is not None else _text(cell)


def _text(cell: str) -> str:
    """Return a cell that no spreadsheet computes; a number below 0 stays a number."""
    if not cell.startswith(FORMULA):
        return cell
    plain = cell.replace(",", "").removesuffix("%")
    try:
        float(plain)
    except ValueError:
        return f"'{cell}"
    return cell


def as_workbook(reader: Workspace, title: str, found: Answered) -> bytes:
    """Return one answer as a workbook: with live formulas where it has a sheet of its own, else its tables.

    The tables too where a sheet with formulas does not hold all rows: they go on in further sheets.
    """
    if found.fill is not None and reader.access.sees_all_rows:
        try:
            return topic_bytes(reader, title[:31], found.fill)
        except SheetFullError:
            pass  # nothing of it was given out
    return tables_bytes(reader.head, title, found.parts, only=only(reader.access))
