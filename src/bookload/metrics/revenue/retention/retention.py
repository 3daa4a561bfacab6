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
from bookload.data.once import built_once, once
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.balances import balances, pauses
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.known import span_known
from bookload.metrics.revenue.monthly import month_of, over_months
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.revenue.rates.conversion import factors
from bookload.metrics.revenue.retention.spans import GRAINS, Grain, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Period = Literal["year", "quarter", "month", "fiscal_year", "fiscal_quarter"]
RetentionBy = Literal["segment", "tier", "region", "touch_model", "product"]

SPANS: Mapping[Period, int] = MappingProxyType({"year": 12, "quarter": 3, "month": 1})
"""How many months a trailing period has, which ends with each month."""

FISCAL: Mapping[Period, Grain] = MappingProxyType({"fiscal_year": "year", "fiscal_quarter": "quarter"})
"""Periods of the fiscal calendar, each ending once; it is the calendar's where that begins in January."""


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


@once
def retention(reader: Reader, period: Period = "year", by: RetentionBy | None = None) -> Rows[RetentionRow]:
    """Return retention over the trailing 12 months (`year`), 3 (`quarter`) or one that end with each month.

    `fiscal_year` and `fiscal_quarter` have a row for the last month of each that the data reaches the
    end of. By a group, an account counts in the one that it was in at the start; by product, in each that
    it paid for then, by what it pays for that product. There is a row for each month that the data knows
    and, by a group, each group that occurs.
    """
    span, ends = spans(reader, period)
    if by is not None and by not in get_args(RetentionBy):
        raise unknown("grouping of retention", by, get_args(RetentionBy))
    sums = by_month(
        reader, f"kept_{span}_{by or 'all'}", lambda of: _kept(of, span, by), frozenset({"month", "key"})
    )
    collected = reader.collect(sums)
    found = {(row["month"], row["key"]): row for row in collected.rows()}
    keys = sorted({str(key) for _, key in found}) if by else [""]
    rows = tuple(
        _row(
            month, key if by else None, found.get((month.ordinal, key)), known=span_known(reader, month, span)
        )
        for month in ends
        for key in keys
    )
    return Rows(rows, collected.needs)


def spans(reader: Reader, period: Period) -> tuple[int, Sequence[Month]]:
    """Return how many months a period has, and the months that one ends with; of all that the data knows.

    Raises `UsageError` for an unknown period.
    """
    if period in SPANS:
        return SPANS[period], reader.months
    if period not in FISCAL:
        raise unknown("period", period, get_args(Period))
    grain, start = FISCAL[period], reader.policy.company.fiscal_year_start
    ends = [month for month in reader.months if Span.of(month, grain, start).last == month]
    return GRAINS[grain], ends


@once
def kept_accounts(reader: Reader, span: int) -> ir.Table:
    """Return what each account live at a period's start had then, and has of it at the end.

    Columns: account_id, month (the period's last), opening, closing, kept (closing, but at
    most opening; quanta at the closing month's rates), lost (1 if neither live nor paused at
    the end, else 0). Unique by account and month.
    """
    return _kept_each(_sides(reader, span), pauses(reader), ("account_id", "month"))


def kept_products(reader: Reader, span: int) -> ir.Table:
    """Return the same by product: what each account live on a product at the start has of that product.

    Columns: those of `kept_accounts` and product; unique by account, product and month. An account that
    trades one product for another is lost to the one, and new to the other, which counts in neither.
    """
    rows = held_periods(reader)
    paused = rows.filter(rows.paused)
    runs = paused.select(
        "account_id",
        "product",
        from_month=month_of(paused.start_date),
        to_month=month_of(paused.end_date),
    )
    on_pause = over_months(runs, reader).distinct()
    return _kept_each(_sides(reader, span), on_pause, ("account_id", "product", "month"))


@built_once
def _kept_each(sides: ir.Table, pauses: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    sums = sides.group_by(*keys).aggregate(
        opening=exact_sum(sides.opening),
        closing=exact_sum(sides.closing),
        live_before=sides.live_before.max(),
        live_after=sides.live_after.max(),
    )
    live = sums.filter(sums.live_before == 1)
    paused = pauses.select(*keys, paused=ibis.literal(1, "int64"))
    rows = live.left_join(paused, list(keys)).drop(*(f"{key}_right" for key in keys))
    gone = (rows.live_after == 0) & rows.paused.isnull()
    return rows.select(
        *keys,
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
        "product",
        "month",
        opening=zero,
        closing=here.annual * here.factor * whole(SHARE_ONE),
        live_before=none,
        live_after=ibis.cases((here.annual > zero, 1), else_=0).cast("int64"),
    )
    opening = there.select(
        "account_id",
        "product",
        "month",
        opening=there.annual * there.factor * whole(SHARE_ONE),
        closing=zero,
        live_before=ibis.cases((there.annual > zero, 1), else_=0).cast("int64"),
        live_after=none,
    )
    return ibis.union(closing, opening)


def _kept(reader: Reader, span: int, by: RetentionBy | None) -> ir.Table:
    rows = kept_products(reader, span) if by == "product" else kept_accounts(reader, span)
    if by is None:
        rows = rows.mutate(key=ibis.literal(""))
    elif by == "product":
        rows = rows.mutate(key=rows["product"])
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
