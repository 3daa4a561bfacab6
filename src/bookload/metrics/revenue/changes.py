"""By how much what each account has of each product changes, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import exact_sum, whole
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.periods.price_periods import price_periods

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.documents import Policy

LEAF = ("account_id", "product", "currency")
"""What a balance is of: what one account has of one product in one currency."""


def changes(policy: Policy, as_of: date) -> ir.Table:
    """Return by how much each leaf changes in each month, where it does.

    Columns: account_id, product, currency, month, annual; unique by the first four. The sum
    of a leaf's changes up to a month is its balance at the end of that month.
    """
    rows = price_periods(policy, as_of)
    rows = rows.filter(~rows.paused)
    rows = rows.mutate(from_month=month_of(rows.start_date), to_month=month_of(rows.end_date))
    held = rows.filter(rows.from_month < rows.to_month)
    both = ibis.union(
        held.select(*LEAF, "annual", month="from_month"),
        held.select(*LEAF, annual=-held.annual, month="to_month"),
    )
    summed = both.group_by(*LEAF, "month").aggregate(annual=exact_sum(both.annual))
    return summed.filter(summed.annual != whole(0))
