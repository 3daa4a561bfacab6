"""What changed from one month end to the next, account by account, and what kind of change it was.

`opening + fx + delta = closing` in every row, in whole quanta: `fx` is what the change of
rate alone did to the opening, `delta` what the account did, at the closing month's rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.money import SHARE_ONE
from bookload.data.engine import exact_sum, whole
from bookload.metrics.revenue.balances import balances, first_live, pauses
from bookload.metrics.revenue.once import once
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

FACTS = ("new", "reactivation", "resumed", "churn", "paused")
"""Kinds that are facts about an account, whatever its products did."""

NETTED = ("expansion", "contraction", "none")
"""Kinds that net at a grain: more, less, as much as before."""

KINDS = (*FACTS, *NETTED)
MONEY = ("opening", "fx", "delta", "closing")
"""The amounts of a line, in quanta of the workspace's currency a year."""


@once
def lines(reader: Reader) -> ir.Table:
    """Return each account's change by product and month, with the account's kind repeated on each.

    Columns: account_id, product, month, kind (one of `KINDS`), opening, fx, delta, closing
    (quanta). Rows are those where the account has MRR before or after; account, product and
    month are unique. Kinds by account, live meaning that a leaf of it is above 0:

    - `new`: live for the first time at a month end; `resumed`: live again out of a pause;
      `reactivation`: live again otherwise;
    - `paused`: no longer live, with a paused row in force; `churn`: no longer live otherwise;
    - `expansion`, `contraction`, `none`: live before and after (or neither, with rows below
      0 alone), by the sign of the account's delta.
    """
    kinds = account_lines(reader).select("account_id", "month", "kind")
    joined = _by_product(reader).inner_join(kinds, ["account_id", "month"])
    rows = joined.select("account_id", "product", "month", "kind", **_amounts(joined))
    return reader.cube("lines", rows, frozenset({"account_id", "product", "month"}))


@once
def account_lines(reader: Reader) -> ir.Table:
    """Return each account's change by month: `lines` summed to accounts, with its kind.

    Columns: account_id, month, kind, live_before, live_after (0 or 1), opening, fx, delta,
    closing (quanta); unique by account and month.
    """
    products, flags = _by_product(reader), _pause_flags(reader)
    sums = products.group_by("account_id", "month").aggregate(**_sums(products))
    known = sums.left_join(first_live(reader), "account_id").drop("account_id_right")
    joined = known.left_join(flags, ["account_id", "month"]).drop("account_id_right", "month_right")
    rows = joined.select(
        "account_id", "month", "live_before", "live_after", kind=_kind(joined), **_amounts(joined)
    )
    return reader.cube("account_lines", rows, frozenset({"account_id", "month"}))


@once
def _by_product(reader: Reader) -> ir.Table:
    """Return what each account's products were worth before, before at the new rates, and after."""
    sides = _sides(reader)
    summed = sides.group_by("account_id", "product", "month").aggregate(**_sums(sides))
    return reader.cube("sides", summed, frozenset({"account_id", "product", "month"}))


def _sides(reader: Reader) -> ir.Table:
    """Return each balance twice: as its month's closing, and as the next month's opening at both rates."""
    leaves, rates = balances(reader), factors(reader)
    zero = whole(0)
    here = leaves.inner_join(rates, ["currency", "month"])
    closing = here.select(
        "account_id",
        "product",
        "month",
        opening=zero,
        restated=zero,
        closing=_quanta(here.annual, here.factor),
        live_before=ibis.literal(0, "int64"),
        live_after=_above_nothing(here.annual),
    )
    moved = leaves.mutate(month=leaves.month + 1)
    there = moved.inner_join(rates, ["currency", "month"])
    opening = there.select(
        "account_id",
        "product",
        "month",
        opening=_quanta(there.annual, there.opening_factor),
        restated=_quanta(there.annual, there.factor),
        closing=zero,
        live_before=_above_nothing(there.annual),
        live_after=ibis.literal(0, "int64"),
    )
    return ibis.union(closing, opening)


def _pause_flags(reader: Reader) -> ir.Table:
    """Return the accounts and months that open or close with a paused row in force."""
    paused = pauses(reader)
    zero, one = ibis.literal(0, "int64"), ibis.literal(1, "int64")
    both = ibis.union(
        paused.select("account_id", "month", paused_before=zero, paused_after=one),
        paused.select("account_id", month=paused.month + 1, paused_before=one, paused_after=zero),
    )
    return both.group_by("account_id", "month").aggregate(
        paused_before=both.paused_before.max(), paused_after=both.paused_after.max()
    )


def _sums(sides: ir.Table) -> dict[str, ir.Value]:
    sums = {name: exact_sum(sides[name]) for name in ("opening", "restated", "closing")}
    return sums | {name: sides[name].max() for name in ("live_before", "live_after")}


def _amounts(rows: ir.Table) -> dict[str, ir.Value]:
    return {
        "opening": rows.opening,
        "fx": rows.restated - rows.opening,
        "delta": rows.closing - rows.restated,
        "closing": rows.closing,
    }


def _kind(rows: ir.Table) -> ir.StringValue:
    delta = rows.closing - rows.restated
    came = (rows.live_before == 0) & (rows.live_after == 1)
    left = (rows.live_before == 1) & (rows.live_after == 0)
    return ibis.cases(
        (came & (rows.first_month == rows.month), "new"),
        (came & (rows.paused_before == 1), "resumed"),
        (came, "reactivation"),
        (left & (rows.paused_after == 1), "paused"),
        (left, "churn"),
        (delta > whole(0), "expansion"),
        (delta < whole(0), "contraction"),
        else_="none",
    )


def _quanta(annual: ir.DecimalValue, factor: ir.DecimalValue) -> ir.DecimalValue:
    return annual * factor * whole(SHARE_ONE)


def _above_nothing(annual: ir.DecimalValue) -> ir.IntegerValue:
    return ibis.cases((annual > whole(0), 1), else_=0).cast("int64")
