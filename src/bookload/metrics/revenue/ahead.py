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
from bookload.data.tables import contract, unbound
from bookload.metrics.revenue.once import once
from bookload.metrics.revenue.periods.price_periods import agreed
from bookload.metrics.revenue.rates.exchange import read_rates

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

LINE = ("subscription_id", "line_id")
"""What follows what: the next period of the same line of a subscription."""

MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""Months of the intervals that have any."""


@once
def known_periods(reader: Reader) -> ir.Table:
    """Return the price periods that carry MRR and end after `as_of`, with what is known of them on it.

    Columns: those of `agreed` but for `paused`; row_start, row_end, signed_date, auto_renew, renewal_date
    and term (months that an amount is paid for; 0: less than one) of the row of `subscriptions` that each
    comes from (null for other sources); and as 1 or 0

    - live: in force on `as_of`;
    - known: live, or agreed by `as_of`; undated: it starts later and states no `signed_date`;
    - follows: a known period of its line ends as it starts; followed: one starts as it ends.

    `reason` says why its end is known: changed, canceled, not_renewed, or "" where it is not. `arr` is in
    quanta, at the rates of `as_of`.
    """
    periods = agreed(reader.policy)
    ahead = periods.filter(~periods.paused, periods.end_date > ibis.literal(reader.as_of)).drop("paused")
    told = reader.cube("periods_ahead", _ended(reader, _known(reader, _with_row(ahead))))
    rated = told.inner_join(_rates(reader, told), "currency")
    return rated.mutate(arr=rated.annual * rated.factor * whole(SHARE_ONE)).drop("factor")


def _with_row(periods: ir.Table) -> ir.Table:
    """Return the periods with what the rows of `subscriptions` that they come from say of their term.

    A row's first period may begin after it (a trial), and it may have several (discounts): it is the last
    row of the line that starts no later than the period.
    """
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
    of = periods.select(*LINE, "start_date").distinct()
    starts = terms.select(sub="subscription_id", line="line_id", row_start="row_start")
    same = [of.subscription_id == starts["sub"], of.line_id == starts["line"]]
    earlier = of.join(starts, [*same, of.start_date >= starts.row_start])
    origin = earlier.group_by(*LINE, "start_date").aggregate(row_start=earlier.row_start.max())
    described = origin.inner_join(terms, [*LINE, "row_start"])
    joined = periods.left_join(described, [*LINE, "start_date"])
    return joined.drop(*(f"{name}_right" for name in (*LINE, "start_date")))


def _term(rows: ir.Table) -> ir.IntegerValue:
    count = rows.interval_count.fill_null(int(contract("subscriptions")["interval_count"].default))
    months = ibis.cases(
        *((rows.interval == interval, count * months) for interval, months in MONTHS.items()), else_=0
    )
    return months.cast("int64")


def _known(reader: Reader, rows: ir.Table) -> ir.Table:
    """Return the rows with `live`, `known` and `undated`: 1 or 0."""
    today = ibis.literal(reader.as_of)
    live = rows.start_date <= today
    listed = rows.row_start.notnull()
    on_trial = ibis.literal(value=False)
    if reader.policy.revenue.trials == "left_out":
        on_trial = rows.trial_end_date.notnull() & (rows.trial_end_date > today)
    held = ibis.literal(reader.as_of >= reader.data_through) | (rows.row_start <= today)
    undated = listed & rows.signed_date.isnull() & ~on_trial
    signed = rows.signed_date.notnull() & (rows.signed_date <= today)
    return rows.mutate(
        live=flag(live),
        known=flag(live | (listed & signed) | (undated & held)),
        undated=flag(undated & ~live & (rows.row_start > today)),
    )


def _ended(reader: Reader, rows: ir.Table) -> ir.Table:
    """Return the rows with `reason` (why the end is known, "" if it is not), `follows` and `followed`."""
    today = ibis.literal(reader.as_of)
    now = ibis.literal(reader.as_of >= reader.data_through)
    signed_later = rows.signed_date.notnull() & (rows.signed_date > today)
    starts = rows.mutate(signed_later=flag(signed_later))
    following = starts.group_by(*LINE, "start_date").aggregate(
        next_known=starts.known.max(), next_signed_later=starts.signed_later.max()
    )
    following = following.rename(end_date="start_date")
    known = rows.filter(rows.known == 1)
    before = known.group_by(*LINE, "end_date").aggregate(ended=known.count()).rename(start_date="end_date")
    joined = rows.left_join(following, [*LINE, "end_date"])
    joined = joined.drop(*(f"{name}_right" for name in (*LINE, "end_date")))
    joined = joined.left_join(before, [*LINE, "start_date"])
    joined = joined.drop(*(f"{name}_right" for name in (*LINE, "start_date")))
    changed = joined.next_known.notnull() & (joined.next_known == 1)
    told = joined.canceled_date.notnull() & (joined.canceled_date <= today)
    status = joined.canceled.notnull() & (joined.canceled == 1) & joined.canceled_date.isnull() & now
    term = joined.renewal_date.isnull() | (joined.renewal_date <= joined.end_date)
    alone = joined.next_known.isnull() | ((joined.next_signed_later == 1) & term)
    fixed = joined.auto_renew.notnull() & ~joined.auto_renew & (joined.end_date == joined.row_end)
    reason = ibis.cases(
        (joined.end_date == ibis.literal(FAR), ""),
        (changed, "changed"),
        (told | status, "canceled"),
        (fixed & alone, "not_renewed"),
        else_="",
    )
    return joined.mutate(reason=reason, followed=flag(changed), follows=flag(joined.ended.notnull())).drop(
        "next_known", "next_signed_later", "ended"
    )


def _rates(reader: Reader, periods: ir.Table) -> ir.Table:
    """Return the factor of each currency of the periods on `as_of`, as `conversion` rounds it.

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
    rates = read_rates(reader)
    factors = []
    for currency in sorted(str(row["currency"]) for row in found):
        value = rates.on(currency, reader.as_of).value
        factors.append((currency, half_away(value.numerator * FACTOR_ONE, value.denominator)))
    table = pa.table(
        {
            "currency": pa.array([currency for currency, _ in factors], pa.string()),
            "factor": pa.array([Decimal(factor) for _, factor in factors], pa.decimal128(38, 0)),
        }
    )
    return reader.given("factors_today", table, frozenset({"currency"}))


def flag(holds: ir.BooleanValue) -> ir.IntegerValue:
    """Return 1 where something holds, else 0 (where it is not known, too)."""
    return ibis.cases((holds, 1), else_=0).cast("int64")
