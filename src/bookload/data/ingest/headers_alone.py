"""Exports that are a header alone: a table without rows, where figures can do without it."""

from __future__ import annotations

from collections.abc import Sequence

from bookload.base.errors import Finding
from bookload.data.ingest.mapping.guess import SheetGuess
from bookload.data.ingest.strays import MAIN

NO_ROWS = "no_rows"


def taken_as_empty(findings: Sequence[Finding], sheets: Sequence[SheetGuess]) -> list[Finding]:
    """Return findings with a note for each header alone that is a table which others need not have.

    It is a table without rows: an export of no discounts says that there are none. A list of
    accounts, prices or people without a row stays an error, and so does everything if no sheet has rows.
    """
    taken = [sheet for sheet in sheets if sheet.shape is not None]
    empty = {
        sheet.view.sheet.file: sheet.mapping.table
        for sheet in taken
        if not sheet.view.rows and sheet.mapping.table not in MAIN
    }
    if not any(sheet.view.rows for sheet in taken):
        return list(findings)
    return [
        _note(empty[finding.file], finding) if finding.code == NO_ROWS and finding.file in empty else finding
        for finding in findings
    ]


def _note(table: str | None, finding: Finding) -> Finding:
    message = f"a header and no rows: taken as {table} without any"
    remedy = "Nothing needs to be done, if there are none; else export it again with its rows."
    return Finding("header-alone", message, remedy, "note", table=table, file=finding.file)
