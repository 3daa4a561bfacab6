"""Ids that name a row of another table, and whether it is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.tables.checks.columns import is_missing, mask
from bookload.data.tables.checks.found import Problem, findings

if TYPE_CHECKING:
    from bookload.base.errors import Finding, Severity
    from bookload.data.tables.checks.given import Tables

LIST_SEPARATOR = ";"


def unknown_accounts(tables: Tables, table: str, severity: Severity = "error") -> list[Finding]:
    """Return the rows whose account is not in accounts."""
    problem = Problem(
        code="unknown-account",
        table=table,
        column="account_id",
        message="there is no account with this id in accounts",
        remedy="Add the account to accounts, or correct the id; nothing is matched or merged by likeness.",
        severity=severity,
    )
    return unknown_ids(tables, problem, tables["accounts"]["account_id"])


def unknown_people(tables: Tables, table: str, severity: Severity = "error") -> list[Finding]:
    """Return the rows whose person is not in people."""
    problem = Problem(
        code="unknown-person",
        table=table,
        column="person_id",
        message="there is no person with this id in people",
        remedy="Add the person to people, or correct the id.",
        severity=severity,
    )
    return unknown_ids(tables, problem, tables["people"]["person_id"])


def unknown_ids(tables: Tables, problem: Problem, known: pa.ChunkedArray) -> list[Finding]:
    """Return the rows whose id is not known, each with the id that it may have meant.

    An empty cell names nothing. The message of the problem is a text.
    """
    rows = tables[problem.table]
    column = str(problem.column)
    absent = ~mask(pc.is_in(rows[column], value_set=known)) & ~is_missing(rows, column)
    if not absent.any():
        return []
    like = Likeness(known)
    return findings(
        tables,
        replace(problem, message=lambda row: f"{problem.message}{like.hint(str(rows[column][row]))}"),
        absent,
    )


class Likeness:
    """Ids by what is left of them without case, blanks, signs and leading zeros."""

    def __init__(self, known: pa.ChunkedArray) -> None:
        """Index the ids that there are."""
        self._by_core = {_core(name): name for name in known.drop_null().to_pylist()}

    def hint(self, wrong: str) -> str:
        """Return ` (did you mean 'x'?)` for the id that differs in nothing else, or an empty text."""
        near = self._by_core.get(_core(wrong))
        return f" (did you mean '{near}'?)" if near else ""


def _core(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum()).lstrip("0")


def listed(column: pa.ChunkedArray) -> tuple[np.ndarray, pa.ChunkedArray]:
    """Return the single values of a column of lists, trimmed, each with the row that it stands in."""
    lists = pc.split_pattern(column.combine_chunks(), LIST_SEPARATOR)
    rows = pc.list_parent_indices(lists).to_numpy()
    return rows, pa.chunked_array([pc.utf8_trim_whitespace(pc.list_flatten(lists))])
