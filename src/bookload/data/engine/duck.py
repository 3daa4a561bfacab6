"""DuckDB, in memory, over the Parquet files of a snapshot."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis.expr.operations as ops
from ibis.backends.sql.datatypes import DuckDBType

from bookload.base.errors import DataError, UsageError, WorkspaceError
from bookload.data.engine.exact import check_exact
from bookload.data.engine.kernel import Numbered, judged, numbered
from bookload.data.engine.known import ChangesByKind
from bookload.data.engine.nodes import FOUND_OUT, nodes
from bookload.data.engine.placed import compiled, source_of
from bookload.data.engine.plain import halved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import ibis.expr.types as ir
    import pyarrow as pa

    from bookload.data.engine.interface import Source
    from bookload.data.engine.known import OfPeriods

MEMORY = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2 // 2**20} MiB"
"""Half of the machine's memory: what one question may take."""

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": MEMORY,
    "temp_directory": "",  # else rows, pay among them, spill into a folder where the program was started
    "autoinstall_known_extensions": "false",  # else it calls home
    "error_on_division_by_zero": "true",
    "TimeZone": "UTC",
}
SESSION = """
    SET enable_progress_bar = false; -- it writes to standard output
    SET TimeZone = 'UTC'; -- each cursor is a session, and starts with the zone of the machine
"""
FUNCTIONS = """
    CREATE MACRO integer_divide(numerator, denominator) AS coalesce(
        CAST(CAST(TRY_CAST(numerator AS DECIMAL(18, 0)) AS BIGINT)
            // CAST(TRY_CAST(denominator AS DECIMAL(18, 0)) AS BIGINT) AS DECIMAL(38, 0)),
        CAST(CAST(numerator AS HUGEINT) // coalesce(
            CAST(TRY_CAST(denominator AS DECIMAL(18, 0)) AS BIGINT), CAST(denominator AS HUGEINT)
        ) AS DECIMAL(38, 0))
    );
    CREATE MACRO divide_half_away(numerator, denominator) AS CASE
        WHEN denominator = 1 THEN CAST(numerator AS DECIMAL(38, 0))
        ELSE coalesce(
            CAST((
                2 * CAST(TRY_CAST(numerator AS DECIMAL(18, 0)) AS BIGINT) + CASE
                    WHEN numerator < 0 THEN -CAST(TRY_CAST(denominator AS DECIMAL(18, 0)) AS BIGINT)
                    ELSE CAST(TRY_CAST(denominator AS DECIMAL(18, 0)) AS BIGINT) END
            ) // (2 * CAST(TRY_CAST(denominator AS DECIMAL(18, 0)) AS BIGINT)) AS DECIMAL(38, 0)),
            integer_divide(
                numerator * 2::DECIMAL(38, 0)
                    + CASE WHEN numerator < 0 THEN -denominator ELSE denominator END,
                denominator * 2::DECIMAL(38, 0)
            )
        ) END;
"""
"""What expressions call; whole numbers' `//` truncates towards zero without passing through a float.

Nearly all amounts have 18 digits or fewer, and those divide twenty times as fast as HUGEINT does.
"""

_READ = ("account_id", "currency", "start_date", "end_date", "annual", "paused")
"""What the kernel reads of price periods; nothing else of them is computed."""


@dataclass(frozen=True)
class _Last:
    """The price periods that were asked for last: the question, what it was asked of, and the answer."""

    sql: str
    read: Mapping[str, Source]
    rows: Numbered | None


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:  # noqa: ARG001 - a fork has none of its parent's threads
    """Open a process's one database: it holds functions and no rows, and to open one takes long.

    A fork opens its own: asked through its parent's, it would wait for threads that it does not have.
    """
    database = duckdb.connect(":memory:", config=CONFIG)
    database.execute(FUNCTIONS)
    return database


class DuckDB:
    """One in-memory connection; one thread, so that several readers share a machine."""

    name = "duckdb"

    def __init__(self, url: str = "duckdb://") -> None:
        """Open the connection; nothing of it is ever on disk, so the URL names no file."""
        if url.partition("://")[2].strip("/"):
            raise UsageError("DuckDB runs in memory, over the snapshot's files; write the URL as duckdb://")
        self._connection = _database(os.getpid()).cursor()
        self._last: _Last | None = None

    def run(self, expr: ir.Table, sources: Mapping[str, Source]) -> pa.Table:
        """Return the expression's rows; see `Engine.run`."""
        check_exact(expr)
        called = _called(expr)
        with self._session(called, sources) as cursor:
            rows = cursor.sql(_sql(expr, called)).to_arrow_table()
        return rows.cast(expr.schema().to_pyarrow())

    def write(self, expr: ir.Table, sources: Mapping[str, Source], path: Path) -> None:
        """Write the expression's rows; see `Writes`."""
        check_exact(expr)
        # Texts stay what they are: where the snapshot's ids are whole numbers, they are joined as such.
        columns = ", ".join(
            _name(name)
            if kind.is_string()
            else f"CAST({_name(name)} AS {DuckDBType.to_string(kind)}) AS {_name(name)}"
            for name, kind in expr.schema().items()
        )
        called = _called(expr)
        with self._session(called, sources) as cursor:
            # The names are quoted, and the path is given apart.
            rows = f"SELECT {columns} FROM ({_sql(expr, called)})"  # noqa: S608
            cursor.execute(f"COPY ({rows}) TO $path (FORMAT parquet)", {"path": str(path)})

    def known(self, known_as: OfPeriods, sources: Mapping[str, Source]) -> pa.Table | None:
        """Return what price periods are known to make; see `Knows`."""
        if isinstance(known_as, ChangesByKind):
            if not judged(known_as.when, known_as.grain):
                return None
            rows = self._numbered(known_as, sources)
            self._last = None  # what changed is the last that is asked of them
            rates = self.run(known_as.rates, sources)
            return None if rows is None else rows.changes_by_kind(known_as.when, rates)
        rows = self._numbered(known_as, sources)
        return None if rows is None else rows.first_days()

    def _numbered(self, known_as: OfPeriods, sources: Mapping[str, Source]) -> Numbered | None:
        """Return price periods as whole numbers, at once where they were the last that was asked for."""
        periods = known_as.periods.select(*_READ)
        check_exact(periods)
        called = _called(periods)
        sql = numbered(_sql(periods, called), known_as.home)
        read = {name: source_of(name, sources) for name in called}
        last = self._last
        if last is None or last.sql != sql or not _same(last.read, read):
            with self._session(called, sources) as cursor:
                rows = Numbered.of(cursor.sql(sql).to_arrow_table(), known_as.home)
            last = self._last = _Last(sql, read, rows)
        return last.rows

    @contextmanager
    def _session(
        self, called: Mapping[str, str], sources: Mapping[str, Source]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a cursor that knows tables by what they are called; what goes wrong is said in our words."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(SESSION)
            for name, here in called.items():
                _bind(cursor, here, source_of(name, sources))
            yield cursor
        except duckdb.OutOfRangeException as error:
            message = "a sum is beyond 38 digits; `bookload check` names amounts that are too large"
            raise DataError(message) from error
        except duckdb.InvalidInputException as error:
            if "zero" not in str(error).lower():
                raise
            raise DataError("an expression divides by 0; `bookload check` names the rows") from error
        except duckdb.OutOfMemoryException as error:
            message = f"the question takes more than {MEMORY} of memory, half of what this machine has"
            raise DataError(message) from error
        except duckdb.IOException as error:
            message = "a table of the snapshot cannot be read; `bookload doctor` or a backup tells which"
            raise WorkspaceError(message) from error
        finally:
            cursor.close()

    def sql(self, expr: ir.Table) -> str:
        """Return DuckDB's SQL for the expression."""
        return _sql(expr, {})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _called(*read: ir.Table) -> dict[str, str]:
    """Return what the tables that expressions read are called here: the same for those of another snapshot.

    Their SQL is the same then, and does not have to be written again.
    """
    names = dict.fromkeys(name for expr in read for name in _names(expr.op()))
    return {name: f"table_{number}" for number, name in enumerate(names)}


@lru_cache(maxsize=FOUND_OUT)
def _names(root: ops.Node) -> tuple[str, ...]:
    return tuple(node.name for node in nodes(root) if isinstance(node, ops.UnboundTable))


def _same(one: Mapping[str, Source], other: Mapping[str, Source]) -> bool:
    """Return whether tables stand in the same files, or are the same in memory."""
    return one.keys() == other.keys() and all(
        here is other[name] or (isinstance(here, Path) and here == other[name]) for name, here in one.items()
    )


def _sql(expr: ir.Table, called: Mapping[str, str]) -> str:
    return compiled(expr, DuckDB.name, called, halved)


def _bind(cursor: duckdb.DuckDBPyConnection, name: str, source: Source) -> None:
    if isinstance(source, Path):
        rows = f"read_parquet('{_one_file(source)}', hive_partitioning = false)"
        # Temporary, so that readers of two snapshots in one process never see each other's rows.
        view = f"CREATE OR REPLACE TEMP VIEW {_name(name)} AS SELECT * FROM {rows}"  # noqa: S608 - quoted
        cursor.execute(view)
    else:
        cursor.register(name, source)


def _name(name: str) -> str:
    """Return a name of a table or column as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def _one_file(path: Path) -> str:
    """Return a path that means itself: `[`, `*` and `?` in it would stand for other files too."""
    literal = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
    return literal.replace("'", "''")
