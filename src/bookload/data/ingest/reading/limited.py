"""Findings for what is over a limit, each with the limit stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.ingest.reading.limits import HEAD_BYTES, in_words

if TYPE_CHECKING:
    from bookload.data.ingest.reading.limits import Limits


def over_bytes(size: int, limits: Limits) -> Finding:
    """Return the finding for a file that is too large on disk."""
    message = f"the file has {in_words(size)}; the limit is {in_words(limits.bytes)}"
    return Finding("over_limit", message, "Split it, or leave columns out that are not needed")


def over_columns(width: int, limits: Limits, sheet: str | None = None) -> Finding:
    """Return the finding for a sheet with too many columns."""
    message = f"the sheet has {width:,} columns; the limit is {limits.columns:,}"
    return Finding("over_limit", message, "Leave columns out that are not needed", sheet=sheet)


def over_header(row: int) -> Finding:
    """Return the finding for a first row that does not end where a header could."""
    message = f"the first row does not end within {in_words(HEAD_BYTES)}, the limit of what a header may take"
    return Finding("over_limit", message, "Write one row of headers above the rows", row=row)


def over_rows(limits: Limits) -> Finding:
    """Return the finding for a sheet with too many rows."""
    return Finding("over_limit", f"the sheet has more than {limits.rows:,} rows, the limit", "Split the file")


def over_length(row: int, column: str | None, size: int, limits: Limits) -> Finding:
    """Return the finding for a cell that is too long."""
    message = f"the cell is {size:,} bytes long; the limit is {limits.cell_length:,}"
    return Finding("over_limit", message, "Shorten it, or leave the column out", row=row, column=column)


def column_overflow(column: str) -> Finding:
    """Return the finding for a column that holds more text than can be addressed."""
    return Finding(
        "over_limit", "the column holds more than 2 GiB of text, the limit", "Split the file", column=column
    )
