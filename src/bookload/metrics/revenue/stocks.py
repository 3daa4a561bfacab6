"""ARR and live accounts at each month end, for the company, its groups and its products."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.data.once import once
from bookload.metrics.revenue.balances import balances
from bookload.metrics.revenue.changes import BY_MONTH, read_changes
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.movements.bridges import bridged, collected_by, rates
from bookload.metrics.revenue.movements.grouped import held_before, in_groups, turns
from bookload.metrics.revenue.movements.moves import account_moves, flag, turned_leaves
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

StockBy = Literal["product", "segment", "tier", "region", "touch_model"]


@dataclass(frozen=True)
class StockRow:
    """ARR in quanta (`base.money.arr`) and live accounts at one month end; `key` None is the company."""

    month: Month
    key: str | None
    arr: int = field(metadata=IN_QUANTA)
    accounts: int


@once
def stock(reader: Reader, by: StockBy | None = None) -> Rows[StockRow]:
    """Return the stock at the end of each month that the data knows, that of `as_of` as of `as_of`.

    By a group or product there is a row for each that ever occurs (`""`: none stated), and an
    account counts once in each product that it pays for. A month at whose end nobody is live
    has 0. Months that end before the data knows anything are left out.
    """
    if by is not None and by not in get_args(StockBy):
        raise unknown("grouping of stocks", by, get_args(StockBy))
    money = collected_by(reader, by or "month", reader.policy.revenue.grain)
    live = reader.collect(_live(reader, by))
    arr = {
        (month, key): amounts["closing"]
        for month, key, amounts in bridged(money.rows(), rates(reader), reader.months)
        if amounts["closing"]
    }
    accounts = _so_far(live.rows(), reader.months)
    keys = sorted({key for _, key in (*arr, *accounts)}) if by else [""]
    rows = tuple(
        StockRow(month, key if by else None, arr.get((month, key), 0), accounts.get((month, key), 0))
        for month in reader.months
        if end_known(reader, month)
        for key in keys
    )
    return Rows(rows, money.needs | live.needs)


def converted_balances(reader: Reader) -> ir.Table:
    """Return the balances at their month's rate: account_id, product, month, live (0 or 1), closing (quanta).

    Unique by account, product and month.
    """
    leaves = balances(reader).inner_join(factors(reader), ["currency", "month"])
    live = ibis.cases((leaves.annual > whole(0), 1), else_=0).cast("int64")
    rows = leaves.select(
        "account_id",
        "product",
        "month",
        live=live,
        closing=leaves.annual * leaves.factor * whole(SHARE_ONE),
    )
    summed = rows.group_by("account_id", "product", "month")
    return summed.aggregate(live=rows.live.max(), closing=exact_sum(rows.closing))


def _live(reader: Reader, by: StockBy | None) -> ir.Table:
    """Return by how much the number of live accounts changes: month, key, accounts."""
    if by == "product":
        rows = _live_by_product(reader)
    else:
        moves = account_moves(reader)
        rows = moves.select("account_id", "month", accounts=moves.live_after - moves.live_before)
        rows = rows.filter(rows.accounts != 0)
        rows = rows.mutate(key=ibis.literal("")) if by is None else _live_by_group(reader, by, rows)
    return rows.group_by("month", "key").aggregate(accounts=rows.accounts.sum().cast("int64"))


def _live_by_product(reader: Reader) -> ir.Table:
    """Return by how much each account's paying for a product changes, in whatever currency it does."""
    turned = turned_leaves(read_changes(reader), BY_MONTH)
    place = ("account_id", "product", "month")
    sums = turned.group_by(*place).aggregate(paying=turned.paying.sum().cast("int64"))
    so_far = ibis.cumulative_window(group_by=place[:2], order_by=place[2])
    after = sums.mutate(after=sums.paying.sum().over(so_far).cast("int64"))
    before = after.after - after.paying
    return after.select("month", key="product", accounts=flag(after.after > 0) - flag(before > 0))


def _live_by_group(reader: Reader, by: StockBy, changed: ir.Table) -> ir.Table:
    taken = held_before(turns(reader, by), changed, "accounts")
    return ibis.union(
        in_groups(reader, by, changed).select("month", "key", "accounts"),
        taken.select("month", "key", "accounts"),
        taken.select("month", key="key_before", accounts=-taken.accounts),
    )


def _so_far(rows: Iterable[Mapping[str, object]], months: Sequence[Month]) -> dict[tuple[Month, str], int]:
    """Return the sums of changes up to each month, by month and key, where they are not 0."""
    by_key: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        by_key[str(row["key"])][int(row["month"])] = int(row["accounts"])  # type: ignore[call-overload]
    found = {}
    for key, changes in by_key.items():
        count = sum(change for month, change in changes.items() if month < months[0].ordinal)
        for month in months:
            count += changes.get(month.ordinal, 0)
            if count:
                found[month, key] = count
    return found
