"""DuckDB, in memory, over the Parquet files of a snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
import ibis.expr.operations as ops

from bookload.base.errors import MissingDataError
from bookload.data.engine.exact import check_exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir
    import pyarrow as pa

    from bookload.data.engine.interface import Source

MEMORY_LIMIT = "4GB"
SESSION = """
    SET TimeZone = 'UTC';
    CREATE OR REPLACE TEMP MACRO integer_divide(numerator, denominator) AS
    CAST(CAST(numerator AS HUGEINT) // CAST(denominator AS HUGEINT) AS DECIMAL(38, 0));
"""
"""What every cursor starts with; HUGEINT's `//` truncates towards zero without passing through a float."""


class DuckDB:
    """One in-memory connection; one thread, so that several readers share a machine."""

    name = "duckdb"

    def __init__(self) -> None:
        """Open the connection; nothing of it is ever on disk."""
        self._connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MEMORY_LIMIT})
        self._connection.execute("SET enable_progress_bar = false")

    def run(self, expr: ir.Table, sources: Mapping[str, Source]) -> pa.Table:
        """Return the expression's rows; see `Engine.run`."""
        check_exact(expr)
        cursor = self._connection.cursor()
        try:
            cursor.execute(SESSION)
            for name in sorted({node.name for node in expr.op().find(ops.UnboundTable)}):
                _bind(cursor, name, sources)
            rows = cursor.sql(self.sql(expr)).to_arrow_table()
            return rows.cast(expr.schema().to_pyarrow())
        finally:
            cursor.close()

    def sql(self, expr: ir.Table) -> str:
        """Return DuckDB's SQL for the expression."""
        return str(ibis.to_sql(expr, dialect="duckdb"))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _bind(cursor: duckdb.DuckDBPyConnection, name: str, sources: Mapping[str, Source]) -> None:
    if name not in sources:
        message = (
            f"the table '{name}' is not in the snapshot; import it, or `bookload check` lists what is there"
        )
        raise MissingDataError(message)
    source = sources[name]
    if isinstance(source, Path):
        path, quoted = str(source).replace("'", "''"), name.replace('"', '""')
        # Temporary, so that readers of two snapshots in one process never see each other's rows.
        view = f"CREATE OR REPLACE TEMP VIEW \"{quoted}\" AS SELECT * FROM read_parquet('{path}')"  # noqa: S608 - quoted
        cursor.execute(view)
    else:
        cursor.register(name, source)
