r"""A table's contract, read from its CSV, and the schemas made from it.

Logical types and how a snapshot stores them:

| type | stored as |
|---|---|
| id, text, currency, enum(a\|b), list (joined by `;`) | string |
| date | date32 |
| month | int64, `year * 12 + month - 1` |
| instant | timestamp, microseconds, UTC |
| money | int64, millionths of a currency unit |
| number | int64, ten-thousandths (shares, FTE, percent, minutes, quantities) |
| rate | int64, hundred-millionths |
| integer | int64 |
| boolean | bool |
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

_ARROW: Mapping[str, pa.DataType] = {
    "id": pa.string(),
    "text": pa.string(),
    "currency": pa.string(),
    "enum": pa.string(),
    "list": pa.string(),
    "date": pa.date32(),
    "month": pa.int64(),
    "instant": pa.timestamp("us", tz="UTC"),
    "money": pa.int64(),
    "number": pa.int64(),
    "rate": pa.int64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}
PLACES: Mapping[str, int] = {"money": 6, "number": 4, "rate": 8}
"""Decimal places that a stored whole number of the type stands for."""


@dataclass(frozen=True)
class Column:
    """One column of a contract; `allowed` lists the values of an enum, else it is empty."""

    name: str
    type: str
    required: bool
    key: bool
    default: str
    unit: str
    sensitivity: str
    aliases: tuple[str, ...]
    example: str
    description: str
    allowed: tuple[str, ...] = ()

    @property
    def arrow_type(self) -> pa.DataType:
        """How a snapshot stores the column."""
        return _ARROW[self.type]


@dataclass(frozen=True)
class Contract:
    """One table's columns, in order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together name a row."""
        return tuple(column.name for column in self.columns if column.key)

    def __getitem__(self, name: str) -> Column:
        """Return a column; raise `UsageError` with the nearest name for an unknown one."""
        for column in self.columns:
            if column.name == name:
                return column
        raise unknown(f"column of {self.name}", name, [column.name for column in self.columns])


@cache
def table_names() -> tuple[str, ...]:
    """Return the names of all tables, sorted."""
    folder = files("bookload.data.tables")
    return tuple(
        sorted(entry.name.removesuffix(".csv") for entry in folder.iterdir() if entry.name.endswith(".csv"))
    )


@cache
def contract(table: str) -> Contract:
    """Return a table's contract; raise `UsageError` with the nearest name for an unknown one."""
    if table not in table_names():
        raise unknown("table", table, table_names())
    text = files("bookload.data.tables").joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return Contract(table, tuple(_column(row) for row in csv.DictReader(text.splitlines())))


def contracts() -> tuple[Contract, ...]:
    """Return all contracts, by name."""
    return tuple(contract(name) for name in table_names())


def _column(row: Mapping[str, str]) -> Column:
    kind, _, values = row["type"].partition("(")
    return Column(
        name=row["column"],
        type=kind,
        required=row["required"] == "yes",
        key=row["key"] == "yes",
        default=row["default"],
        unit=row["unit"],
        sensitivity=row["sensitivity"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        example=row["example"],
        description=row["description"],
        allowed=tuple(values.removesuffix(")").split("|")) if values else (),
    )


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema that a snapshot stores the table in."""
    return pa.schema([(column.name, column.arrow_type) for column in contract(table).columns])


def empty(table: str) -> pa.Table:
    """Return the table with no rows."""
    return arrow_schema(table).empty_table()


@cache
def unbound(table: str) -> ir.Table:
    """Return the table as an expression that no engine is bound to yet, under the table's name."""
    import ibis  # noqa: PLC0415 - takes longer to load than a kept answer takes to show

    return ibis.table(ibis.Schema.from_pyarrow(arrow_schema(table)), name=table)
