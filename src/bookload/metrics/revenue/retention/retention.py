"""How much revenue, and how many accounts, a period kept of those that were there at its start.

Constant currency: opening and closing are stated at the closing month's rates, whatever the
policy's `revenue.past` is, so a change of rate is neither growth nor loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import Rows
from bookload.data.engine import exact_sum, whole
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.balances import balances, pauses
from bookload.metrics.revenue.known import span_known
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Period = Literal["year", "month"]
RetentionBy = Literal["segment", "tier", "region", "touch_model"]

SPANS: Mapping[Period, int] = MappingProxyType({"year": 12, "month": 1})
"""How many months a period has."""


@dataclass(frozen=True)
class RetentionRow:
    """Retention over the period that ends with a month; `key` None is the company.

    NRR = closing MRR of the accounts live at the start / their opening MRR; GRR the same with
    each account's closing capped at its opening; logo churn = accounts lost / accounts live
    at the start (a paused account is not lost). None where the period is not over, where its
    start is not known, and where nothing was there at the start. `opening_accounts` is None
    where the start is not known.
    """

    month: Month
    key: str | None
    nrr: Fraction | None
    grr: Fraction | None
    logo_churn: Fraction | None
    opening_accounts: int | None


def retention(reader: Reader, period: Period = "year", by: RetentionBy | None = None) -> Rows[RetentionRow]:
    """Return retention over the trailing 12 months (`year`), or the one, that end with each month.

    By a group, an account counts in the one that it was in at the start. There is a row for
    each month that the data knows and, by a group, each group that occurs.
    """
    if period not in SPANS:
        raise unknown("period", period, SPANS)
    if by is not None and by not in get_args(RetentionBy):
        raise unknown("grouping of retention", by, get_args(RetentionBy))
    span = SPANS[period]
    collected = reader.collect(_kept(reader, span, by))
    found = {(row["month"], row["key"]): row for row in collected.rows()}
    keys = sorted({str(key) for _, key in found}) if by else [""]
    rows = tuple(
        _row(
            month, key if by else None, found.get((month.ordinal, key)), known=span_known(reader, month, span)
        )
        for month in reader.months
        for key in keys
    )
    return Rows(rows, collected.needs)


def kept_accounts(reader: Reader, span: int) -> ir.Table:
    """Return what each account live at a period's start had then, and has of it at the end.

    Columns: account_id, month (the period's last), opening, closing, kept (closing, but at
    most opening; quanta at the closing month's rates), lost (1 if neither live nor paused at
    the end, else 0). Unique by account and month.
    """
    sides = _sides(reader, span)
    sums = sides.group_by("account_id", "month").aggregate(
        opening=exact_sum(sides.opening),
        closing=exact_sum(sides.closing),
        live_before=sides.live_before.max(),
        live_after=sides.live_after.max(),
    )
    live = sums.filter(sums.live_before == 1)
    paused = pauses(reader).select("account_id", "month", paused=ibis.literal(1, "int64"))
    rows = live.left_join(paused, ["account_id", "month"]).drop("account_id_right", "month_right")
    gone = (rows.live_after == 0) & rows.paused.isnull()
    return rows.select(
        "account_id",
        "month",
        "opening",
        "closing",
        kept=ibis.cases((rows.closing > rows.opening, rows.opening), else_=rows.closing),
        lost=ibis.cases((gone, 1), else_=0).cast("int64"),
    )


def _sides(reader: Reader, span: int) -> ir.Table:
    """Return each balance twice, at one month's rates: as its closing, and as the opening of a later one."""
    leaves, rates = balances(reader), factors(reader)
    zero, none = whole(0), ibis.literal(0, "int64")
    here = leaves.inner_join(rates, ["currency", "month"])
    there = leaves.mutate(month=leaves.month + span).inner_join(rates, ["currency", "month"])
    closing = here.select(
        "account_id",
        "month",
        opening=zero,
        closing=here.annual * here.factor * whole(SHARE_ONE),
        live_before=none,
        live_after=ibis.cases((here.annual > zero, 1), else_=0).cast("int64"),
    )
    opening = there.select(
        "account_id",
        "month",
        opening=there.annual * there.factor * whole(SHARE_ONE),
        closing=zero,
        live_before=ibis.cases((there.annual > zero, 1), else_=0).cast("int64"),
        live_after=none,
    )
    return ibis.union(closing, opening)


def _kept(reader: Reader, span: int, by: RetentionBy | None) -> ir.Table:
    rows = kept_accounts(reader, span)
    if by is None:
        rows = rows.mutate(key=ibis.literal(""))
    else:
        values = attribute(reader, by)
        start = values.select("account_id", month=values.month + span, key="value")
        rows = rows.left_join(start, ["account_id", "month"])
        rows = rows.mutate(key=rows.key.fill_null(""))
    return rows.group_by("month", "key").aggregate(
        opening=exact_sum(rows.opening),
        closing=exact_sum(rows.closing),
        kept=exact_sum(rows.kept),
        lost=rows.lost.sum().cast("int64"),
        accounts=rows.count(),
    )


def _row(month: Month, key: str | None, row: dict[str, object] | None, *, known: bool) -> RetentionRow:
    if not known:
        return RetentionRow(month, key, None, None, None, None)
    if row is None:
        return RetentionRow(month, key, None, None, None, 0)
    opening, accounts = row["opening"], row["accounts"]
    return RetentionRow(
        month,
        key,
        nrr=_share(row["closing"], opening),
        grr=_share(row["kept"], opening),
        logo_churn=_share(row["lost"], accounts),
        opening_accounts=accounts,  # type: ignore[arg-type]
    )


def _share(part: object, of: object) -> Fraction | None:
    assert isinstance(part, int)  # noqa: S101 - narrows the type
    assert isinstance(of, int)  # noqa: S101 - narrows the type
    return Fraction(part, of) if of > 0 else None
