"""What reading a file gives: sheets of cells, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from bookload.base.errors import Finding


@dataclass(frozen=True)
class Column:
    """One column: its header, and the text of its cells.

    `text` is null where the cell is empty. `typed` says which cells the file itself
    typed (a number, date or truth value of a workbook or a Parquet file): their text is
    canonical, with '.' for decimals, ISO dates and instants, 'true' and 'false'; None
    where the file types nothing, as CSV does.
    """

    name: str
    position: int
    text: pa.StringArray
    typed: pa.BooleanArray | None


@dataclass(frozen=True)
class Sheet:
    """One table of cells of a file: a sheet of a workbook, or the whole of another file.

    `row_numbers` counts as a person does: lines of a text file, rows of a sheet, rows
    of a Parquet file from 1. Rows and columns without any cell are left out.
    """

    file: str
    name: str | None
    columns: tuple[Column, ...]
    row_numbers: pa.Int64Array
    sha256: str


@dataclass(frozen=True)
class Reading:
    """The sheets of one file, and the findings about it.

    A finding of severity "error" means that nothing of the file may be written. `kept` is what is kept in
    place of the file's bytes, where it holds what may not be (private titles of a calendar); the sheets'
    `sha256` is then of that.
    """

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    kept: bytes | None = None
