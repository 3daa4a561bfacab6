"""Tables whose rows stay in the user's own database: what is taken from there, and how it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from bookload.base.errors import DocumentError, Finding
from bookload.base.money import MINOR_UNITS
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


@dataclass(frozen=True)
class LiveCheck:
    """One thing that must not be: `wrong` counts the rows of it, in a table of one row and one column."""

    finding: Finding
    wrong: ir.Table


def live_checks(table: str) -> Iterator[LiveCheck]:
    """Yield what a live table is checked for, a query each: required, allowed, currencies, unique keys.

    The other checks look at rows one by one, and are made of what is imported.
    """
    rows, columns = unbound(table), contract(table).columns
    for column in columns:
        cell = rows[column.name]
        if column.required:
            empty = cell.isnull()
            if instead := INSTEAD.get((table, column.name)):
                empty &= reduce(or_, (rows[other].isnull() for other in instead))
            finding = _finding("missing-value", table, column.name, f"{column.name} is empty")
            yield LiveCheck(finding, _count(rows, empty))
        if column.allowed:
            finding = _finding("value-not-allowed", table, column.name, f"not a {column.name}")
            yield LiveCheck(finding, _count(rows, cell.notnull() & cell.notin(column.allowed)))
        if column.type == "currency":
            finding = _finding("unknown-currency", table, column.name, "not a currency of ISO 4217")
            yield LiveCheck(finding, _count(rows, cell.notnull() & cell.notin(sorted(MINOR_UNITS))))
    if key := contract(table).key:
        twice = rows.group_by(*key).aggregate(times=rows.count())
        finding = _finding("duplicate-key", table, None, f"several rows have the same {', '.join(key)}")
        yield LiveCheck(finding, _count(twice, twice.times > 1))


def _count(rows: ir.Table, wrong: ir.BooleanValue) -> ir.Table:
    picked = rows.filter(wrong)
    return picked.aggregate(wrong=picked.count())


def _finding(code: str, table: str, column: str | None, message: str) -> Finding:
    return Finding(
        code=code,
        message=message,
        remedy="Correct the rows, or the view that [tables] names.",
        table=table,
        column=column,
    )
