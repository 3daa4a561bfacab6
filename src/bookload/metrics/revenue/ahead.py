"""What is known on a day of the price periods that go on after it: signatures, ends, and what follows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from bookload.base.errors import DataError
from bookload.base.money import FACTOR_ONE, SHARE_ONE, half_away
from bookload.base.period import FAR
from bookload.data.engine import whole
from bookload.data.once import once
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.periods.held import held_agreed
from bookload.metrics.revenue.periods.states import states
from bookload.metrics.revenue.rates.exchange import read_rates

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

LINE = ("subscription_id", "line_id")
"""What follows what: the next period of the same line of a subscription."""

ROW = (*LINE, "row_start")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""Months of the intervals that have any."""


@once
def known_periods(reader: Reader) -> ir.Table:
    """Return the price periods that carry MRR and end after `as_of`, with what is known of them on it.

    Columns: those of `agreed` but for `paused`; row_end, signed_date, auto_renew, renewal_date and term
    (months that an amount is paid for; 0: less than one) of the row of `subscriptions` that each comes
    from (null for other sources); and as 1 or 0

    - live: in force on `as_of`;
    - known: live, or agreed by `as_of`; undated: its row starts later and states no `signed_date`;
    - begun: live, or a later part of a row that is;
    - follows: a known period of its line ends as it starts;
    - opens: it is the first of its row's that are not over; continued: the next of its row starts as it ends.

    `reason` says why its end is known: changed, canceled, not_renewed, or "" where it is not. `arr` is in
    quanta, at the rates of `as_of`.
    """
    periods = held_agreed(reader)
    ahead = periods.filter(~periods.paused, periods.end_date > ibis.literal(reader.as_of)).drop("paused")
    told = reader.cube("periods_ahead", _ended(reader, _known(reader, _with_row(reader, ahead))))
    rated = told.inner_join(_rates(reader, told), "currency")
    return rated.mutate(arr=rated.annual * rated.factor * whole(SHARE_ONE)).drop("factor")


def flag(holds: ir.BooleanValue) -> ir.IntegerValue:
    """Return 1 where something holds, else 0 (where it is not known, too)."""
    return ibis.cases((holds, 1), else_=0).cast("int64")


def _with_row(reader: Reader, periods: ir.Table) -> ir.Table:
    """Return the periods with what the rows of `subscriptions` that they come from say of their term."""
    rows = unbound("subscriptions")
    recurring = rows.filter(rows.kind.fill_null(contract("subscriptions")["kind"].default) == "recurring")
    terms = recurring.select(
        subscription_id=recurring.subscription_id,
        line_id=recurring.line_id.fill_null(""),
        row_start=recurring.start_date,
        row_end=recurring.end_date.fill_null(ibis.literal(FAR)),
        signed_date=recurring.signed_date,
        canceled_date=recurring.canceled_date,
        canceled=flag(recurring.status == "canceled"),
        auto_renew=recurring.auto_renew,
        renewal_date=recurring.renewal_date,
        trial_end_date=recurring.trial_end_date,
        term=_term(recurring),
    )
    joined = _joined(periods, terms, ROW)
    told, today = states(), ibis.literal(reader.as_of)
    now = told.filter(told.state == "canceled", told.state_from <= today, told.state_until > today)
    joined = _joined(joined, now.select(subscription_id="of_subscription", told_from="state_from"), LINE[:1])
    return _joined(joined, _canceled_ahead(reader, joined), (*ROW, "start_date"))


def _canceled_ahead(reader: Reader, periods: ir.Table) -> ir.Table:
    """Return the periods that an event to come cancels, while they or what was paid for last: `told_ahead`.

    Columns: those of `ROW`, start_date, told_ahead. Such an event is known from the last day of the data on,
    as a row that states no `signed_date` is: the data holds it, so somebody knew of it by then.
    """
    told = states()
    later = told.filter(told.state == "canceled", told.state_from > ibis.literal(reader.as_of))
    events = later.select(canceling="of_subscription", told_at="state_from")
    pairs = periods.inner_join(events, periods.subscription_id == events.canceling)
    within = pairs.filter(pairs.told_at >= pairs.row_start, pairs.told_at <= pairs.end_date)
    return within.group_by(*ROW, "start_date").aggregate(told_ahead=within.count())


def _term(rows: ir.Table) -> ir.IntegerValue:
    count = rows.interval_count.fill_null(int(contract("subscriptions")["interval_count"].default))
    months = ibis.cases(
        *((rows.interval == interval, count * months) for interval, months in MONTHS.items()), else_=0
    )
    return months.cast("int64")


def _known(reader: Reader, rows: ir.Table) -> ir.Table:
    """Return the rows with `live`, `known`, `undated`, `opens` and `continued`: 1 or 0."""
    today = ibis.literal(reader.as_of)
    rows = _joined(rows, _runs(reader, rows), (*ROW, "start_date"))
    live = rows.start_date <= today
    on_trial = ibis.literal(value=False)
    if reader.policy.revenue.trials == "left_out":
        on_trial = rows.trial_end_date.notnull() & (rows.trial_end_date > today)
    held = ibis.literal(reader.as_of >= reader.data_through) | (rows.row_start <= today)
    undated = rows.signed_date.isnull() & ~on_trial
    signed = rows.signed_date.notnull() & (rows.signed_date <= today)
    foreseen = rows.breaks.notnull() & (rows.breaks == 0)
    return rows.mutate(
        live=flag(live),
        known=flag(live | (foreseen & (signed | (undated & held)))),
        undated=flag(foreseen & undated & (rows.row_start > today)),
    ).drop("breaks")


def _runs(reader: Reader, rows: ir.Table) -> ir.Table:
    """Return how often each row's periods broke off since `as_of`, and which open and continue a run.

    What a row becomes after a break (a pause, unpaid months) is told by an event to come, which nobody
    knows; what follows without one (a discount's end) is part of what was agreed.
    """
    today = ibis.literal(reader.as_of)
    listed = rows.filter(rows.row_start.notnull())
    each = listed.group_by(*ROW, "start_date").aggregate(
        until=listed.end_date.max(), trial_end=listed.trial_end_date.max()
    )
    order = ibis.window(group_by=list(ROW), order_by="start_date")
    seen = each.select(
        *ROW,
        "start_date",
        "until",
        "trial_end",
        before=each.until.lag(1).over(order),
        after=each.start_date.lead(1).over(order),
    )
    agreed_start = (
        (seen.start_date <= today) | (seen.start_date == seen.row_start) | (seen.start_date == seen.trial_end)
    )
    first = seen.before.isnull()
    gap = ibis.cases((first & agreed_start, 0), (first, 1), (seen.before == seen.start_date, 0), else_=1)
    marked = seen.select(
        *ROW,
        "start_date",
        gap=gap.cast("int64"),
        begun=flag(seen.start_date.min().over(ibis.window(group_by=list(ROW))) <= today),
        opens=flag(first),
        continued=flag(seen.after == seen.until),
    )
    so_far = ibis.cumulative_window(group_by=list(ROW), order_by="start_date")
    breaks = marked.gap.sum().over(so_far).cast("int64")
    return marked.select(*ROW, "start_date", "begun", "opens", "continued", breaks=breaks)


def _ended(reader: Reader, rows: ir.Table) -> ir.Table:
    """Return the rows with `reason` (why the end is known, "" if it is not) and `follows`."""
    today, now = ibis.literal(reader.as_of), ibis.literal(reader.as_of >= reader.data_through)
    opened = rows.filter(rows.opens == 1, rows.live == 0)
    later = opened.mutate(signed_later=flag(opened.signed_date > today))
    following = later.group_by(*LINE, "start_date").aggregate(
        next_known=later.known.max(), next_signed_later=later.signed_later.max()
    )
    known = rows.filter(rows.known == 1)
    before = known.group_by(*LINE, "end_date").aggregate(ended=known.count())
    joined = _joined(rows, following.rename(end_date="start_date"), (*LINE, "end_date"))
    joined = _joined(joined, before.rename(start_date="end_date"), (*LINE, "start_date"))
    changed = (joined.continued == 1) | (joined.next_known == 1)
    told = (joined.canceled_date <= today) | (joined.told_from >= joined.row_start)
    told |= joined.told_ahead.notnull() & now
    status = (joined.canceled == 1) & joined.canceled_date.isnull() & now
    term = joined.renewal_date.isnull() | (joined.renewal_date <= joined.end_date)
    alone = joined.next_known.isnull() | ((joined.next_signed_later == 1) & term)
    reason = ibis.cases(
        (joined.end_date == ibis.literal(FAR), ""),
        (changed, "changed"),
        (told, "canceled"),
        (status, "canceled"),
        (~joined.auto_renew & (joined.end_date == joined.row_end) & alone, "not_renewed"),
        else_="",
    )
    told_all = joined.mutate(reason=reason, follows=flag(joined.ended.notnull()))
    return told_all.drop("next_known", "next_signed_later", "ended")


def _joined(rows: ir.Table, more: ir.Table, key: tuple[str, ...]) -> ir.Table:
    """Return all rows with what more is known of them, where it is."""
    found = rows.left_join(more, list(key))
    return found.select(*rows.columns, *(name for name in more.columns if name not in key))


def _rates(reader: Reader, periods: ir.Table) -> ir.Table:
    """Return the factor of each currency of the periods, as `conversion` has it for the month of `as_of`.

    Raises `DataError` for a period without a worth, and as `Rates.on` does.
    """
    used = periods.group_by("currency").aggregate(unpriced=flag(periods.annual.isnull()).sum())
    found = reader.collect(used).rows()
    if any(row["unpriced"] for row in found):
        message = (
            "subscriptions that are not over have no amount, or an interval that is not day, week, month, "
            "quarter or year; `bookload check` lists them"
        )
        raise DataError(message)
    rates, revenue = read_rates(reader), reader.policy.revenue
    constant = revenue.past == "constant_currency"
    day = (revenue.rates_of or reader.as_of) if constant else reader.as_of
    factors = []
    for currency in sorted(str(row["currency"]) for row in found):
        value = rates.on(currency, day).value
        factors.append((currency, half_away(value.numerator * FACTOR_ONE, value.denominator)))
    table = pa.table(
        {
            "currency": pa.array([currency for currency, _ in factors], pa.string()),
            "factor": pa.array([Decimal(factor) for _, factor in factors], pa.decimal128(38, 0)),
        }
    )
    return reader.given("factors_today", table, frozenset({"currency"}))
