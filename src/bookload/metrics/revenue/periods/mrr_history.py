"""The price periods of `mrr_history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import whole
from bookload.data.tables import unbound
from bookload.metrics.revenue.monthly import MONTHS_A_YEAR, first_day
from bookload.metrics.revenue.periods.worth import rounded

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.documents import Policy


def history_periods(policy: Policy) -> ir.Table:
    """Return the price periods of `mrr_history`: a row holds from its month's first day to the next's."""
    rows = unbound("mrr_history")
    currency = rows.currency.fill_null(policy.company.currency)
    annual = rounded(whole(rows.mrr) * whole(MONTHS_A_YEAR), whole(1), currency, policy)
    return rows.select(
        account_id=rows.account_id,
        subscription_id=ibis.literal(""),
        line_id=ibis.literal(""),
        product=rows.product.fill_null(""),
        plan=ibis.literal(""),
        currency=currency,
        start_date=first_day(rows.month),
        end_date=first_day(rows.month + 1),
        annual=annual,
        gross=annual,
        quantity=ibis.null("int64"),
        paused=ibis.literal(value=False),
        involuntary=ibis.literal(value=False),
        row_start=ibis.null("date"),
    )
