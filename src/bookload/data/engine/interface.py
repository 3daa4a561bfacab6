"""What an engine is to its callers, whichever database is behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

Source: TypeAlias = Path | pa.Table
"""Where the rows of an unbound table are: a Parquet file, or an Arrow table in memory."""


class Engine(Protocol):
    """Runs expressions; each unbound table in one is found in `sources` by its name."""

    name: str

    def run(self, expr: ir.Table, sources: Mapping[str, Source]) -> pa.Table:
        """Return the expression's rows, cast to exactly `expr.schema()`.

        Raises `InexactExpressionError` for an expression that could lose a cent, and
        `MissingDataError` for a table that `sources` does not have.
        """
        ...

    def sql(self, expr: ir.Table) -> str:
        """Return the text that the engine would run."""
        ...

    def close(self) -> None:
        """Let go of connections; further calls fail."""
        ...
