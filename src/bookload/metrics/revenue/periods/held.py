"""The price periods that a reader's figures are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.once import once
from bookload.metrics.revenue.periods.price_periods import PRICED, agreed, clipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

COUNTED = ("account_id", "currency", "start_date", "end_date", "annual", "paused")
MANY = 200_000
"""Rows; about as many as are written in the time that the question itself takes to write out."""


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
    return reader.cube("agreed", agreed(reader.policy, _sizes(reader).keys()))


@once
def counted_periods(reader: Reader) -> ir.Table:
    """Return of `held_periods` what accounts' changes are made of: `COUNTED`.

    Where rows are few, most of the time goes into writing out which of them count: once is enough. Where they
    are many, it would go into keeping what is read twice at most: nothing is kept then.
    """
    if not is_large(reader):
        return held_periods(reader).select(*COUNTED)
    return clipped(agreed(reader.policy, _sizes(reader).keys()).select(*COUNTED), reader.as_of)


def is_large(reader: Reader) -> bool:
    """Return whether prices have so many rows that asking takes longer than writing the question out."""
    return price_rows(reader) >= MANY


def price_rows(reader: Reader) -> int:
    """Return how many rows there are that prices may come from: by these grows what most answers take."""
    return sum(_sizes(reader).values())


@once
def _sizes(reader: Reader) -> Mapping[str, int]:
    """Return how many rows the tables have that prices may come from, and that have any."""
    return {name: size for name in sorted(PRICED) if (size := reader.size(name))}
