"""What each account has before and after each month, whether or not it did anything in it.

`opening + fx + delta = closing` in every row, in whole quanta: `fx` is what the change of rate alone
did to the opening, `delta` what the account did, at the closing month's rate; of which kind it was is
in `moves`. These are rows for every account and month; totals are made of moves instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.money import SHARE_ONE
from bookload.data.engine import exact_sum, whole
from bookload.data.once import built_once, once
from bookload.metrics.revenue.balances import runs
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.monthly import calendar, calendar_of, over
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.base.period import Month
    from bookload.data.reader import Reader

MONEY = ("opening", "fx", "delta", "closing")
"""The amounts of a line, in quanta of the workspace's currency a year."""

UNIQUE = frozenset({"account_id", "month"})


@once
def account_lines(reader: Reader) -> ir.Table:
    """Return what each account has before and after each of the reader's months, where that is anything.

    Columns: account_id, month, live_before, live_after (0 or 1), opening, fx, delta, closing
    (quanta); unique by account and month.
    """
    return by_month(reader, "account_lines", lambda of: _lines(of, calendar(of)), UNIQUE)


def account_lines_of(reader: Reader, first: Month, last: Month) -> ir.Table:
    """Return the `account_lines` of the months from first to last, both included, and no others."""
    return _lines(reader, calendar_of(reader, first, last))


def account_lines_at(reader: Reader, rows: ir.Table) -> ir.Table:
    """Return the `account_lines` of the accounts and months of some rows, one for each."""
    return _lines(reader, rows.select("account_id", "month"))


def _lines(reader: Reader, where: ir.Table) -> ir.Table:
    sides = _sides(runs(reader), factors(reader), where)
    sums = {name: exact_sum(sides[name]) for name in ("opening", "restated", "closing")}
    flags = {name: sides[name].max() for name in ("live_before", "live_after")}
    rows = sides.group_by("account_id", "month").aggregate(**sums, **flags)
    return rows.select(
        "account_id",
        "month",
        "live_before",
        "live_after",
        opening=rows.opening,
        fx=rows.restated - rows.opening,
        delta=rows.closing - rows.restated,
        closing=rows.closing,
    )


@built_once
def _sides(held: ir.Table, rates: ir.Table, where: ir.Table) -> ir.Table:
    """Return each balance twice: as its month's closing, and as the next month's opening at both rates."""
    zero, none = whole(0), ibis.literal(0, "int64")
    here = over(held, where).inner_join(rates, ["currency", "month"])
    closing = here.select(
        "account_id",
        "month",
        opening=zero,
        restated=zero,
        closing=_quanta(here.annual, here.factor),
        live_before=none,
        live_after=_above_nothing(here.annual),
    )
    moved = held.mutate(from_month=held.from_month + 1, to_month=held.to_month + 1)
    there = over(moved, where).inner_join(rates, ["currency", "month"])
    opening = there.select(
        "account_id",
        "month",
        opening=_quanta(there.annual, there.opening_factor),
        restated=_quanta(there.annual, there.factor),
        closing=zero,
        live_before=_above_nothing(there.annual),
        live_after=none,
    )
    return ibis.union(closing, opening)


def _quanta(annual: ir.DecimalValue, factor: ir.DecimalValue) -> ir.DecimalValue:
    return annual * factor * whole(SHARE_ONE)


def _above_nothing(annual: ir.DecimalValue) -> ir.IntegerValue:
    return ibis.cases((annual > whole(0), 1), else_=0).cast("int64")
