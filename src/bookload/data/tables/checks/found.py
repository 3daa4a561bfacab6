"""Turning rows that a check picked out into findings, with the place and the value of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from bookload.base.errors import Finding, Severity
from bookload.base.money import exact_text, scaled
from bookload.base.period import FAR, Month
from bookload.data.tables.contract import PLACES, Column, contract

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from bookload.data.tables.checks.given import Tables

SECRET = "pay"  # noqa: S105 - a sensitivity, not a password
"""The sensitivity of columns whose values are in no finding."""

Text = str | Callable[[int], str]
"""What to say, for all rows or for each by its index."""


@dataclass(frozen=True)
class Problem:
    """What the rows that a check picks out have in common."""

    code: str
    table: str
    column: str | None
    message: Text
    remedy: str
    severity: Severity = "error"


def findings(tables: Tables, problem: Problem, rows: npt.ArrayLike) -> list[Finding]:
    """Return a finding for each row, given as a mask or as indices.

    Past the most that are shown, the last finding counts those left out.
    """
    picked = np.asarray(rows)
    indices = np.flatnonzero(picked) if picked.dtype == bool else picked.astype(np.int64)
    shown = [_finding(tables, problem, int(row)) for row in indices[: tables.most]]
    left = len(indices) - len(shown)
    if left:
        shown[-1] = replace(shown[-1], message=f"{shown[-1].message}; and {left} more of this kind")
    return shown


def counted(tables: Tables, problem: Problem, rows: npt.ArrayLike) -> list[Finding]:
    """Return one finding that stands for all the rows, at the place of the first; none for no rows."""
    picked = np.asarray(rows)
    indices = np.flatnonzero(picked) if picked.dtype == bool else picked.astype(np.int64)
    if not len(indices):
        return []
    first = replace(_finding(tables, problem, int(indices[0])), value=None)
    return [replace(first, count=len(indices))]


def _finding(tables: Tables, problem: Problem, row: int) -> Finding:
    file, sheet, number = tables.origin(problem.table, row)
    message = problem.message if isinstance(problem.message, str) else problem.message(row)
    return Finding(
        code=problem.code,
        message=message,
        remedy=problem.remedy,
        severity=problem.severity,
        table=problem.table,
        file=file,
        sheet=sheet,
        row=number,
        column=problem.column,
        value=None if problem.column is None else shown(tables, problem.table, problem.column, row),
    )


def shown(tables: Tables, table: str, column: str, row: int) -> str | None:
    """Return a cell as a person writes it; None where it is empty, and for pay."""
    stated = contract(table)[column]
    value = tables[table][column][row].as_py()
    return None if value is None or stated.sensitivity == SECRET else text_of(stated, value)


def text_of(column: Column, value: object) -> str:
    """Return a stored value of a column as a person writes it; an open end is `open`."""
    match value:
        case bool():
            return str(value).lower()
        case int() if column.type == "month":
            return str(Month(value))
        case int() if column.type in PLACES:
            return exact_text(scaled(value, PLACES[column.type]), 2 if column.type == "money" else 0)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return "open" if value == FAR else value.isoformat()
        case _:
            return str(value)


def some(values: Iterable[object], most: int = 5) -> str:
    """Return values in a row, the first few by name and the rest by their number."""
    listed = [str(value) for value in values]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
