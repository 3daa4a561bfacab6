"""What changed, by month, kind and currency: the small table that every bridge is made of.

A company of a hundred thousand accounts has some hundred of these rows. Their sums by currency are
its balances, so that opening, closing and the effect of rates follow in plain Python: see `bridges`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import ChangesByKind, exact_sum
from bookload.data.once import built_once, once
from bookload.metrics.revenue.changes import leaf_changes, moments
from bookload.metrics.revenue.movements.moves import moves_of_accounts, moves_of_leaves
from bookload.metrics.revenue.periods.held import counted_periods, held_periods
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.changes import When
    from bookload.metrics.revenue.movements.moves import Grain

WHAT = ("month", "kind", "currency")


@once
def changed(reader: Reader, grain: Grain) -> ir.Table:
    """Return what changed in the company: `what_changed` of its price periods, at its rates."""
    when, rates = moments(reader.policy), factors(reader)
    # Where changes net by account, it makes no difference what is of which product.
    counted = counted_periods(reader) if grain == "account" else held_periods(reader)
    periods = counted.mutate(product=ibis.literal("")) if grain == "account" else counted
    known_as = ChangesByKind(counted, reader.policy.company.currency, rates, when, grain)
    return reader.cube("changed", what_changed(periods, rates, when, grain), frozenset(WHAT), known_as)


@built_once
def what_changed(periods: ir.Table, rates: ir.Table, when: When, grain: Grain) -> ir.Table:
    """Return by how much price periods change what is in force, by month, kind and currency.

    Columns: month, kind (one of `KINDS`), currency, annual (micros a year in that currency, losses
    negative); unique by the first three. `periods` are price periods, `rates` has `factor` by currency
    and month; `when` and `grain` say at what moments kinds are judged, and where they net. The sum of
    a currency's rows up to a month is its balance at the month's end, whatever the kinds.
    """
    leaves, moves = leaf_changes(periods, when), moves_of_accounts(periods, rates, when)
    return summed(moves_of_leaves(leaves, moves, rates, when, grain), *WHAT)


def summed(moves: ir.Table, *by: str) -> ir.Table:
    """Return the changes of leaves, added up."""
    return moves.group_by(*by).aggregate(annual=exact_sum(moves.annual))
