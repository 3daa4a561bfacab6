"""What every account has at each month end, when it was first live, and when it is paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import whole
from bookload.data.engine.exact import WHOLE
from bookload.metrics.revenue.changes import LEAF, changes
from bookload.metrics.revenue.monthly import FAR_MONTH, month_of, over_months
from bookload.metrics.revenue.once import once
from bookload.metrics.revenue.periods.price_periods import price_periods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader


@once
def balances(reader: Reader) -> ir.Table:
    """Return what each leaf is worth at each month end at which that is not nothing.

    Columns: account_id, product, currency, month, annual (micros a year in its currency),
    for the reader's months; that of `as_of` is stated as of `as_of`.
    """
    runs = _runs(changes(reader.policy, reader.as_of))
    return reader.cube("balances", over_months(runs, reader), frozenset({*LEAF, "month"}))


@once
def first_live(reader: Reader) -> ir.Table:
    """Return the first month at whose end each account was live: account_id, first_month.

    Rows tell it even for months that lie before what the reader's data is known for.
    """
    runs = _runs(changes(reader.policy, reader.as_of))
    live = runs.filter(runs.annual > whole(0))
    first = live.group_by("account_id").aggregate(first_month=live.from_month.min())
    return reader.cube("first_live", first, frozenset({"account_id"}))


@once
def pauses(reader: Reader) -> ir.Table:
    """Return the accounts that have a paused row in force at a month end: account_id, month."""
    rows = price_periods(reader.policy, reader.as_of)
    paused = rows.filter(rows.paused)
    runs = paused.select(
        "account_id", from_month=month_of(paused.start_date), to_month=month_of(paused.end_date)
    )
    return reader.cube("pauses", over_months(runs, reader).distinct(), frozenset({"account_id", "month"}))


def _runs(steps: ir.Table) -> ir.Table:
    """Return the ranges of months over which a leaf's balance stays the same and is not nothing."""
    so_far = ibis.cumulative_window(group_by=LEAF, order_by="month")
    each = ibis.window(group_by=LEAF, order_by="month")
    runs = steps.select(
        *LEAF,
        from_month=steps.month,
        to_month=steps.month.lead(1).over(each).fill_null(FAR_MONTH),
        annual=steps.annual.sum().over(so_far).cast(WHOLE),
    )
    return runs.filter(runs.annual != whole(0))
