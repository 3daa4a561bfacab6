"""ARR and live accounts at each month end, for the company, its groups and its products."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.balances import balances
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
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


def stock(reader: Reader, by: StockBy | None = None) -> Rows[StockRow]:
    """Return the stock at the end of each month that the data knows, that of `as_of` as of `as_of`.

    By a group or product there is a row for each that ever occurs (`""`: none stated), and an
    account counts once in each product that it pays for. A month at whose end nobody is live
    has 0. Months that end before the data knows anything are left out.
    """
    if by is not None and by not in get_args(StockBy):
        raise unknown("grouping of stocks", by, get_args(StockBy))
    collected = reader.collect(_stocks(reader, by))
    found = {(row["month"], row["key"]): row for row in collected.rows()}
    keys = sorted({str(key) for _, key in found}) if by else [""]
    known = [month for month in reader.months if end_known(reader, month)]
    rows = tuple(
        StockRow(month, key if by else None, *_figures(found.get((month.ordinal, key))))
        for month in known
        for key in keys
    )
    return Rows(rows, collected.needs)


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


def _stocks(reader: Reader, by: StockBy | None) -> ir.Table:
    leaves = converted_balances(reader)
    if by == "product":
        rows = leaves.mutate(key=leaves["product"])
    elif by is None:
        rows = leaves.mutate(key=ibis.literal(""))
    else:
        values = attribute(reader, by).select("account_id", "month", key="value")
        rows = leaves.left_join(values, ["account_id", "month"])
        rows = rows.mutate(key=rows.key.fill_null(""))
    accounts = rows.group_by("month", "key", "account_id").aggregate(
        live=rows.live.max(), closing=exact_sum(rows.closing)
    )
    return accounts.group_by("month", "key").aggregate(
        arr=exact_sum(accounts.closing), accounts=accounts.live.sum().cast("int64")
    )


def _figures(row: dict[str, object] | None) -> tuple[int, int]:
    return (row["arr"], row["accounts"]) if row else (0, 0)  # type: ignore[return-value]
