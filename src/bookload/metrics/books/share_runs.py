"""Over which months who carries what share of an account: `shares`, without a row for each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.once import built_once, once
from bookload.data.tables import unbound
from bookload.metrics.books.shares import ownership, whole_shares
from bookload.metrics.revenue.monthly import FAR_MONTH, month_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader


@once
def share_runs(reader: Reader) -> ir.Table:
    """Return who carries what share of an account at the ends of the months `from_month <= month < to_month`.

    Columns: account_id, owner_id, from_month, to_month, share (x 10^4). The shares of one account and month
    add up to 1, as those of `shares` do, and are the same; every month has them, known or not.
    """
    rows = ownership(reader)
    spells = rows.select(
        "owner_id",
        "share",
        of="account_id",
        started=month_of(rows.start_date),
        ended=month_of(rows.end_date),
    )
    cuts = _cuts(spells)
    held = cuts.inner_join(
        spells,
        [cuts.account_id == spells.of, spells.started <= cuts.month, spells.ended > cuts.month],
    ).select("account_id", "owner_id", "month", "share")
    order = ibis.window(group_by="account_id", order_by="month")
    ends = cuts.mutate(to_month=cuts.month.lead(1).over(order).fill_null(FAR_MONTH))
    joined = whole_shares(held, cuts).inner_join(ends, ["account_id", "month"])
    runs = joined.select("account_id", "owner_id", "to_month", "share", from_month="month")
    return reader.cube("share_runs", runs, frozenset({"account_id", "owner_id", "from_month"}))


def turned_over(reader: Reader) -> ir.Table:
    """Return the months at whose end somebody else may carry an account than before: account_id, month."""
    runs = share_runs(reader)
    return runs.filter(runs.from_month > 0).select("account_id", month="from_month").distinct()


@built_once
def _cuts(spells: ir.Table) -> ir.Table:
    """Return the months from which on an account's shares hold: the first of all, and each start and end."""
    accounts = unbound("accounts")
    known = spells.semi_join(accounts, spells.of == accounts.account_id)
    ended = known.filter(known.ended < FAR_MONTH)
    return ibis.union(
        accounts.select("account_id", month=ibis.literal(0, "int64")),
        known.select(account_id="of", month="started"),
        ended.select(account_id="of", month="ended"),
    ).distinct()
