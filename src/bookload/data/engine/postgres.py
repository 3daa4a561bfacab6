"""PostgreSQL: the rows of a snapshot in temporary tables, the user's own tables where they are.

The driver is ADBC's, which speaks Arrow over libpq, so `PGPASSWORD`, `~/.pgpass` and `sslmode` mean what they
mean to psql. Everything that is made there is temporary, and gone with the connection.
"""

from __future__ import annotations

import threading
import weakref
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import adbc_driver_manager
import adbc_driver_postgresql.dbapi as driver
import ibis
import ibis.expr.operations as ops
import pyarrow as pa

from bookload.base.errors import MissingDataError, WorkspaceError
from bookload.data.engine.address import without_password
from bookload.data.engine.exact import WHOLE, check_exact
from bookload.data.engine.held import Held, rows_of
from bookload.data.engine.interface import Live
from bookload.data.engine.live import POSTGRES, Found, selection
from bookload.data.engine.placed import compiled, source_of, tables_of
from bookload.data.engine.told import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.datatypes as dt
    import ibis.expr.types as ir

    from bookload.data.engine.interface import Source

SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET jit = off",  # compiling a query with many branches takes longer than running it
    "SET extra_float_digits = 1",
)
CONNECT_SECONDS = 10

_TYPES = {
    "boolean": "boolean",
    "date": "date",
    "int16": "smallint",
    "int32": "integer",
    "int64": "bigint",
    "int8": "smallint",
    "string": "text",
    "timestamp": "timestamptz",
}


@ibis.udf.scalar.builtin(name="div", signature=((WHOLE, WHOLE), WHOLE))
def _div(numerator, denominator):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """PostgreSQL's division of numerics: truncates towards zero, exact at any length."""


class PostgreSQL:
    """One connection; its questions wait for each other."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        """Connect; raise `WorkspaceError`, without the password, where that fails."""
        self._at = without_password(url)
        try:
            self._connection = driver.connect(_patient(url), autocommit=True)
        except driver.Error as error:
            raise WorkspaceError(_unreachable(self._at, error)) from None
        weakref.finalize(self, self._connection.close)  # the driver's own way fails as the program ends
        self._held = Held()
        self._one = threading.Lock()
        with self._connection.cursor() as cursor:
            for setting in SESSION:
                cursor.execute(setting)
            self._order = _collation(cursor)

    def __repr__(self) -> str:
        """Return it without the password."""
        return f"PostgreSQL({self._at!r})"

    def run(self, expr: ir.Table, sources: Mapping[str, Source]) -> pa.Table:
        """Return the expression's rows; see `Engine.run`."""
        check_exact(expr)
        with self._one:
            try:
                with self._connection.cursor() as cursor:
                    names, there = self._bind(cursor, expr, sources)
                    cursor.execute(there + _typed(self._sql(expr, names), expr.schema()))
                    rows = cursor.fetch_arrow_table()
            except driver.Error as error:
                raise told(error.sqlstate or "", self._at) from error
        return pa.table(rows.columns, names=list(expr.schema())).cast(expr.schema().to_pyarrow())

    def sql(self, expr: ir.Table) -> str:
        """Return PostgreSQL's SQL for the expression."""
        return self._sql(expr, {node.name: node.name for node in tables_of(expr)})

    def close(self) -> None:
        """Close the connection; its temporary tables go with it."""
        self._connection.close()

    def _sql(self, expr: ir.Table, names: Mapping[str, str]) -> str:
        return compiled(expr, "postgres", names, _said)

    def _bind(
        self, cursor: driver.Cursor, expr: ir.Table, sources: Mapping[str, Source]
    ) -> tuple[dict[str, str], str]:
        """Return what each table is called here, and the head of a query that defines the live ones.

        A view would keep their owner from dropping them.
        """
        for name in self._held.released():
            cursor.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
        names, live = {}, []
        for node in tables_of(expr):
            source, schema = source_of(node.name, sources), node.schema
            if isinstance(source, Live):
                names[node.name] = f"live_{node.name}"
                rows = selection(source, _columns(cursor, source), POSTGRES, self._order)
                live.append(f"{quoted(names[node.name])} AS NOT MATERIALIZED ({rows})")
            else:
                load = partial(self._load, cursor, source, schema)
                names[node.name] = self._held.name_of(source, schema, load)
        return names, f"WITH {', '.join(live)} " if live else ""

    def _load(self, cursor: driver.Cursor, source: Path | pa.Table, schema: ibis.Schema, name: str) -> None:
        columns = ", ".join(f"{quoted(column)} {self._type(kind)}" for column, kind in schema.items())
        cursor.execute(f"CREATE TEMP TABLE {quoted(name)} ({columns})")
        self._fill(cursor, name, rows_of(source) if isinstance(source, Path) else source, schema)
        # Else a join of two ranges is planned for a handful of rows.
        cursor.execute(f"ANALYZE {quoted(name)}")

    def _fill(self, cursor: driver.Cursor, name: str, rows: pa.Table, schema: ibis.Schema) -> None:
        if rows.num_rows:
            kept = rows.select(list(schema)).cast(schema.to_pyarrow())
            cursor.adbc_ingest(name, kept, mode="append", temporary=True)

    def _type(self, kind: dt.DataType) -> str:
        if kind.is_string():
            return f'text COLLATE "{self._order}"'
        return _type(kind)


def quoted(name: str) -> str:
    """Return a name as an identifier that means itself."""
    return '"' + name.replace('"', '""') + '"'


def _said(node: ops.Node) -> ops.Node:
    """Return what PostgreSQL says otherwise: integer division."""
    if not isinstance(node, ops.ScalarUDF):
        return node
    divided: ops.Node = _div(*(getattr(node, name).to_expr() for name in node.argnames)).op()
    return divided


def _type(kind: dt.DataType) -> str:
    return (
        f"numeric({kind.precision}, {kind.scale})"
        if kind.is_decimal()
        else _TYPES[type(kind).__name__.lower()]
    )


def _typed(sql: str, schema: ibis.Schema) -> str:
    """Return a query whose columns have the types of a schema; numerics go as text, digit by digit."""
    columns = []
    for name, kind in schema.items():
        value = f"CAST({quoted(name)} AS {_type(kind)})"
        columns.append(f"CAST({value} AS text)" if kind.is_decimal() else value)
    return f"SELECT {', '.join(columns)} FROM ({sql}) AS answer"  # noqa: S608 - compiled, and quoted


def _collation(cursor: driver.Cursor) -> str:
    """Return the collation that orders text as every other engine does, by code point.

    `pg_c_utf8` (from PostgreSQL 17 on) also knows the lower case of letters that are not ASCII.
    """
    cursor.execute("SELECT count(*) FROM pg_collation WHERE collname = 'pg_c_utf8'")
    (known,) = cursor.fetchone() or (0,)
    return "pg_c_utf8" if known else "C"


def _columns(cursor: driver.Cursor, live: Live) -> dict[str, Found]:
    """Return the columns of a table or view of the database, by name; raise where there is none."""
    cursor.execute(
        "SELECT attname::text, format_type(atttypid, NULL), format_type(atttypid, atttypmod), "
        "information_schema._pg_numeric_scale(atttypid, atttypmod) "
        "FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped",
        (".".join(quoted(part) for part in live.name.split(".")),),
    )
    found = {name: Found(kind, scale, whole) for name, kind, whole, scale in cursor.fetchall()}
    if not found:
        message = (
            f"the database has no table or view '{live.name}', or this user may not see it; [tables] names it"
        )
        raise MissingDataError(message)
    return found


# -------------------------------------------------------------------------------------------- what went wrong


def _patient(url: str) -> str:
    """Return the URL with a limit to how long an attempt to connect may take."""
    if "connect_timeout" in url:
        return url
    place, asks, options = url.partition("?")
    return f"{place}?{options}{'&' if asks and options else ''}connect_timeout={CONNECT_SECONDS}"


def _unreachable(at: str, error: adbc_driver_manager.Error) -> str:
    said = without_password(str(error)).partition("Failed to connect: ")[2].strip().splitlines()
    return (
        f"cannot connect to {at}: {said[0] if said else 'no answer'}; is the server running, and are host, "
        "database, user and password (PGPASSWORD or ~/.pgpass) right?"
    )
