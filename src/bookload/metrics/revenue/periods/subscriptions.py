"""The price periods of `subscriptions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.periods.worth import annual

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.documents import Policy

NON_PAYMENT = "non-payment"
"""The reason of a cancellation that nobody asked for, as the contract of `subscriptions` spells it."""


def subscription_periods(policy: Policy) -> ir.Table:
    """Return the price periods of `subscriptions`, with the columns of `agreed`, not clipped by any date."""
    rows = unbound("subscriptions")
    status, trial_end = _stated(rows, "status"), rows.trial_end_date
    end = rows.end_date.fill_null(ibis.literal(FAR))
    paid_from = ibis.cases((trial_end > rows.start_date, trial_end), else_=rows.start_date)
    undated = (status == "canceled") & (end == ibis.literal(FAR))
    counts = (
        status.isin(policy.revenue.counted_statuses)
        | (status == "paused")
        | ((status == "trialing") & trial_end.notnull())
    )
    left_in_trial = trial_end.notnull() & rows.canceled_date.notnull() & (rows.canceled_date < trial_end)
    periods = rows.select(
        account_id=rows.account_id,
        subscription_id=rows.subscription_id,
        line_id=_text(rows.line_id),
        product=_text(rows.product),
        plan=_text(rows.plan),
        currency=rows.currency.fill_null(policy.company.currency),
        start_date=paid_from,
        # A cancellation that no date goes with was in force on no day: it would never end otherwise.
        end_date=ibis.cases((undated, rows.canceled_date.fill_null(rows.start_date)), else_=end),
        annual=annual(rows),
        gross=annual(rows),
        quantity=rows.quantity,
        paused=status == "paused",
        involuntary=_text(rows.cancel_reason) == NON_PAYMENT,
        counted=counts & (_stated(rows, "kind") == "recurring") & ~left_in_trial,
    )
    counted = periods.filter(periods.counted, periods.start_date < periods.end_date).drop("counted")
    gap = policy.revenue.renewal_gap_days
    return _bridged(counted, gap) if gap else counted


def _bridged(periods: ir.Table, gap_days: int) -> ir.Table:
    """Return the periods, each lengthened to the next of its subscription line that begins within the gap."""
    line = ("subscription_id", "line_id", "start_date")
    starts = periods.group_by(*line).aggregate(rows=periods.count())
    order = ibis.window(group_by=["subscription_id", "line_id"], order_by="start_date")
    following = starts.select(*line, next_start=starts.start_date.lead(1).over(order))
    rows = periods.inner_join(following, line)
    latest = rows.end_date + ibis.interval(days=gap_days)
    late = (rows.next_start > rows.end_date) & (rows.next_start <= latest)
    return rows.mutate(end_date=ibis.cases((late, rows.next_start), else_=rows.end_date)).drop("next_start")


def _stated(rows: ir.Table, column: str) -> ir.Value:
    """Return a column of `subscriptions` with its contract's default where a row leaves it out."""
    default = contract("subscriptions")[column].default
    return rows[column].fill_null(int(default) if default.isdigit() else default)


def _text(column: ir.StringValue) -> ir.StringValue:
    return column.fill_null("")
