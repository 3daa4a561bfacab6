"""The price periods that a reader's figures are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.metrics.revenue.once import once
from bookload.metrics.revenue.periods.price_periods import PRICED, agreed, clipped

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader


@once
def held_periods(reader: Reader) -> ir.Table:
    """Return `price_periods` under a reader's policy and date, on top of what was agreed, which is kept."""
    return clipped(held_agreed(reader), reader.as_of)


@once
def held_agreed(reader: Reader) -> ir.Table:
    """Return what was agreed under a reader's policy, future starts and known ends included, as it is kept.

    To write out which rows count takes longer than to ask most questions about them, the more so about tables
    that have none.
    """
    filled = frozenset(name for name in PRICED if reader.has(name))
    return reader.cube("agreed", agreed(reader.policy, filled))
