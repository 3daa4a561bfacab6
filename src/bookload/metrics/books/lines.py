"""What each month did to each owner's part of each account: what books and bridges are made of.

With the share `s0` at the month end before, `s1` at the month end, and `s` the share that a change of the
month goes by (for a churn that of the last live day, `handover_days` earlier; otherwise `s1`):

    opening x s0  +  transfer  +  fx x s  +  sum of (change x s)  =  closing x s1

The transfer is what is left: where all goes by one `s`, opening x (s - s0). Over all owners it adds up to 0,
whatever the shares, since everything else adds up to the account's own bridge. Where each day's change
counts, a month may have several changes: those up to a churn go by the churn's owners, those after the last
by `s1`; `fx` goes with the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.money import SHARE_ONE
from bookload.data.engine import exact_sum, half_away, whole
from bookload.data.once import built_once, once
from bookload.metrics.books.shares import shares, shares_on
from bookload.metrics.revenue.changes import BY_DAY, moments
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.movements.bridges import SIGNED, converted_moves
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.periods.held import held_periods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

CHANGES = SIGNED
MEASURES = ("opening", *CHANGES, "transfer", "fx", "closing", "restated_before", "restated_at")
"""Whole quanta. `restated_*` is the opening at the month's own rates, by the share before and by that of the
changes; the larger of the two is what a rate of retention is measured against."""

_DAYS_A_MONTH = 32
"""More than any month has, so that a month and a day in it make one number."""


@once
def owner_lines(reader: Reader) -> ir.Table:
    """Return each owner's part of each account's change in each month.

    Columns: account_id, owner_id (a person, a pool or `UNASSIGNED`), month, then `MEASURES`; account, owner
    and month are unique. Rows of nothing but zeros may occur. It is the widest table of all and is not kept;
    what books add up to is in `bookload.metrics.books.months`, without it.
    """
    held = shares(reader)
    before = held.select("account_id", "owner_id", "share", month=held.month + 1)
    return carried_lines(reader, account_lines(reader), before, held)


def carried_lines(reader: Reader, accounts: ir.Table, before: ir.Table, held: ir.Table) -> ir.Table:
    """Return the `owner_lines` of the accounts and months of some account lines, and of no others.

    `before` and `held` say who carries what share of them at the month end before, and at the month's own:
    account_id, owner_id, month, share. The months have to hold every move of the accounts.
    """
    lines, moves = _stocks(accounts), _moves(reader)
    slots = _churns(moves)
    at_churn = _at_churn(reader, slots, held)
    apart = _first_slot(lines, slots)
    slotted = _until_churn(moves, slots)
    within = apart.filter(apart.slot.notnull())
    rest = slotted.filter(slotted.slot.isnull())
    gone = slotted.filter(slotted.slot.notnull())
    parts = ibis.union(
        _opened(lines.inner_join(before, ["account_id", "month"])),
        _closed(apart.inner_join(held, ["account_id", "month"])),
        _restated(within.inner_join(at_churn, ["account_id", "slot"])),
        _changed(rest.inner_join(held, ["account_id", "month"])),
        _changed(gone.inner_join(at_churn, ["account_id", "slot"])),
    )
    sums = {name: exact_sum(parts[name]) for name in MEASURES}
    return parts.group_by("account_id", "owner_id", "month").aggregate(**sums)


@built_once
def _stocks(rows: ir.Table) -> ir.Table:
    """Return what accounts have before and after a month, per ten-thousandth share (all can be divided)."""
    amounts = {name: half_away(rows[name], SHARE_ONE) for name in ("opening", "fx", "closing")}
    return rows.select("account_id", "month", **amounts)


def _moves(reader: Reader) -> ir.Table:
    """Return what accounts did at the policy's grain, per ten-thousandth share, and each one's `moment`.

    A moment is the month, or the month and the day as one number.
    """
    rows = converted_moves(reader, reader.policy.revenue.grain)
    moment, day = rows.month, ibis.null("date")
    if moments(reader.policy) == BY_DAY:
        moment, day = rows.month * _DAYS_A_MONTH + rows.day.day().cast("int64"), rows.day
    return rows.select(
        "account_id", "month", "kind", moment=moment, day=day, delta=half_away(rows.delta, SHARE_ONE)
    )


@built_once
def _churns(moves: ir.Table) -> ir.Table:
    """Return the churns of accounts: account_id, month, slot (the moment), day (null where months net)."""
    churned = moves.filter(moves.kind == "churn")
    return churned.select("account_id", "month", slot=churned.moment, day=churned.day).distinct()


@built_once
def _first_slot(lines: ir.Table, slots: ir.Table) -> ir.Table:
    """Return the lines with the first churn of their month, null if there is none."""
    first = slots.group_by("account_id", "month").aggregate(slot=slots.slot.min())
    return lines.left_join(first, ["account_id", "month"]).drop("account_id_right", "month_right")


@built_once
def _until_churn(moves: ir.Table, slots: ir.Table) -> ir.Table:
    """Return the moves with the churn of their month that comes with or after them, null if none does."""
    ahead = slots.select("month", "slot", of="account_id")
    places = moves.select("account_id", "month", "moment").distinct()
    joined = places.inner_join(
        ahead,
        [places.account_id == ahead.of, places.month == ahead.month, places.moment <= ahead.slot],
    )
    following = joined.group_by("account_id", "moment").aggregate(slot=joined.slot.min())
    return moves.left_join(following, ["account_id", "moment"]).drop("account_id_right", "moment_right")


def _opened(rows: ir.Table) -> ir.Table:
    """Return the opening of those who carried the account before."""
    opening = rows.opening * whole(rows.share)
    return _laid_out(
        rows,
        opening=opening,
        transfer=-opening,
        restated_before=(rows.opening + rows.fx) * whole(rows.share),
    )


def _closed(rows: ir.Table) -> ir.Table:
    """Return the closing of those who carry the account now, and what rates did, unless it churned."""
    share, zero = whole(rows.share), whole(0)
    stayed = rows.slot.isnull()
    closing, fx = rows.closing * share, ibis.cases((stayed, rows.fx * share), else_=zero)
    restated = ibis.cases((stayed, (rows.opening + rows.fx) * share), else_=zero)
    return _laid_out(rows, closing=closing, fx=fx, transfer=closing - fx, restated_at=restated)


def _restated(rows: ir.Table) -> ir.Table:
    """Return what rates did to an account that churned in the month, by the owners that its churn goes by."""
    share = whole(rows.share)
    fx = rows.fx * share
    return _laid_out(rows, fx=fx, transfer=-fx, restated_at=(rows.opening + rows.fx) * share)


def _changed(rows: ir.Table) -> ir.Table:
    """Return the changes of those whom they belong to."""
    delta = rows.delta * whole(rows.share)
    changes = {kind: ibis.cases((rows.kind == kind, delta), else_=whole(0)) for kind in CHANGES}
    return _laid_out(rows, **changes, transfer=-delta)


def _laid_out(rows: ir.Table, **amounts: ir.Value) -> ir.Table:
    measures = {name: whole(amounts[name]) if name in amounts else whole(0) for name in MEASURES}
    return rows.select("account_id", "owner_id", "month", **measures)


def _at_churn(reader: Reader, slots: ir.Table, held: ir.Table) -> ir.Table:
    """Return who carried each churned account on its last live day, `handover_days` earlier.

    Columns: account_id, owner_id, slot, share. An account that churned on no day that can be named (its rows
    were outweighed, not ended) goes by the owners at the month end.
    """
    if moments(reader.policy) == BY_DAY:
        gone = slots.select("account_id", "slot", end_date=slots.day)
    else:
        gone = _ended(reader, slots)
    handover = reader.policy.revenue.handover_days
    days = gone.select(
        "account_id",
        month=gone.slot,
        day=gone.end_date - ibis.interval(days=1 + handover),
        instead=gone.end_date - ibis.interval(days=1),
    )
    dated = shares_on(reader, days).select("account_id", "owner_id", "share", slot="month")
    undated = slots.anti_join(gone, ["account_id", "slot"]).select("account_id", "month", "slot")
    instead = undated.inner_join(held, ["account_id", "month"])
    return ibis.union(dated, instead.select("account_id", "owner_id", "share", "slot"))


def _ended(reader: Reader, slots: ir.Table) -> ir.Table:
    """Return the first day out of the account's last row that ended by the month of each churn."""
    periods = held_periods(reader)
    live = periods.filter(~periods.paused, periods.annual > whole(0))
    ends = live.select("end_date", of="account_id")
    ended = slots.inner_join(ends, [slots.account_id == ends.of, slots.month >= month_of(ends.end_date)])
    return ended.group_by("account_id", "slot").aggregate(end_date=ended.end_date.max())
