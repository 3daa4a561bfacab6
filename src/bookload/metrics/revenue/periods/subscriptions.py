"""The price periods of `subscriptions`: each row's timeline, cut where its state changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.data.once import built_once
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.periods.bridged import bridged
from bookload.metrics.revenue.periods.discounts import (
    by_row,
    counted_discounts,
    less_amounts,
    less_percent,
    net,
)
from bookload.metrics.revenue.periods.states import ACTIVE, states
from bookload.metrics.revenue.periods.worth import a_year, price, rounded

if TYPE_CHECKING:
    from collections.abc import Collection

    import ibis.expr.types as ir

    from bookload.data.documents import Policy

NON_PAYMENT = "non-payment"
"""The reason of a cancellation that nobody asked for, as the contract of `subscriptions` spells it."""

_NO_STATE = {
    **dict.fromkeys(("state", "state_before", "next_state"), ibis.null("string")),
    **dict.fromkeys(("state_from", "state_until"), ibis.null("date")),
}
"""What is known of the states of a subscription that no event tells of."""


def subscription_periods(policy: Policy, filled: Collection[str]) -> ir.Table:
    """Return the price periods of `subscriptions`, with the columns of `agreed`, not clipped by any date.

    Tables that are not among those `filled` have no rows, and are not looked at.
    """
    rows, events = recurring(), "subscription_events" in filled
    if policy.revenue.discounts == "none" or "discounts" not in filled:
        return _at_full_price(_pieces(rows, policy, events=events), policy)
    discounts = counted_discounts(policy)
    told = by_row(discounts)
    # Few rows have discounts that look at others: only they pay for it.
    most, few = rows.anti_join(told, "subscription_id"), rows.semi_join(told, "subscription_id")
    some = less_percent(_pieces(most, policy, events=events), discounts)
    others = less_amounts(_pieces(few, policy, events=events), discounts)
    periods = net(ibis.union(some, others.select(*some.columns)), policy)
    return periods.drop("price", "times", "per", "percent", "foreign", "off")


def recurring() -> ir.Table:
    """Return the rows of `subscriptions` that are promised again."""
    rows = unbound("subscriptions")
    return rows.filter(_stated(rows, "kind") == "recurring")


def _pieces(rows: ir.Table, policy: Policy, *, events: bool) -> ir.Table:
    """Return the stretches of rows over which nothing but a discount changes, with their price.

    Further columns than `agreed`'s: row_start (with subscription and line, the key of the row); a year at
    full price is price / per micros, an amount per payment is amount x times / per.
    """
    found = _counted(_timeline(rows, policy, events=events), policy)
    gap = policy.revenue.renewal_gap_days
    return bridged(found, ["subscription_id", "line_id"], gap) if gap else found


def _at_full_price(pieces: ir.Table, policy: Policy) -> ir.Table:
    gross = rounded(pieces.price, pieces.per, pieces.currency, policy)
    return pieces.mutate(annual=gross, gross=gross).drop("price", "times", "per")


def _timeline(rows: ir.Table, policy: Policy, *, events: bool) -> ir.Table:
    """Return a row for each state that a row goes through; without events, its own status throughout."""
    rows = rows.mutate(opens=_start(rows, policy), closes=_end(rows, policy))
    if not events:
        until = ibis.cases((_endless(rows), rows.canceled_date.fill_null(rows.start_date)), else_=rows.closes)
        untold = rows.mutate(**_NO_STATE)
        return untold.mutate(now=_stated(rows, "status"), since=rows.opens, from_day=rows.opens, until=until)
    joined = _with_states(rows)
    # Whoever starts anew after a cancellation has not cancelled that.
    anew = (joined.state == "canceled") & (joined.state_from < joined.start_date)
    status = ibis.cases((anew, ACTIVE), else_=joined.state.fill_null(_stated(joined, "status")))
    from_day = ibis.cases((joined.state_from > joined.opens, joined.state_from), else_=joined.opens)
    until = ibis.cases((joined.state_until < joined.closes, joined.state_until), else_=joined.closes)
    given_up = _given_up(joined)
    until = ibis.cases((given_up < until, given_up), else_=until)
    return joined.mutate(
        now=status,
        # The day that it became so: the event's, which may lie before the row, else the row's first.
        since=joined.state_from.fill_null(joined.opens),
        from_day=from_day,
        until=until,
    )


@built_once
def _with_states(rows: ir.Table) -> ir.Table:
    told = states()
    return rows.left_join(
        told,
        [
            rows.subscription_id == told.of_subscription,
            rows.opens < told.state_until,
            rows.closes > told.state_from,
        ],
    )


def _start(rows: ir.Table, policy: Policy) -> ir.DateValue:
    """Return the first day that can count: after the trial, unless trials count."""
    if policy.revenue.trials == "counted":
        return rows.start_date
    return ibis.cases((rows.trial_end_date > rows.start_date, rows.trial_end_date), else_=rows.start_date)


def _end(rows: ir.Table, policy: Policy) -> ir.DateValue:
    """Return the day that the row ends on, or was cancelled on where that counts."""
    end = rows.end_date.fill_null(ibis.literal(FAR))
    if policy.revenue.churn_date == "period_end":
        return end
    return ibis.cases((rows.canceled_date < end, rows.canceled_date), else_=end)


def _given_up(rows: ir.Table) -> ir.DateValue:
    """Return the day that a cancelled row without an end was cancelled on, in the last state that is told.

    One that no date goes with, nor any event, was in force on no day: it would never end otherwise.
    """
    undated = _endless(rows)
    return ibis.cases(
        (undated & rows.state.isnull(), rows.canceled_date.fill_null(rows.start_date)),
        (undated & rows.next_state.isnull(), rows.canceled_date),
    )


def _endless(rows: ir.Table) -> ir.BooleanValue:
    """Return whether a row is cancelled, and no day is stated that it ends on."""
    return (_stated(rows, "status") == "canceled") & (rows.closes == ibis.literal(FAR))


def _counted(rows: ir.Table, policy: Policy) -> ir.Table:
    """Return the stretches that count, those on pause among them, as pieces."""
    days = policy.revenue.past_due_days
    until = rows.until
    if days != "always":
        lapses = rows.since + ibis.interval(days=days)
        until = ibis.cases(((rows.now == "past_due") & (lapses < until), lapses), else_=until)
    unpaid_next = (rows.next_state == "unpaid") & (rows.until < rows.closes)
    given_up = (
        unpaid_next.fill_null(ibis.literal(value=False))
        if "unpaid" not in policy.revenue.counted_statuses
        else False
    )
    lapsed = until < rows.until
    times, per = a_year(rows, policy)
    paid, units = price(rows)
    pieces = rows.select(
        account_id=rows.account_id,
        subscription_id=rows.subscription_id,
        line_id=_text(rows.line_id),
        product=_text(rows.product),
        plan=_text(rows.plan),
        currency=rows.currency.fill_null(policy.company.currency),
        start_date=rows.from_day,
        end_date=until,
        row_start=rows.start_date,
        price=paid * times,
        times=times * units,
        per=per * units,
        quantity=rows.quantity,
        paused=(rows.now == "paused") & (policy.revenue.paused == "apart"),
        involuntary=(_text(rows.cancel_reason) == NON_PAYMENT) | given_up | lapsed,
        counted=_counts(rows, policy),
    )
    return pieces.filter(pieces.counted, pieces.start_date < pieces.end_date).drop("counted")


def _counts(rows: ir.Table, policy: Policy) -> ir.BooleanValue:
    """Return whether a stretch carries MRR, or would but for a pause."""
    revenue, trial_end = policy.revenue, rows.trial_end_date
    counts = rows.now.isin(revenue.counted_statuses) | (rows.now == "paused")
    # By an event it is cancelled from a day on: then only a period that was paid for is left, if one was.
    by_event = (rows.now == "canceled") & rows.state.notnull()
    paid_for = (rows.closes < ibis.literal(FAR)) & (rows.state_before == ACTIVE)
    paid_for &= revenue.churn_date == "period_end"
    if revenue.trials == "counted":
        return (counts | (rows.now == "trialing")) & (~by_event | paid_for)
    paid_for &= (rows.state_from >= trial_end).fill_null(ibis.literal(value=True))
    left_in_trial = (rows.canceled_date < trial_end).fill_null(ibis.literal(value=False))
    after_trial = (rows.now == "trialing") & trial_end.notnull()
    return (counts | after_trial) & ~left_in_trial & (~by_event | paid_for)


def _stated(rows: ir.Table, column: str) -> ir.Value:
    """Return a column of `subscriptions` with its contract's default where a row leaves it out."""
    default = contract("subscriptions")[column].default
    return rows[column].fill_null(int(default) if default.isdigit() else default)


def _text(column: ir.StringValue) -> ir.StringValue:
    return column.fill_null("")
