"""What an import would write, and all that is said about it."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from bookload.base.errors import Finding
from bookload.data.ingest.mapping.mapping import Mapping
from bookload.data.ingest.mapping.question import Question
from bookload.data.snapshots import Redacted
from bookload.data.tables.checks import Origin


@dataclass(frozen=True)
class Taken:
    """What one sheet was taken for: its table, its rows, the header of each field, and why."""

    file: str
    sheet: str | None
    table: str | None
    rows: int
    columns: Pairs[str, str]
    unused: tuple[str, ...]
    reasons: Pairs[str, str]


@dataclass(frozen=True)
class RowOrigins:
    """Where each row of a table came from; rows of an earlier import have no file."""

    sheets: pa.ChunkedArray
    rows: pa.ChunkedArray

    def __getitem__(self, row: int, /) -> Origin:
        """Return file, sheet and row number of a row by its index."""
        place = self.sheets[row].as_py()
        if place is None:
            return None, None, row + 1
        file, _, sheet = place.partition("\n")
        return file, sheet or None, self.rows[row].as_py()


@dataclass(frozen=True)
class Import:
    """The tables that an import would write, and all that is said about them.

    `files` are the imported files by sha256, of calendars what is kept of them; `reason` says where
    `data_through` comes from; `known_from` is the first day that anything is known of, None where that
    is the beginning.
    """

    tables: Pairs[str, pa.Table]
    findings: tuple[Finding, ...]
    mapping: Mapping
    questions: tuple[Question, ...]
    data_through: date
    reason: str
    known_from: date | None
    files: Pairs[str, Path | Redacted]
    summary: tuple[Taken, ...]
    origins: Pairs[str, RowOrigins] = field(default_factory=dict)
