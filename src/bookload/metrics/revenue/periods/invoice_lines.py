"""The price periods of `invoice_lines`: what was invoiced for a period, as a year's worth of it.

Whether an invoice was paid does not matter: it states a price, and dunning is none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import whole
from bookload.data.engine.exact import integer_divide
from bookload.data.once import built_once
from bookload.data.tables import unbound
from bookload.metrics.revenue.monthly import MONTHS_A_YEAR, month_of
from bookload.metrics.revenue.periods.worth import rounded, times_a_year

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.documents import Policy

DAYS_A_WEEK = 7
_LINE = ("account_id", "product", "currency")
_MOST_MONTHS = 10_000
"""More than any period has, so that days and months of one are told by one number."""


def invoice_periods(policy: Policy) -> ir.Table:
    """Return the price periods of `invoice_lines`, with the columns of `agreed`, not clipped by any date.

    A line counts over the days that it pays for. A year's worth of it is amount x 12 / k if those are
    exactly k calendar months, by the weeks or else the days of a year otherwise. A line marked as
    `proration` is worth what its amount would be for the whole period of the line that it settles.
    """
    lines = _lines(policy)
    whole_lines, settling = lines.filter(~lines.proration), lines.filter(lines.proration)
    settled = settling.left_join(
        _settled(settling, whole_lines), ["account_id", "product", "currency", "start_date", "end_date"]
    )
    settled = settled.drop(*(column for column in settled.columns if column.endswith("_right")))
    by_itself = whole_lines.mutate(of_days=ibis.null("int64"), of_months=ibis.null("int64"))
    rows = ibis.union(by_itself, settled.select(*by_itself.columns))
    times, per = _a_year(rows, policy)
    gap = policy.revenue.renewal_gap_days
    if gap:
        rows = _bridged(rows.mutate(times=times, per=per), gap)
        times, per = rows.times, rows.per
    annual = rounded(whole(rows.amount) * times, per, rows.currency, policy)
    return rows.select(
        "account_id",
        "product",
        "currency",
        "start_date",
        "end_date",
        subscription_id=ibis.literal(""),
        line_id=ibis.literal(""),
        plan=ibis.literal(""),
        annual=annual,
        gross=annual,
        quantity=ibis.null("int64"),
        paused=ibis.literal(value=False),
        involuntary=ibis.literal(value=False),
        row_start=ibis.null("date"),
    )


def _lines(policy: Policy) -> ir.Table:
    """Return the lines that pay for a period, its length in days, and in calendar months if whole, else 0."""
    rows = unbound("invoice_lines")
    start, end = rows.period_start, rows.period_end
    found = rows.select(
        account_id=rows.account_id,
        product=rows.product.fill_null(""),
        currency=rows.currency.fill_null(policy.company.currency),
        start_date=start,
        end_date=end,
        amount=rows.amount,
        proration=rows.proration.fill_null(ibis.literal(value=False)),
        days=end.delta(start, unit="day").cast("int64"),
        months=_whole_months(start, end),
    )
    return found.filter(found.start_date < found.end_date)


def _whole_months(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Return how many calendar months a period has, 0 if not whole ones.

    Whole ones end on the day of the month that they began on. A month that is too short for the day ends
    on its last: 31 January to 28 February is a month, and so is 28 February to 31 March.
    """
    one = ibis.interval(days=1)
    start_last, end_last = (start + one).day() == 1, (end + one).day() == 1
    same = start.day() == end.day()
    clamped = (end_last & (start.day() > end.day())) | (start_last & (end.day() > start.day()))
    return ibis.cases((same | clamped, month_of(end) - month_of(start)), else_=0).cast("int64")


@built_once
def _settled(settling: ir.Table, full: ir.Table) -> ir.Table:
    """Return for each period that is settled the length of the shortest full line around it."""
    names = {name: full[name] for name in _LINE}
    around = full.select(
        **names, around_from="start_date", around_until="end_date", of="days", whole="months"
    )
    periods = settling.select(*_LINE, "start_date", "end_date").distinct()
    joined = periods.inner_join(
        around,
        [
            *_LINE,
            periods.start_date >= around.around_from,
            periods.end_date <= around.around_until,
        ],
    )
    # The fewest days, and of equal ones the most months, in one number.
    size = joined.of * _MOST_MONTHS + (_MOST_MONTHS - 1 - joined.whole)
    found = joined.group_by(*_LINE, "start_date", "end_date").aggregate(size=size.min())
    days = integer_divide(whole(found.size), whole(_MOST_MONTHS)).cast("int64")
    return found.select(
        *_LINE,
        "start_date",
        "end_date",
        of_days=days,
        of_months=days * _MOST_MONTHS + (_MOST_MONTHS - 1) - found.size,
    )


def _a_year(rows: ir.Table, policy: Policy) -> tuple[ir.DecimalValue, ir.DecimalValue]:
    """Return by what an amount is multiplied and divided to be a year's worth.

    What settles a part of a period is first made the whole period's: amount x its days / days settled.
    """
    a_year = times_a_year(policy)
    of_days, of_months = rows.of_days.fill_null(rows.days), rows.of_months.fill_null(rows.months)
    weeks = whole(integer_divide(whole(of_days), whole(DAYS_A_WEEK))) * whole(DAYS_A_WEEK) == whole(of_days)
    week, day = a_year["week"], a_year["day"]
    times = ibis.cases(
        (of_months > 0, whole(MONTHS_A_YEAR)),
        (weeks, whole(week.numerator * DAYS_A_WEEK)),
        else_=whole(day.numerator),
    )
    per = ibis.cases(
        (of_months > 0, whole(of_months)),
        (weeks, whole(of_days) * whole(week.denominator)),
        else_=whole(of_days),
    )
    return times * whole(of_days), per * whole(rows.days)


def _bridged(rows: ir.Table, gap_days: int) -> ir.Table:
    """Return lines, each lengthened to the next full one of its account and product within the gap."""
    full = rows.filter(~rows.proration)
    days = ibis.union(
        full.select(*_LINE, day="start_date", begins=full.start_date),
        rows.select(*_LINE, day="end_date", begins=ibis.null("date")),
    )
    by_day = days.group_by(*_LINE, "day").aggregate(begins=days.begins.max())
    order = ibis.window(group_by=list(_LINE), order_by="day", preceding=0, following=None)
    following = by_day.select(*_LINE, end_date="day", next_start=by_day.begins.min().over(order))
    joined = rows.inner_join(following, [*_LINE, "end_date"])
    latest = joined.end_date + ibis.interval(days=gap_days)
    late = (joined.next_start > joined.end_date) & (joined.next_start <= latest)
    return joined.mutate(end_date=ibis.cases((late, joined.next_start), else_=joined.end_date))
