"""What `discounts` take off, and over which days.

A discount is a percentage of the price, or an amount per interval; it is taken off the rows of its
subscription, or of its line, on the days that both are in force. Several add up; no row falls below
nothing, and a row that is nothing or less has nothing taken off. Percentages are each row's. An amount
is taken once: it is spread over the rows in force that it is for, in proportion to their price, and what
rounding leaves over goes to the largest; its interval is the largest row's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.data.engine import exact_sum, half_away, whole
from bookload.data.engine.exact import WHOLE, integer_divide
from bookload.data.once import built_once
from bookload.data.tables import unbound
from bookload.metrics.revenue.periods.states import LONG_AGO
from bookload.metrics.revenue.periods.worth import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

    from bookload.data.documents import Policy

ALL_PERCENT = 100 * 10**4
"""All of it, as `discounts.percent` is stored."""

_PART = ("account_id", "subscription_id", "line_id", "currency", "start_date")
"""What tells apart the lines of an account's subscriptions between two cuts."""
_POOL = ("account_id", "subscription_id", "currency", "start_date", "pool")
"""What an amount is taken once off: rows of a subscription, or of its line, between two cuts."""


def counted_discounts(policy: Policy) -> ir.Table:
    """Return the discounts that the policy counts, with both ends of their time and a text for each line."""
    rows = unbound("discounts")
    found = rows.select(
        "subscription_id",
        "percent",
        "amount",
        taken_in=rows.currency,
        taken_off=rows.line_id.fill_null(""),
        taken_from=rows.start_date.fill_null(LONG_AGO),
        taken_until=rows.end_date.fill_null(ibis.literal(FAR)),
    )
    found = found.filter(found.taken_from < found.taken_until)
    if policy.revenue.discounts == "endless":
        return found.filter(found.taken_until == ibis.literal(FAR))
    return found


@built_once
def by_row(discounts: ir.Table) -> ir.Table:
    """Return the discounts that take a look at a subscription's other rows: amounts, and those of a line.

    The others, most of them, are percentages of a whole subscription.
    """
    return discounts.filter(discounts.amount.notnull() | (discounts.taken_off != ""))


@built_once
def less_percent(pieces: ir.Table, discounts: ir.Table) -> ir.Table:
    """Return pieces cut at each change of the percentage that is off their subscription, with that.

    Nothing is off where no discount is told: most rows are looked up once, and stay as they are.
    """
    runs = _runs(discounts)
    joined = pieces.left_join(
        runs,
        [
            pieces.subscription_id == runs.off_of,
            pieces.start_date < runs.next_day,
            pieces.end_date > runs.day,
        ],
    )
    later, sooner = joined.day > joined.start_date, joined.next_day < joined.end_date
    columns: dict[str, ir.Value] = {name: joined[name] for name in pieces.columns}
    columns |= {
        "start_date": ibis.cases((later, joined.day), else_=joined.start_date),
        "end_date": ibis.cases((sooner, joined.next_day), else_=joined.end_date),
    }
    return joined.select(
        **columns, percent=_or_none(joined.percent), foreign=ibis.literal(0, "int64"), off=whole(0)
    )


def _runs(discounts: ir.Table) -> ir.Table:
    """Return the percentage that is off each subscription from day to day, none before and after."""
    steps = ibis.union(
        discounts.select("subscription_id", day=LONG_AGO, step=whole(0)),
        discounts.select("subscription_id", day="taken_from", step=whole(discounts.percent)),
        discounts.select("subscription_id", day="taken_until", step=-whole(discounts.percent)),
    )
    daily = steps.group_by(off_of="subscription_id", day="day").aggregate(step=exact_sum(steps.step))
    each = ibis.window(group_by="off_of", order_by="day")
    so_far = ibis.cumulative_window(group_by="off_of", order_by="day")
    return daily.select(
        "off_of",
        "day",
        next_day=daily.day.lead(1).over(each).fill_null(ibis.literal(FAR)),
        percent=daily.step.sum().over(so_far).cast(WHOLE),
    )


@built_once
def less_amounts(pieces: ir.Table, discounts: ir.Table) -> ir.Table:
    """Return pieces cut where anything of their subscription changes, with what is off each in the end."""
    cut = _cut(pieces, discounts)
    rows = _joined(cut, _taken(cut, discounts), _PART)
    rows = _joined(rows, _spread(rows), (*_PART, "row_start"))
    return rows.select(
        *pieces.columns,
        percent=_or_none(rows.percent),
        foreign=rows.foreign.fill_null(0),
        off=_or_none(rows.off),
    )


def _joined(rows: ir.Table, more: ir.Table, key: Sequence[str]) -> ir.Table:
    """Return all rows with what more is known of them."""
    found = rows.left_join(more, list(key))
    return found.select(*rows.columns, *(name for name in more.columns if name not in key))


def _cut(pieces: ir.Table, discounts: ir.Table) -> ir.Table:
    """Return the pieces cut at each day on which a row or a discount of their subscription begins or ends."""
    ends = (
        pieces.select("subscription_id", day=pieces.start_date),
        pieces.select("subscription_id", day=pieces.end_date),
        discounts.select("subscription_id", day=discounts.taken_from),
        discounts.select("subscription_id", day=discounts.taken_until),
    )
    days = ibis.union(*ends).distinct()
    order = ibis.window(group_by="subscription_id", order_by="day")
    between = days.select(cut_of="subscription_id", day="day", next_day=days.day.lead(1).over(order))
    joined = pieces.inner_join(
        between,
        [
            pieces.subscription_id == between.cut_of,
            pieces.start_date <= between.day,
            pieces.end_date >= between.next_day,
        ],
    )
    return joined.mutate(start_date=joined.day, end_date=joined.next_day).drop("cut_of", "day", "next_day")


def _taken(cut: ir.Table, discounts: ir.Table) -> ir.Table:
    """Return what is off each line between cuts: percent, amounts off all lines, amounts off the line."""
    lines = cut.select(*_PART, "end_date").distinct()
    discounts = discounts.rename(taken_of="subscription_id")
    joined = lines.inner_join(
        discounts,
        [
            lines.subscription_id == discounts.taken_of,
            lines.start_date >= discounts.taken_from,
            lines.end_date <= discounts.taken_until,
            (discounts.taken_off == "") | (discounts.taken_off == lines.line_id),
        ],
    )
    amount = whole(joined.amount)
    foreign = joined.amount.notnull() & (joined.taken_in != joined.currency)
    return joined.group_by(*_PART).aggregate(
        percent=exact_sum(joined.percent),
        of_all=exact_sum(ibis.cases((joined.taken_off == "", amount))),
        of_line=exact_sum(ibis.cases((joined.taken_off != "", amount))),
        foreign=ibis.cases((foreign, 1), else_=0).max().cast("int64"),
    )


def _spread(rows: ir.Table) -> ir.Table:
    """Return each row's part, `off`, of the amounts that are taken once off several, in micros a year.

    Parts go by a year at full price, if that is above nothing, and are rounded down. The largest row, of
    equal ones the first by line and start, says what interval an amount is for, and takes the rest.
    """
    worth = half_away(rows.price, rows.per)
    key = {name: rows[name] for name in (*_PART, "row_start")}
    pools = [
        rows.filter(rows[amount].notnull()).select(
            **key,
            pool=pool,
            worth=ibis.cases((worth > whole(0), worth), else_=whole(0)),
            here=half_away(rows[amount] * rows.times, rows.per),
        )
        for amount, pool in (
            ("of_all", ibis.literal("all")),
            ("of_line", ibis.literal("line ") + rows.line_id),
        )
    ]
    union = ibis.union(*pools)
    each = union.group_by(*key, "pool").aggregate(worth=union.worth.max(), here=union.here.max())
    pool = ibis.window(group_by=_POOL)
    by_size = ibis.window(group_by=_POOL, order_by=[each.worth.desc(), each.line_id, each.row_start])
    each = each.mutate(place=ibis.row_number().over(by_size), total=each.worth.sum().over(pool).cast(WHOLE))
    each = each.mutate(once=ibis.cases((each.place == 0, each.here)).max().over(pool))
    divisor = ibis.cases((each.total > whole(0), each.total), else_=whole(1))
    each = each.mutate(part=integer_divide(each.once * each.worth, divisor))
    each = each.mutate(rest=each.once - each.part.sum().over(pool).cast(WHOLE))
    part = each.part + ibis.cases((each.place == 0, each.rest), else_=whole(0))
    return each.group_by(*key).aggregate(off=exact_sum(part))


def _or_none(taken: ir.DecimalValue) -> ir.DecimalValue:
    """Return what is taken off a row; a row that no discount meets has nothing taken off."""
    return taken.fill_null(whole(0))


def net(rows: ir.Table, policy: Policy) -> ir.Table:
    """Return rows with `gross`, and with `annual`, what is left of it, each rounded once.

    An amount in another currency than the row's makes `annual` null, which `conversion` refuses.
    """
    gross = rounded(rows.price, rows.per, rows.currency, policy)
    all_of_it, nothing = whole(ALL_PERCENT), whole(0)
    left = rows.price * (all_of_it - rows.percent) - rows.off * rows.per * all_of_it
    taken = (rows.percent != nothing) | (rows.off != nothing)
    annual = ibis.cases(
        (rows.foreign == 1, ibis.null(WHOLE)),
        (~taken | (rows.price <= nothing), gross),
        (left < nothing, nothing),
        else_=rounded(left, rows.per * all_of_it, rows.currency, policy),
    )
    return rows.mutate(gross=gross, annual=annual)
