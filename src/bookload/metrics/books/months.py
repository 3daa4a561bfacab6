"""What each month did to each owner's book, from what moved in it.

Most accounts of most months neither change nor change hands. What an owner has is therefore summed once,
over the months that it stays the same (`_positions`); only the accounts and months in which something moved
are looked at one by one (`_touched`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import exact_sum, whole
from bookload.data.engine.exact import WHOLE
from bookload.data.once import once
from bookload.metrics.books.lines import CHANGES, carried_lines
from bookload.metrics.books.share_runs import share_runs, turned_over
from bookload.metrics.books.shares import KEY
from bookload.metrics.revenue.balances import runs
from bookload.metrics.revenue.monthly import FAR_MONTH, calendar, over, over_months
from bookload.metrics.revenue.movements.lines import account_lines_at
from bookload.metrics.revenue.movements.moves import account_moves
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

SUMMED = ("opening", *CHANGES, "transfer_in", "transfer_out", "fx", "closing", "base")
_MOVED = (*CHANGES, "transfer_in", "transfer_out")
_PARTS = ("opening", *_MOVED, "closing", "base")


@once
def owner_months(reader: Reader) -> ir.Table:
    """Return what each month did to each owner's book: `owner_lines` summed over its accounts.

    Columns: owner_id, month, then `SUMMED` (quanta); owner and month are unique. Transfers of one account net
    within the account, so an owner may have both sides. `base` is what a rate of retention is measured
    against: the opening and what was transferred in, at the month's own rates.
    """
    parts = ibis.union(_moved(reader), _stood(reader))
    sums = {name: exact_sum(parts[name]) for name in _PARTS}
    rows = parts.group_by("month", "owner_id").aggregate(**sums)
    fx = rows.closing - rows.opening
    for name in _MOVED:
        fx = fx - rows[name]
    named = {name: rows[name] for name in SUMMED if name != "fx"} | {"fx": fx}
    summed = rows.select("month", "owner_id", **{name: whole(named[name]) for name in SUMMED})
    return reader.cube("owner_months", summed, frozenset({"owner_id", "month"}))


@once
def moved_lines(reader: Reader) -> ir.Table:
    """Return the transfers: account_id, owner_id, month, transfer (quanta, never 0).

    Unique by account, owner and month.
    """
    rows = _touched(reader)
    moved = rows.filter(rows.transfer != whole(0)).select("account_id", "owner_id", "month", "transfer")
    return reader.cube("moved_lines", moved, KEY)


def _touched(reader: Reader) -> ir.Table:
    """Return the `owner_lines` of the accounts and months in which the account, or its owners, changed."""
    moves = account_moves(reader).select("account_id", "month")
    known = ibis.union(moves, turned_over(reader)).distinct()
    places = known.semi_join(calendar(reader), "month")
    held = share_runs(reader)
    late = held.mutate(from_month=held.from_month + 1, to_month=held.to_month + 1)
    columns = ("account_id", "owner_id", "month", "share")
    before, now = (over(part, places).select(*columns) for part in (late, held))
    return carried_lines(reader, account_lines_at(reader, places), before, now)


def _moved(reader: Reader) -> ir.Table:
    """Return what moved: changes, transfers, and by how much these make the base larger than the opening."""
    rows = _touched(reader)
    zero = whole(0)
    more = rows.restated_at - rows.restated_before
    return _laid_out(
        rows,
        **{name: rows[name] for name in CHANGES},
        transfer_in=ibis.cases((rows.transfer > zero, rows.transfer), else_=zero),
        transfer_out=ibis.cases((rows.transfer < zero, rows.transfer), else_=zero),
        base=ibis.cases((more > zero, more), else_=zero),
    )


def _stood(reader: Reader) -> ir.Table:
    """Return what owners have before and after each month, and the opening at the month's own rates."""
    held, rates = _positions(reader), factors(reader)
    here = over_months(held, reader).inner_join(rates, ["currency", "month"])
    late = held.mutate(from_month=held.from_month + 1, to_month=held.to_month + 1)
    there = over_months(late, reader).inner_join(rates, ["currency", "month"])
    return ibis.union(
        _laid_out(here, closing=here.amount * here.factor),
        _laid_out(there, opening=there.amount * there.opening_factor, base=there.amount * there.factor),
    )


def _positions(reader: Reader) -> ir.Table:
    """Return over which months owners have what: owner_id, currency, from_month, to_month, amount.

    Amounts are micros a year in that currency x 10^4, as shares are.
    """
    has, carried = runs(reader), share_runs(reader)
    shared = carried.select("owner_id", "share", of="account_id", since="from_month", until="to_month")
    both = has.inner_join(
        shared, [has.account_id == shared.of, has.from_month < shared.until, has.to_month > shared.since]
    )
    spells = both.select(
        "owner_id",
        "currency",
        started=ibis.greatest(both.from_month, both.since),
        ended=ibis.least(both.to_month, both.until),
        amount=both.annual * whole(both.share),
    )
    gone = spells.filter(spells.ended < FAR_MONTH)
    steps = ibis.union(
        spells.select("owner_id", "currency", "amount", month="started"),
        gone.select("owner_id", "currency", amount=-gone.amount, month="ended"),
    )
    key = ("owner_id", "currency")
    changes = steps.group_by(*key, "month").aggregate(amount=exact_sum(steps.amount))
    so_far = ibis.cumulative_window(group_by=key, order_by="month")
    each = ibis.window(group_by=key, order_by="month")
    held = changes.select(
        *key,
        from_month=changes.month,
        to_month=changes.month.lead(1).over(each).fill_null(FAR_MONTH),
        amount=changes.amount.sum().over(so_far).cast(WHOLE),
    )
    return held.filter(held.amount != whole(0))


def _laid_out(rows: ir.Table, **amounts: ir.Value) -> ir.Table:
    measures = {name: whole(amounts[name]) if name in amounts else whole(0) for name in _PARTS}
    return rows.select("owner_id", "month", **measures)
