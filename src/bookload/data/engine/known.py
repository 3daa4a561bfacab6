"""Expressions that are known for what they are, so that an engine may take a faster way to the same rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import ibis.expr.types as ir
    import pyarrow as pa

    from bookload.data.engine.interface import Engine, Source


@dataclass(frozen=True)
class OfPeriods:
    """That an expression is made of price periods, and of them alone (and of rates).

    `periods` has account_id, currency, start_date, end_date, annual and paused; `home` is the currency that
    most of them are in, if one can be told: a hint, no rule.
    """

    periods: ir.Table
    home: str

    def each(self, change: Callable[[ir.Table], ir.Table]) -> Self:
        """Return the same of changed tables."""
        return replace(self, periods=change(self.periods))


@dataclass(frozen=True)
class FirstDays(OfPeriods):
    """That an expression is, by currency, the first day of what is not on pause, and how many have no worth.

    Columns: currency, first, unpriced.
    """


@dataclass(frozen=True)
class ChangesByKind(OfPeriods):
    """That an expression is by how much price periods change what is in force, by month, kind and currency.

    The expression is metrics' `what_changed` of these periods and `rates` (currency, month, factor), its
    kinds judged at the moments that `when` names and netted at `grain`. It remains the definition, and what
    runs where no faster way is.
    """

    rates: ir.Table
    when: tuple[str, ...]
    grain: str

    def each(self, change: Callable[[ir.Table], ir.Table]) -> Self:
        """Return the same of changed tables."""
        return replace(self, periods=change(self.periods), rates=change(self.rates))


@runtime_checkable
class Knows(Protocol):
    """An engine that has a faster way to what is known."""

    def known(self, known_as: OfPeriods, sources: Mapping[str, Source]) -> pa.Table | None:
        """Return the rows, but for changes of 0, in any order; None where the faster way is not exact."""
        ...


def rows_of(
    engine: Engine, expr: ir.Table, sources: Mapping[str, Source], known_as: OfPeriods | None = None
) -> pa.Table:
    """Return an expression's rows as `Engine.run` does, the faster way where engine and rows allow it."""
    if known_as is not None and isinstance(engine, Knows):
        found = engine.known(known_as, sources)
        if found is not None:
            return found.select(expr.columns).cast(expr.schema().to_pyarrow())
    return engine.run(expr, sources)
