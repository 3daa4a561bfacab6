"""Which rows are MRR, what each is worth a year, and what every account has at each month end.

A *price period* is a row in force over `[start_date, end_date)`, worth `annual` millionths of
its currency a year. Which rows become one, and from when to when, is written out in
docs/explanation/revenue.md; the switches are the policy's section `revenue`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.data.engine import exact_sum, half_away, whole
from bookload.data.engine.exact import WHOLE
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.monthly import FAR_MONTH, MONTHS_A_YEAR, first_day, month_of, over_months
from bookload.metrics.revenue.once import once

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.documents import Policy
    from bookload.data.reader import Reader

PERIODS_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""How many intervals a year has: the vendors' convention, under which a week is 52/12 of a month."""

QUANTITY_ONE = 10**4
_LEAF = ("account_id", "product", "currency")
_COLUMNS = (
    "account_id",
    "subscription_id",
    "line_id",
    "product",
    "currency",
    "start_date",
    "end_date",
    "annual",
    "paused",
)


def price_periods(policy: Policy, as_of: date) -> ir.Table:
    """Return the price periods that carry MRR, and with `paused` those that would but for a pause.

    Columns: account_id, subscription_id, line_id, product, currency, start_date, end_date,
    annual (micros a year, a whole number), paused. Texts that are missing are "". `as_of`
    clips: what starts later is left out, what ends later is open (`FAR`). A month of
    `mrr_history` is a price period of that month, without a subscription.
    """
    rows = ibis.union(_subscription_periods(policy), _history_periods(policy))
    today = ibis.literal(as_of)
    known = rows.filter(rows.start_date <= today, rows.start_date < rows.end_date)
    return known.mutate(
        end_date=ibis.cases((known.end_date > today, ibis.literal(FAR)), else_=known.end_date)
    )


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
        held.select(*_LEAF, "annual", month="from_month"),
        held.select(*_LEAF, annual=-held.annual, month="to_month"),
    )
    summed = both.group_by(*_LEAF, "month").aggregate(annual=exact_sum(both.annual))
    return summed.filter(summed.annual != whole(0))


@once
def balances(reader: Reader) -> ir.Table:
    """Return what each leaf is worth at each month end at which that is not nothing.

    Columns: account_id, product, currency, month, annual (micros a year in its currency),
    for the reader's months; that of `as_of` is stated as of `as_of`.
    """
    runs = _runs(changes(reader.policy, reader.as_of))
    return reader.cube("balances", over_months(runs, reader), frozenset({*_LEAF, "month"}))


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


def _subscription_periods(policy: Policy) -> ir.Table:
    """Return the price periods of `subscriptions`, before `as_of` clips them."""
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
        currency=rows.currency.fill_null(policy.company.currency),
        start_date=paid_from,
        # A cancellation that no date goes with was in force on no day: it would never end otherwise.
        end_date=ibis.cases((undated, rows.canceled_date.fill_null(rows.start_date)), else_=end),
        annual=_annual(rows),
        paused=status == "paused",
        counted=counts & (_stated(rows, "kind") == "recurring") & ~left_in_trial,
    )
    counted = periods.filter(periods.counted, periods.start_date < periods.end_date).select(*_COLUMNS)
    gap = policy.revenue.renewal_gap_days
    return _bridged(counted, gap) if gap else counted


def _history_periods(policy: Policy) -> ir.Table:
    """Return the price periods of `mrr_history`: a row holds from its month's first day to the next's."""
    rows = unbound("mrr_history")
    return rows.select(
        account_id=rows.account_id,
        subscription_id=ibis.literal(""),
        line_id=ibis.literal(""),
        product=_text(rows.product),
        currency=rows.currency.fill_null(policy.company.currency),
        start_date=first_day(rows.month),
        end_date=first_day(rows.month + 1),
        annual=whole(rows.mrr) * whole(MONTHS_A_YEAR),
        paused=ibis.literal(value=False),
    )


def _annual(rows: ir.Table) -> ir.DecimalValue:
    """Return what a subscription's row is worth a year: rounded once, half away from zero.

    An `interval` that is none of the five gives null, which `conversion` refuses.
    """
    price = ibis.cases(
        (rows.amount.notnull(), whole(rows.amount) * whole(QUANTITY_ONE)),
        else_=whole(rows.unit_amount) * whole(rows.quantity),
    )
    times = ibis.cases(*((rows.interval == name, whole(count)) for name, count in PERIODS_A_YEAR.items()))
    return half_away(price * times, whole(_stated(rows, "interval_count")) * whole(QUANTITY_ONE))


def _bridged(periods: ir.Table, gap_days: int) -> ir.Table:
    """Return the periods, each lengthened to the next of its subscription line that begins within the gap."""
    line = ("subscription_id", "line_id", "start_date")
    starts = periods.group_by(*line).aggregate(rows=periods.count())
    order = ibis.window(group_by=["subscription_id", "line_id"], order_by="start_date")
    following = starts.select(*line, next_start=starts.start_date.lead(1).over(order))
    rows = periods.inner_join(following, line)
    latest = rows.end_date + ibis.interval(days=gap_days)
    late = (rows.next_start > rows.end_date) & (rows.next_start <= latest)
    return rows.mutate(end_date=ibis.cases((late, rows.next_start), else_=rows.end_date)).select(*_COLUMNS)


def _runs(steps: ir.Table) -> ir.Table:
    """Return the ranges of months over which a leaf's balance stays the same and is not nothing."""
    so_far = ibis.cumulative_window(group_by=_LEAF, order_by="month")
    each = ibis.window(group_by=_LEAF, order_by="month")
    runs = steps.select(
        *_LEAF,
        from_month=steps.month,
        to_month=steps.month.lead(1).over(each).fill_null(FAR_MONTH),
        annual=steps.annual.sum().over(so_far).cast(WHOLE),
    )
    return runs.filter(runs.annual != whole(0))


def _stated(rows: ir.Table, column: str) -> ir.Value:
    """Return a column of `subscriptions` with its contract's default where a row leaves it out."""
    default = contract("subscriptions")[column].default
    return rows[column].fill_null(int(default) if default.isdigit() else default)


def _text(column: ir.StringValue) -> ir.StringValue:
    return column.fill_null("")
