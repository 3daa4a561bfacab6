"""What an import would do or did, as a job's result keeps it: without what its asker has no right to see."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from bookload.base.access import Right
from bookload.data.ingest.sources import sources
from bookload.data.snapshots.content import canonical, digest
from bookload.data.tables import contracts
from bookload.report.topics import imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bookload.base.access import Access
    from bookload.base.errors import Finding
    from bookload.data.ingest import Question, Taken
    from bookload.data.ingest.mapping.mapping import SheetMapping
    from bookload.workspace import Imported

RIGHTS = {"pay": Right.PAY_PERSON, "time": Right.TIME_PERSON}
"""The right that opens columns of a sensitivity; names of people everybody sees who comes to this page."""

_QUOTED = re.compile(r"'[^']*\d[^']*'")
"""A cell that is quoted in a sentence."""


def outcome(done: Imported, access: Access) -> dict[str, Any]:
    """Return what there is to show of an import, for a reader; `content` tells equal rows."""
    plan = done.plan
    meant = _meant(plan.summary)
    hides = _hiding(meant, access)
    return {
        **imports.body(done),
        "content": digest(canonical(plan.tables)),
        "sheets": [_sheet(taken, hides) for taken in plan.summary],
        "questions": [_asked(each, hides) for each in plan.questions],
        "findings": [asdict(each) for each in shown(done.findings, meant, access)],
        "kinds": sorted(sources()),
    }


def _sheet(taken: Taken, hides: Hides) -> dict[str, Any]:
    """Return a sheet with what each of its columns is taken for, and all that they could be.

    Why may quote a cell, so of a hidden column it is hushed.
    """

    def why(header: str, field: str) -> str:
        reason = taken.reasons.get(field, "")
        return _hushed(reason) if hides(None, taken.file, taken.sheet, header) else reason

    meant = {header: field for field, header in taken.columns.items()}
    shape = sources()[taken.table].shape if taken.table in sources() else None
    return {
        "file": taken.file,
        "sheet": taken.sheet,
        "table": taken.table,
        "rows": taken.rows,
        "columns": [
            {"header": header, "field": field, "why": why(header, field)}
            for header, field in {**meant, **dict.fromkeys(taken.unused, "")}.items()
        ],
        "fields": sorted(shape.by_name) if shape else [],
    }


Meant: TypeAlias = "dict[tuple[str, str | None], tuple[str, Mapping[str, str]]]"
"""What sheets were taken for: the table, and the field of each header."""


def _meant(summary: Sequence[Taken]) -> Meant:
    return {
        (taken.file, taken.sheet): (
            taken.table or "",
            {header: field for field, header in taken.columns.items()},
        )
        for taken in summary
    }


def meant_by(mapping: Iterable[SheetMapping]) -> Meant:
    """Return what sheets were taken for, as a mapping says."""
    return {
        (each.file or "", each.sheet): (
            each.table or "",
            {header: field for field, header in each.columns.items()},
        )
        for each in mapping
    }


def shown(findings: Sequence[Finding], meant: Meant, access: Access) -> tuple[Finding, ...]:
    """Return findings as a reader may see them: without the cells of columns that are hidden from them."""
    hides = _hiding(meant, access)
    return tuple(
        replace(each, message=_hushed(each.message), remedy=_hushed(each.remedy), value=None)
        if hides(each.table, each.file, each.sheet, each.column)
        else each
        for each in findings
    )


def _asked(question: Question, hides: Hides) -> dict[str, Any]:
    text = question.text
    if hides(None, question.file, question.sheet, question.column):
        text = _hushed(text)
    return {**asdict(question), "id": question.id, "text": text}


Hides: TypeAlias = "Callable[[str | None, str | None, str | None, str | None], bool]"
"""Whether what is said of a table, file, sheet and column may hold cells that are hidden."""


def _hiding(meant: Meant, access: Access) -> Hides:
    """Return what tells whether a reader may see cells; of a whole row, all its columns have to be open."""
    hidden = {word for word, right in RIGHTS.items() if not access.allows(right)}
    secret = {
        table.name: {column.name for column in table.columns if column.sensitivity in hidden}
        for table in contracts()
    }
    names = set().union(*secret.values())

    def hides(table: str | None, file: str | None, sheet: str | None, column: str | None) -> bool:
        taken_for, fields = meant.get((file or "", sheet), ("", {}))
        if column is not None:
            return fields.get(column, column) in names
        return bool(names & set(fields.values()) or secret.get(table or taken_for))

    return hides


def _hushed(text: str) -> str:
    return _QUOTED.sub("'…'", text)
