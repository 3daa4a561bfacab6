"""Tables whose rows stay in the user's own database: what is taken from there, and how it is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from bookload.base.errors import DocumentError, Finding
from bookload.base.money import LARGEST_AMOUNT, MICROS, MINOR_UNITS
from bookload.data.engine import Live, LiveColumn
from bookload.data.tables.checks.every_table import INSTEAD
from bookload.data.tables.contract import PLACES, Column, contract, unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.engine.interface import Kind

_KINDS: dict[str, Kind] = {
    "boolean": "boolean",
    "date": "date",
    "instant": "instant",
    "integer": "number",
    "money": "number",
    "month": "month",
    "number": "number",
    "rate": "number",
}
_PARTS = 3


def live_table(table: str, name: str) -> Live:
    """Return what is taken of a table or view of the user's database, by the contract of `table`.

    `name` is `table`, `schema.table` or `catalog.schema.table`. Raises `UsageError` for a table that no
    contract has, and `DocumentError` for a name that cannot be one.
    """
    columns = tuple(_column(table, column) for column in contract(table).columns)
    parts = name.split(".")
    if not all(part.strip() for part in parts) or len(parts) > _PARTS:
        raise DocumentError(f"[tables] {table} = '{name}' names no table; write schema.table")
    return Live(name, columns)


def _column(table: str, column: Column) -> LiveColumn:
    default = column.default or None
    if default is not None and column.type in PLACES:
        default = str(int(Decimal(default).scaleb(PLACES[column.type])))
    return LiveColumn(
        name=column.name,
        kind=_KINDS.get(column.type, "text"),
        places=PLACES.get(column.type, 0),
        default=default,
        required=column.required and (table, column.name) not in INSTEAD,
    )


@dataclass(frozen=True, eq=False)
class LiveCheck:
    """One thing that must not be in a live table: rows for which `wrong` holds."""

    finding: Finding
    rows: ir.Table
    wrong: ir.BooleanValue


def live_checks(table: str) -> Iterator[LiveCheck]:
    """Yield what a live table is checked for: required, allowed, too large, known currencies, unique keys.

    The other checks look at rows one by one, and are made of what is imported.
    """
    rows = unbound(table)
    for column in contract(table).columns:
        yield from _column_checks(table, rows, column)
    if key := contract(table).key:
        groups = rows.group_by(*key).aggregate(times=rows.count())
        finding = _finding("duplicate-key", table, None, f"several rows have the same {', '.join(key)}")
        yield LiveCheck(finding, groups, groups.times > 1)


def _column_checks(table: str, rows: ir.Table, column: Column) -> Iterator[LiveCheck]:
    cell = rows[column.name]
    if column.required:
        empty = cell.isnull()
        if instead := INSTEAD.get((table, column.name)):
            empty &= reduce(or_, (rows[other].isnull() for other in instead))
        yield LiveCheck(_finding("missing-value", table, column.name, f"{column.name} is empty"), rows, empty)
    if column.allowed:
        wrong = cell.notnull() & cell.notin(column.allowed)
        yield LiveCheck(
            _finding("value-not-allowed", table, column.name, f"not a {column.name}"), rows, wrong
        )
    if column.type in PLACES:  # every cell is computed, so that one of too many decimals is found
        limit = LARGEST_AMOUNT * MICROS
        finding = _finding("amount-too-large", table, column.name, "larger than any amount can be")
        yield LiveCheck(finding, rows, cell.notnull() & ((cell > limit) | (cell < -limit)))
    if column.type == "currency":
        wrong = cell.notnull() & cell.notin(sorted(MINOR_UNITS))
        yield LiveCheck(
            _finding("unknown-currency", table, column.name, "not a currency of ISO 4217"), rows, wrong
        )


def counted(checks: Sequence[LiveCheck]) -> ir.Table:
    """Return a table of one row: how many rows each of some checks of the same rows finds, in their order."""
    rows = checks[0].rows
    counts = {f"wrong_{number}": check.wrong.sum() for number, check in enumerate(checks)}
    return rows.aggregate(**counts)


def _finding(code: str, table: str, column: str | None, message: str) -> Finding:
    return Finding(
        code=code,
        message=message,
        remedy="Correct the rows, or the view that [tables] names.",
        table=table,
        column=column,
    )
