"""What every account has at each month end, and when it is paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import whole
from bookload.data.engine.exact import WHOLE
from bookload.data.once import once
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.changes import LEAF, read_changes
from bookload.metrics.revenue.monthly import FAR_MONTH, month_of, over_months
from bookload.metrics.revenue.periods.held import held_periods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader


@once
def balances(reader: Reader) -> ir.Table:
    """Return what each leaf is worth at each month end at which that is not nothing.

    Columns: account_id, product, currency, month, annual (micros a year in its currency),
    for the reader's months; that of `as_of` is stated as of `as_of`. A row for every leaf and month:
    what can be told from `changes` or `runs` alone is told sooner.
    """
    unique = frozenset({*LEAF, "month"})
    return by_month(reader, "balances", lambda of: over_months(runs(of), of), unique, rated=False)


@once
def pauses(reader: Reader) -> ir.Table:
    """Return the accounts that have a paused row in force at a month end: account_id, month."""
    return by_month(reader, "pauses", _paused, frozenset({"account_id", "month"}), rated=False)


def _paused(reader: Reader) -> ir.Table:
    rows = held_periods(reader)
    paused = rows.filter(rows.paused)
    ranges = paused.select(
        "account_id", from_month=month_of(paused.start_date), to_month=month_of(paused.end_date)
    )
    return over_months(ranges, reader).distinct()


@once
def runs(reader: Reader) -> ir.Table:
    """Return the ranges of months over which a leaf's balance stays the same and is not nothing.

    Columns: account_id, product, currency, from_month, to_month, annual: at the ends of the months
    `from_month <= month < to_month`.
    """
    moved = read_changes(reader)
    so_far = ibis.cumulative_window(group_by=LEAF, order_by="month")
    each = ibis.window(group_by=LEAF, order_by="month")
    held = moved.select(
        *LEAF,
        from_month=moved.month,
        to_month=moved.month.lead(1).over(each).fill_null(FAR_MONTH),
        annual=moved.annual.sum().over(so_far).cast(WHOLE),
    )
    return held.filter(held.annual != whole(0))
