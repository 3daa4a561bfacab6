"""What each account did at each moment at which something changed, and what kind of change it was.

Nothing here has a row for a month in which nothing happened: an account of sixty months with two
prices has two moves, the first and the change. Sums of moves and the rates make every bridge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import ibis

from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.engine import exact_sum, whole
from bookload.data.engine.exact import WHOLE
from bookload.data.once import built_once, once
from bookload.metrics.revenue.by_month import by_month
from bookload.metrics.revenue.changes import LEAF, leaf_changes, moments, pause_changes, read_changes
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.changes import When

Grain = Literal["account", "product"]

FACTS = ("new", "reactivation", "resumed", "churn", "paused")
"""Kinds that are facts about an account, whatever its products did."""

NETTED = ("expansion", "contraction", "none")
"""Kinds that net at a grain: more, less, as much as before."""

KINDS = (*FACTS, *NETTED)


@once
def account_moves(reader: Reader) -> ir.Table:
    """Return what each account did at each moment at which it, or a pause of it, changed.

    Columns: account_id, month (and day, where each day's change counts), kind (one of `KINDS`),
    live_before, live_after (0 or 1), delta (quanta at the month's closing rates). Unique by account
    and moment. Kinds, live meaning that a leaf of the account is above 0:

    - `new`: live for the first time at the end of a moment; `resumed`: live again out of a pause;
      `reactivation`: live again otherwise;
    - `paused`: no longer live, with a paused row in force; `churn`: no longer live otherwise;
    - `expansion`, `contraction`, `none`: live before and after (or neither, with rows below 0
      alone), by the sign of the delta.

    Moves of months before those that the reader's data knows are there, without a delta.
    """
    when = moments(reader.policy)

    def moves(of: Reader) -> ir.Table:
        return moves_of_accounts(held_periods(of), factors(of), when)

    def last(of: Reader) -> ir.Table:
        return moves_of_accounts(touched(held_periods(of), Month.of(of.as_of)), factors(of), when)

    return by_month(reader, "account_moves", moves, frozenset({"account_id", *when}), of_month=last)


@built_once
def touched(periods: ir.Table, month: Month) -> ir.Table:
    """Return all price periods of the accounts of which one starts or ends in a month: those that move."""
    starts, ends = month_of(periods.start_date), month_of(periods.end_date)
    these = periods.filter((starts == month.ordinal) | (ends == month.ordinal))
    return periods.semi_join(these.select("account_id").distinct(), "account_id")


@once
def first_live(reader: Reader) -> ir.Table:
    """Return the month in which each account was `new`: account_id, first_month.

    That is the first at whose end it was live, or, where each day's change counts, the first with a
    live day. Rows tell it even for months that lie before what the reader's data is known for.
    """
    moves = account_moves(reader)
    return moves.filter(moves.kind == "new").select("account_id", first_month=moves.month)


def leaf_moves(reader: Reader, grain: Grain) -> ir.Table:
    """Return every change of a leaf, with the kind that it belongs to at a grain.

    Columns: account_id, product, currency, month (and day), kind, annual (micros a year in its
    currency); unique by the first four (five). The account's facts are repeated on its leaves; what is
    netted is netted by account, or by account and product.
    """
    when = moments(reader.policy)
    return moves_of_leaves(read_changes(reader, when), account_moves(reader), factors(reader), when, grain)


@built_once
def moves_of_accounts(periods: ir.Table, rates: ir.Table, when: When) -> ir.Table:
    """Return the `account_moves` of price periods, at rates by currency and month."""
    return _moves(leaf_changes(periods, when), periods, rates, when)


@built_once
def moves_of_leaves(leaves: ir.Table, moves: ir.Table, rates: ir.Table, when: When, grain: Grain) -> ir.Table:
    """Return the `leaf_moves` of changes of leaves, given the moves of their accounts and the rates."""
    kinds = kinds_of(leaves, moves, rates, when, grain)
    place = [name for name in kinds.columns if name != "kind"]
    joined = leaves.inner_join(kinds, place)
    return joined.select(*LEAF, *when, "kind", "annual")


@built_once
def kinds_of(leaves: ir.Table, moves: ir.Table, rates: ir.Table, when: When, grain: Grain) -> ir.Table:
    """Return the kind of each moment's changes at a grain: account_id, by product its product, when, kind."""
    accounts = moves.select("account_id", *when, "kind")
    if grain == "account":
        return accounts
    rows = _converted(leaves, rates)
    place = ("account_id", "product", *when)
    sums = rows.group_by(*place).aggregate(delta=exact_sum(rows.delta))
    own = sums.select(*place, own=_netted(sums.delta)).inner_join(accounts, ["account_id", *when])
    return own.select(*place, kind=ibis.cases((own.kind.isin(FACTS), own.kind), else_=own.own))


def _moves(leaves: ir.Table, periods: ir.Table, rates: ir.Table, when: When) -> ir.Table:
    parts = ibis.union(_paying(leaves, rates, when), _pausing(periods, when))
    sums = parts.group_by("account_id", *when).aggregate(
        delta=exact_sum(parts.delta),
        paying=parts.paying.sum().cast("int64"),
        pausing=parts.pausing.sum().cast("int64"),
    )
    so_far = _cumulative("account_id", when)
    stood = sums.mutate(
        paying_after=sums.paying.sum().over(so_far).cast("int64"),
        pausing_after=sums.pausing.sum().over(so_far).cast("int64"),
    )
    flags = stood.select(
        "account_id",
        *when,
        "delta",
        live_before=flag(stood.paying_after - stood.paying > 0),
        live_after=flag(stood.paying_after > 0),
        paused_before=flag(stood.pausing_after - stood.pausing > 0),
        paused_after=flag(stood.pausing_after > 0),
    )
    # An account's first live moment is the one up to which it was live at the end of one moment.
    known = flags.mutate(times_live=flags.live_after.sum().over(so_far).cast("int64"))
    return known.select("account_id", *when, "live_before", "live_after", "delta", kind=_kind(known))


def _paying(leaves: ir.Table, rates: ir.Table, when: When) -> ir.Table:
    """Return each account's changes by leaf, converted, and by how much how many leaves are above 0."""
    rows = _converted(turned_leaves(leaves, when), rates)
    return rows.select("account_id", *when, "delta", "paying", pausing=ibis.literal(0, "int64"))


@built_once
def turned_leaves(leaves: ir.Table, when: When) -> ir.Table:
    """Return changes of leaves with `paying`: 1 where one comes above 0, -1 where it no longer is, else 0."""
    so_far = _cumulative(LEAF, when)
    stood = leaves.mutate(after=leaves.annual.sum().over(so_far).cast(WHOLE))
    before = stood.after - stood.annual
    paying = flag(stood.after > whole(0)) - flag(before > whole(0))
    return stood.select(*LEAF, *when, "annual", paying=paying)


def _pausing(periods: ir.Table, when: When) -> ir.Table:
    rows = pause_changes(periods, when)
    nothing = ibis.literal(0, "int64")
    return rows.select("account_id", *when, delta=whole(0), paying=nothing, pausing=rows.rows)


def _converted(leaves: ir.Table, rates: ir.Table) -> ir.Table:
    """Return rows with their `annual` as `delta`, in quanta at the month's rates; null without any."""
    rows = leaves.left_join(rates.select("currency", "month", "factor"), ["currency", "month"])
    named = rows.drop("currency_right", "month_right")
    return named.mutate(delta=named.annual * named.factor * whole(SHARE_ONE)).drop("factor")


def _kind(rows: ir.Table) -> ir.StringValue:
    came = (rows.live_before == 0) & (rows.live_after == 1)
    left = (rows.live_before == 1) & (rows.live_after == 0)
    return ibis.cases(
        (came & (rows.times_live == 1), "new"),
        (came & (rows.paused_before == 1), "resumed"),
        (came, "reactivation"),
        (left & (rows.paused_after == 1), "paused"),
        (left, "churn"),
        else_=_netted(rows.delta),
    )


def _netted(delta: ir.DecimalValue) -> ir.StringValue:
    return ibis.cases((delta > whole(0), "expansion"), (delta < whole(0), "contraction"), else_="none")


def _cumulative(key: str | tuple[str, ...], when: When) -> ir.LegacyWindowBuilder:
    return ibis.cumulative_window(group_by=key, order_by=list(when))


def flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    """Return 1 where a condition holds, else 0."""
    return ibis.cases((condition, 1), else_=0).cast("int64")
