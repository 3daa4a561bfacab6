"""What an engine is to its callers, whichever database is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

Kind: TypeAlias = Literal["text", "date", "month", "instant", "number", "boolean"]


@dataclass(frozen=True)
class LiveColumn:
    """What one column of a live table is to become.

    A `number` becomes a whole number of 10^-places, a `month` becomes `year * 12 + month - 1`. `default`,
    written as stored, stands where the column is missing or empty.
    """

    name: str
    kind: Kind
    places: int = 0
    default: str | None = None
    required: bool = False


@dataclass(frozen=True)
class Live:
    """A table or view of the engine's own database, `name` or `schema.name`, whose rows stay there."""

    name: str
    columns: tuple[LiveColumn, ...]


Source: TypeAlias = Path | pa.Table | Live
"""Where the rows of an unbound table are: a Parquet file, an Arrow table, or the engine's own database."""


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
