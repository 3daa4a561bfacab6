"""The price periods of a company, from every table that states prices.

A *price period* is a row in force over `[start_date, end_date)`, worth `annual` millionths of
its currency a year. Which rows become one, and from when to when, is written out in
docs/explanation/revenue.md; the switches are the policy's section `revenue`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.metrics.revenue.periods.mrr_history import history_periods
from bookload.metrics.revenue.periods.subscriptions import subscription_periods

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.documents import Policy

COLUMNS = (
    "account_id",
    "subscription_id",
    "line_id",
    "product",
    "plan",
    "currency",
    "start_date",
    "end_date",
    "annual",
    "gross",
    "quantity",
    "paused",
    "involuntary",
)


def price_periods(policy: Policy, as_of: date) -> ir.Table:
    """Return the price periods that are known on a date, those that it clips at it open (`FAR`).

    `as_of` clips: what starts later is left out, what ends later is open. Columns as `agreed`'s.
    """
    rows = agreed(policy)
    today = ibis.literal(as_of)
    known = rows.filter(rows.start_date <= today)
    return known.mutate(
        end_date=ibis.cases((known.end_date > today, ibis.literal(FAR)), else_=known.end_date)
    )


def agreed(policy: Policy) -> ir.Table:
    """Return the price periods as they are stated, future starts and known ends included.

    Columns: account_id, subscription_id, line_id, product, plan, currency (texts that are missing
    are ""), start_date, end_date (`FAR` while none is known), annual (micros a year, net of the
    discounts that the policy counts), gross (the same before discounts), quantity (x 10^4, null
    where not stated), paused (it would carry MRR but for a pause), involuntary (its end is for
    non-payment). A month of `mrr_history` is a price period of that month, without a subscription.
    """
    rows = ibis.union(subscription_periods(policy), history_periods(policy))
    return rows.filter(rows.start_date < rows.end_date).select(*COLUMNS)
