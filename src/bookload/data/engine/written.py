"""Rows of an expression, written to a Parquet file without all of them being held, where the engine can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import ibis.expr.types as ir

    from bookload.data.engine.interface import Engine, Source


@runtime_checkable
class Writes(Protocol):
    """An engine that writes Parquet files itself, as the rows come."""

    def write(self, expr: ir.Table, sources: Mapping[str, Source], path: Path) -> None:
        """Write what `Engine.run` returns to a file that is not there yet; raises as that does."""
        ...


def write_rows(engine: Engine, expr: ir.Table, sources: Mapping[str, Source], path: Path) -> None:
    """Write an expression's rows to a Parquet file, in the types of its schema."""
    if isinstance(engine, Writes):
        engine.write(expr, sources, path)
    else:
        pq.write_table(engine.run(expr, sources), path)
