"""Files of a folder that are no tables: left out with a word each, where one named by itself is an error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from bookload.base.errors import Finding, errors_in
from bookload.data.ingest.mapping.guess import SheetGuess
from bookload.data.ingest.mapping.mapping import LEFT_OUT, Mapping
from bookload.data.ingest.reading import Reading

_TABLES = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers", ".parquet"}
)
"""Endings of files that are tables: what is wrong with one of them is never passed over."""
_MAY_HOLD_TABLES = frozenset(
    {".txt", ".dat", ".zip", ".gz", ".7z", ".json", ".jsonl", ".xml", ".html", ".htm"}
)
MAIN = frozenset(
    {
        "one_sheet",
        "subscriptions",
        "mrr_history",
        "mrr_wide",
        "accounts",
        "people",
        "ownership",
        "positions",
        "pay",
    }
)
"""Tables without which figures would be others, so that a file that is nearly one stops the import."""


def in_folders(paths: Iterable[Path]) -> list[Path]:
    """Return the files of those paths that are folders, but hidden ones and locks of open workbooks."""
    folders = (path for path in paths if path.is_dir())
    return [
        each
        for folder in folders
        for each in sorted(folder.iterdir())
        if each.is_file() and not each.name.startswith((".", "~$"))
    ]


def unless_left_out(reading: Reading, mapping: Mapping | None, file: str) -> Reading:
    """Return what a file gives; one that the mapping leaves out as a whole need not even be readable."""
    about = [
        entry.table
        for entry in (mapping or Mapping()).sheet
        if entry.file is not None and entry.table and entry.sheet is None and entry.speaks_of(file, None)
    ]
    if not about or about[-1] != LEFT_OUT:
        return reading
    message = "left out, as the mapping says"
    note = Finding("left-out", message, "Nothing needs to be done.", "note", file=file)
    return Reading(reading.sheets, () if reading.sheets else (note,))


def without_strays(
    findings: Sequence[Finding], strays: frozenset[str], sheets: Sequence[SheetGuess]
) -> list[Finding]:
    """Return findings with one that stops nothing for each file of a folder that is no table.

    A file whose ending is a table's keeps its errors, and so does one that is nearly a table that
    figures need: leaving such out would change figures. So does everything if there is no table.
    """
    taken = {sheet.view.sheet.file for sheet in sheets if sheet.shape is not None}
    if not taken:
        return list(findings)
    kept: list[Finding] = []
    said: set[str] = set()
    for finding in findings:
        file = finding.file or ""
        if file not in strays or file in taken:
            kept.append(finding)
        elif PurePath(file).suffix.casefold() not in _TABLES and _wrong(findings, file):
            if file not in said:
                kept.append(_left_out(finding))
                said.add(file)
        elif finding.code == "column-missing" and finding.table not in MAIN:
            kept.append(replace(finding, severity="warning", message=f"left out: {finding.message}"))
        else:
            kept.append(finding)
    return kept


def _wrong(findings: Sequence[Finding], file: str) -> bool:
    return bool(errors_in(tuple(finding for finding in findings if finding.file == file)))


def _left_out(finding: Finding) -> Finding:
    doubtful = PurePath(finding.file or "").suffix.casefold() in _MAY_HOLD_TABLES
    remedy = "Nothing needs to be done, if it is none; else import it by its own name to see what is wrong."
    return Finding(
        "not-a-table", "left out: not a table", remedy, "warning" if doubtful else "note", file=finding.file
    )


def none_taken(sheets: Sequence[SheetGuess], findings: Sequence[Finding]) -> list[Finding]:
    """Return an error where no sheet is anything known, and nothing else says so as an error."""
    if not sheets or any(sheet.shape is not None for sheet in sheets) or errors_in(tuple(findings)):
        return []
    message = "no sheet of these files is a table that is known: there is nothing to import"
    remedy = "The warnings say of each file what to write in --map, if it is one."
    return [Finding("nothing-taken", message, remedy)]
