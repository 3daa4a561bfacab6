"""What a source makes of a sheet: rows of tables, each with where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.ingest.values.cell import Cells, Text
from bookload.data.ingest.values.read import How, read_column
from bookload.data.tables import arrow_schema, contract

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.mapping.question import Question
    from bookload.data.ingest.others import Others

ORIGIN = pa.field("__row", pa.int64())
SHEET = pa.field("__sheet", pa.string())
"""While rows are built they carry their sheet (the file, and after a line break its sheet) and row."""


@dataclass(frozen=True)
class Built:
    """Rows by table, with `__sheet` and `__row` beside the contract's columns.

    `present` names the tables whose rows know only the day they were exported on: they start
    there, and carry no start of their own. `secondary` names those that only add what no other
    sheet of the same import says (accounts named in passing). `later` makes the rest of a sheet that
    has to know the accounts and people of all sheets first, as a calendar has.
    """

    tables: Mapping[str, pa.Table]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    present: frozenset[str] = field(default_factory=frozenset)
    secondary: frozenset[str] = field(default_factory=frozenset)
    later: Callable[[Others], Built] | None = None


def rows_of(
    table: str, filled: Filled, columns: Mapping[str, pa.Array], keep: pa.Array | None = None
) -> pa.Table:
    """Return rows of a table from arrays, one value a row of the sheet; others have their default.

    `keep` is a mask of the sheet's rows to take.
    """
    sheet = filled.guess.view.sheet
    arrays = []
    for column in contract(table).columns:
        array = columns.get(column.name)
        if array is None:
            array = pa.nulls(filled.rows, column.arrow_type)
        if column.default:
            array = pc.fill_null(array, default_of(table, column.name))
        arrays.append(array.cast(column.arrow_type))
    arrays += [pa.array([filled.origin] * filled.rows, pa.string()), sheet.row_numbers]
    whole = pa.table(arrays, schema=with_origin(arrow_schema(table)))
    return whole if keep is None else whole.filter(keep)


def with_origin(schema: pa.Schema) -> pa.Schema:
    """Return a table's schema with the columns of origin."""
    return schema.append(SHEET).append(ORIGIN)


@cache
def default_of(table: str, column: str) -> pa.Scalar:
    """Return a contract's default as it is stored."""
    named = contract(table)[column]
    cells = Cells((Text(named.default, typed=True),), pc.fill_null(pa.array([0]), 0).to_numpy())
    return read_column(named.type, cells, How(column, column, allowed=named.allowed)).array[0]


def from_rows(table: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Return rows made in Python as a table with origins; columns not named have their default.

    A row may name its `__sheet` and `__row`; without them it comes from nowhere.
    """
    schema = with_origin(arrow_schema(table))
    columns = contract(table).columns
    defaults = {column.name: default_of(table, column.name).as_py() for column in columns if column.default}
    full = [{name: _or(row.get(name), defaults.get(name)) for name in schema.names} for row in rows]
    return pa.Table.from_pylist(full, schema=schema)


def _or(value: object, default: object) -> object:
    return default if value is None else value
