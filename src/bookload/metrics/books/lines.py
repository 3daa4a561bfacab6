"""What each month did to each owner's part of each account: what books and bridges are made of.

With the share `s0` at the month end before, `s1` at the month end, and `s` the share that the month's changes
go by (for a churn that of the last live day, `handover_days` earlier; otherwise `s1`):

    opening x s0  +  opening x (s - s0)  +  (fx + delta) x s  =  closing x s1

The middle term is the transfer: over all owners it adds up to 0, whatever the shares. When an account churns
its closing is 0, so the two sides agree for any `s`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.money import SHARE_ONE
from bookload.data.engine import exact_sum, half_away, whole
from bookload.metrics.books.shares import KEY, shares, shares_on
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.movements.lines import FACTS, account_lines, lines
from bookload.metrics.revenue.once import once
from bookload.metrics.revenue.periods.price_periods import price_periods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

CHANGES = (*FACTS, "expansion", "contraction")
MEASURES = ("opening", *CHANGES, "transfer", "fx", "closing", "restated_before", "restated_at")
"""Whole quanta. `restated_*` is the opening at the month's own rates, by the share before and by that of the
changes; the larger of the two is what a rate of retention is measured against."""

SUMMED = ("opening", *CHANGES, "transfer_in", "transfer_out", "fx", "closing", "base")


@once
def owner_lines(reader: Reader) -> ir.Table:
    """Return each owner's part of each account's change in each month.

    Columns: account_id, owner_id (a person, a pool or `UNASSIGNED`), month, then `MEASURES`; account, owner
    and month are unique. Rows of nothing but zeros may occur. It is the widest table of all and is not kept:
    `owner_months` and `moved_lines` are.
    """
    moves = _moves(reader)
    held = shares(reader)
    before = held.select("account_id", "owner_id", "share", month=held.month + 1)
    churn = moves.filter(moves.kind == "churn")
    others = moves.filter(moves.kind != "churn")
    parts = ibis.union(
        _opened(moves.inner_join(before, ["account_id", "month"])),
        _changed(others.inner_join(held, ["account_id", "month"])),
        _changed(churn.inner_join(_at_churn(reader, churn, held), ["account_id", "month"])),
    )
    sums = {name: exact_sum(parts[name]) for name in MEASURES}
    return parts.group_by("account_id", "owner_id", "month").aggregate(**sums)


@once
def owner_months(reader: Reader) -> ir.Table:
    """Return what each month did to each owner's book: `owner_lines` summed over its accounts.

    Columns: owner_id, month, then `SUMMED`; owner and month are unique. Transfers of one account net within
    the account, so an owner may have both sides. `base` is what a rate of retention is measured against: the
    opening and what was transferred in, at the month's own rates.
    """
    rows = owner_lines(reader)
    zero = whole(0)
    larger = ibis.cases(
        (rows.restated_before > rows.restated_at, rows.restated_before), else_=rows.restated_at
    )
    moved = rows.mutate(
        transfer_in=whole(ibis.cases((rows.transfer > zero, rows.transfer), else_=zero)),
        transfer_out=whole(ibis.cases((rows.transfer < zero, rows.transfer), else_=zero)),
        base=whole(larger),
    )
    sums = moved.group_by("month", "owner_id").aggregate(**{name: exact_sum(moved[name]) for name in SUMMED})
    return reader.cube("owner_months", sums, frozenset({"owner_id", "month"}))


@once
def moved_lines(reader: Reader) -> ir.Table:
    """Return the transfers: account_id, owner_id, month, transfer (quanta, never 0).

    Unique by account, owner and month.
    """
    rows = owner_lines(reader)
    moved = rows.filter(rows.transfer != whole(0)).select("account_id", "owner_id", "month", "transfer")
    return reader.cube("moved_lines", moved, KEY)


def _moves(reader: Reader) -> ir.Table:
    """Return the lines at the policy's grain, amounts per ten-thousandth share (all are divisible by it)."""
    rows = lines(reader) if reader.policy.revenue.grain == "product" else account_lines(reader)
    amounts = {name: half_away(rows[name], SHARE_ONE) for name in ("opening", "fx", "delta", "closing")}
    return rows.select("account_id", "month", "kind", **amounts)


def _opened(rows: ir.Table) -> ir.Table:
    """Return the opening of those who carried the account before, and its leaving them."""
    share = whole(rows.share)
    return _laid_out(
        rows,
        opening=rows.opening * share,
        transfer=-(rows.opening * share),
        restated_before=(rows.opening + rows.fx) * share,
    )


def _changed(rows: ir.Table) -> ir.Table:
    """Return the opening's arrival at those whom the changes belong to, the changes, and the closing."""
    share, zero = whole(rows.share), whole(0)
    netted = ~rows.kind.isin(FACTS)
    when = {kind: rows.kind == kind for kind in FACTS} | {
        "expansion": netted & (rows.delta > zero),
        "contraction": netted & (rows.delta < zero),
    }
    changes = {name: ibis.cases((holds, rows.delta * share), else_=zero) for name, holds in when.items()}
    return _laid_out(
        rows,
        **changes,
        transfer=rows.opening * share,
        fx=rows.fx * share,
        closing=rows.closing * share,
        restated_at=(rows.opening + rows.fx) * share,
    )


def _laid_out(rows: ir.Table, **amounts: ir.Value) -> ir.Table:
    measures = {name: whole(amounts[name]) if name in amounts else whole(0) for name in MEASURES}
    return rows.select("account_id", "owner_id", "month", **measures)


def _at_churn(reader: Reader, churn: ir.Table, held: ir.Table) -> ir.Table:
    """Return who carried each churned account on its last live day, `handover_days` earlier.

    An account that churned on no day that can be named (its rows were outweighed, not ended) goes by the
    owners at the month end.
    """
    slots = churn.select("account_id", "month").distinct()
    periods = price_periods(reader.policy, reader.as_of)
    live = periods.filter(~periods.paused, periods.annual > whole(0))
    ended = slots.inner_join(
        live.select("account_id", "end_date"),
        [
            slots.account_id == live.account_id,
            slots.month >= month_of(live.end_date),
        ],
    )
    last = ended.group_by("account_id", "month").aggregate(end_date=ended.end_date.max())
    handover = reader.policy.revenue.handover_days
    days = last.select(
        "account_id",
        "month",
        day=last.end_date - ibis.interval(days=1 + handover),
        instead=last.end_date - ibis.interval(days=1),
    )
    undated = slots.anti_join(days, ["account_id", "month"])
    dated = shares_on(reader, days)
    return ibis.union(dated, held.semi_join(undated, ["account_id", "month"]).select(*dated.columns))
