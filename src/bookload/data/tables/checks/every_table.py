"""What can be wrong in any table: what its contract says of each column, its key, and its ranges of days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding, did_you_mean
from bookload.base.money import LARGEST_AMOUNT, MICROS, MINOR_UNITS
from bookload.base.period import FAR, MONTHS_A_YEAR
from bookload.data.tables.checks.columns import codes, days, ends, equals, is_missing, mask
from bookload.data.tables.checks.found import Problem, counted, findings, shown
from bookload.data.tables.contract import Column, Contract, contract

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bookload.data.tables.checks.given import Tables

FIRST_YEAR, LAST_YEAR = 1970, 2200
SINCE_EVER = date(1900, 1, 1)
"""The contracts' default for a start that was always."""

RANGES = {
    "absences": ("start_date", "end_date"),
    "costs": ("from_date", "to_date"),
    "discounts": ("start_date", "end_date"),
    "interventions": ("start_date", "end_date"),
    "invoice_lines": ("period_start", "period_end"),
    "ownership": ("start_date", "end_date"),
    "people": ("hire_date", "leave_date"),
    "pools": ("from_date", "to_date"),
    "subscriptions": ("start_date", "end_date"),
}
"""The columns [start, end) of the tables whose rows are in force for a time."""

ITS_ROWS_CURRENCY = {"discounts"}
"""Tables whose amounts are in the currency of what they are about where they state none."""

INSTEAD = {("subscriptions", "amount"): ("unit_amount", "quantity")}
"""Required columns that others may stand in for."""


@dataclass(frozen=True)
class _Range:
    """A table's range of days: its columns, and each row's first day and first day out."""

    table: str
    columns: tuple[str, str]
    start: np.ndarray
    end: np.ndarray


def check_for_missing_value(tables: Tables) -> list[Finding]:
    """A required cell is empty (error); subscriptions may give unit_amount and quantity for amount."""
    found = []
    for table, column in _columns(tables):
        if column.required:
            missing = is_missing(tables[table], column.name)
            if instead := INSTEAD.get((table, column.name)):
                missing &= np.logical_or.reduce([is_missing(tables[table], other) for other in instead])
            problem = Problem(
                code="missing-value",
                table=table,
                column=column.name,
                message=f"{column.name} is empty, and every row of {table} needs it",
                remedy=f"Fill it in: {column.description}",
            )
            found += findings(tables, problem, missing)
    return found


def check_for_value_not_allowed(tables: Tables) -> list[Finding]:
    """A cell is none of the words that its column allows (error)."""
    found = []
    for table, column in _columns(tables, "enum"):
        remedy = f"Use one of: {', '.join(column.allowed)}."
        problem = Problem("value-not-allowed", table, column.name, f"not a {column.name}", remedy)
        found += _not_among(tables, problem, column.allowed)
    return found


def _not_among(tables: Tables, problem: Problem, allowed: Collection[str]) -> list[Finding]:
    """Return the rows whose cell, where there is one, is not allowed, each with the nearest that is."""
    rows, column = tables[problem.table], str(problem.column)

    def message(row: int) -> str:
        return f"{problem.message}{did_you_mean(str(rows[column][row]), allowed)}"

    wrong = ~equals(rows, column, *allowed) & ~is_missing(rows, column)
    return findings(tables, replace(problem, message=message), wrong)


def check_for_duplicate_key(tables: Tables) -> list[Finding]:
    """Two rows have the same key (error); the second is named, with the first in its message."""
    return [finding for contracted in _contracts(tables) for finding in _duplicates(tables, contracted)]


def _duplicates(tables: Tables, contracted: Contract) -> list[Finding]:
    rows, key = tables[contracted.name], contracted.key
    keys = codes(*(rows[column] for column in key))
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    earlier = first[inverse]

    def message(row: int) -> str:
        file, sheet, number = tables.origin(contracted.name, int(earlier[row]))
        place = " of ".join(str(part) for part in (f"row {number}", sheet, file) if part)
        return f"{place} has the same {', '.join(key)}"

    problem = Problem(
        code="duplicate-key",
        table=contracted.name,
        column=key[-1] if len(key) == 1 else None,
        message=message,
        remedy="Remove one of the two, or tell them apart by one of these columns; none is dropped.",
    )
    return findings(tables, problem, earlier != np.arange(rows.num_rows))


def check_for_end_before_start(tables: Tables) -> list[Finding]:
    """A range ends before it starts (error)."""
    return [finding for each in _ranges(tables) for finding in _backwards(tables, each)]


def _backwards(tables: Tables, each: _Range) -> list[Finding]:
    first, last = each.columns
    problem = Problem(
        code="end-before-start",
        table=each.table,
        column=last,
        message=lambda row: f"ends before it starts, on {shown(tables, each.table, first, row)}",
        remedy=f"Correct {first} or {last}; day and month may be the wrong way round.",
    )
    return findings(tables, problem, each.end < each.start)


def check_for_no_time_in_force(tables: Tables) -> list[Finding]:
    """A range ends on the day that it starts, so that it is in force on no day (note)."""
    found = []
    for each in _ranges(tables):
        problem = Problem(
            code="no-time-in-force",
            table=each.table,
            column=each.columns[1],
            message="starts and ends on the same day, so it is in force on none",
            remedy="If the end is the last day in force, map the column as last day in.",
            severity="note",
        )
        found += counted(tables, problem, each.end == each.start)
    return found


def check_for_unknown_currency(tables: Tables) -> list[Finding]:
    """A currency is not a code of ISO 4217 (error); it is never taken for 1 or for 0."""
    found = []
    for table, column in _columns(tables, "currency"):
        remedy = "Use a code of ISO 4217 such as EUR."
        problem = Problem("unknown-currency", table, column.name, "unknown currency", remedy)
        found += _not_among(tables, problem, MINOR_UNITS)
    return found


def check_for_missing_currency(tables: Tables) -> list[Finding]:
    """A row has no currency while others of its table do (error); if none has one, it is the workspace's."""
    found = []
    for table, column in _columns(tables, "currency"):
        missing = is_missing(tables[table], column.name)
        if column.required or table in ITS_ROWS_CURRENCY or missing.all():
            continue
        problem = Problem(
            code="missing-currency",
            table=table,
            column=column.name,
            message="this row has no currency, others of the table have one",
            remedy="Fill it in, or leave the column out altogether for the workspace's currency.",
        )
        found += findings(tables, problem, missing)
    return found


def check_for_amount_too_large(tables: Tables) -> list[Finding]:
    """An amount is beyond 1,000,000,000,000 units of its currency (error): sums would not stay exact."""
    found = []
    for table, column in _columns(tables, "money"):
        amounts = tables[table][column.name]
        most = LARGEST_AMOUNT * MICROS
        beyond = mask(pc.greater(amounts, most)) | mask(pc.less(amounts, -most))
        problem = Problem(
            code="amount-too-large",
            table=table,
            column=column.name,
            message=f"the amount is beyond {LARGEST_AMOUNT:,}",
            remedy="Check for a lost decimal point, or a number that is an id.",
        )
        found += findings(tables, problem, beyond)
    return found


def check_for_negative_number(tables: Tables) -> list[Finding]:
    """A share, a count, minutes or another number that cannot be negative is (error)."""
    found = []
    for table, column in (*_columns(tables, "number"), *_columns(tables, "integer")):
        problem = Problem(
            code="negative-number",
            table=table,
            column=column.name,
            message=f"{column.name} is negative",
            remedy=f"It is at least 0: {column.description}",
        )
        found += findings(tables, problem, mask(pc.less(tables[table][column.name], 0)))
    return found


def check_for_date_out_of_range(tables: Tables) -> list[Finding]:
    """A date lies before 1970 or after 2200 (error); what was always, or has no end, passes."""
    found = []
    limits = {
        "date": (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
        "month": (FIRST_YEAR * MONTHS_A_YEAR, LAST_YEAR * MONTHS_A_YEAR + MONTHS_A_YEAR - 1),
        "instant": (datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)),
    }
    for kind, (first, last) in limits.items():
        for table, column in _columns(tables, kind):
            cells = tables[table][column.name]
            lowest, highest = pa.scalar(first, column.arrow_type), pa.scalar(last, column.arrow_type)
            beyond = mask(pc.less(cells, lowest)) | mask(pc.greater(cells, highest))
            if kind == "date":
                beyond &= ~mask(pc.is_in(cells, value_set=pa.array([FAR, SINCE_EVER], pa.date32())))
            problem = Problem(
                code="date-out-of-range",
                table=table,
                column=column.name,
                message=f"the date lies outside {FIRST_YEAR} to {LAST_YEAR}",
                remedy="Check the year, and the order of day, month and year.",
            )
            found += findings(tables, problem, beyond)
    return found


def _contracts(tables: Tables) -> Iterator[Contract]:
    """Yield the contracts of the tables that have rows."""
    yield from (contract(name) for name in sorted(tables) if tables[name].num_rows)


def _columns(tables: Tables, kind: str | None = None) -> Iterator[tuple[str, Column]]:
    """Yield table and column for each column of a type in tables that have rows."""
    for contracted in _contracts(tables):
        for column in contracted.columns:
            if kind in (None, column.type):
                yield contracted.name, column


def _ranges(tables: Tables) -> Iterator[_Range]:
    """Yield the ranges of the tables that have rows; a row without a start has none."""
    for table, (first, last) in RANGES.items():
        rows = tables[table]
        if rows.num_rows:
            yield _Range(table, (first, last), days(rows, first), ends(rows, last))
