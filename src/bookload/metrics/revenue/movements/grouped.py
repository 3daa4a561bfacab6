"""What changed by product or by a group of accounts: `changed`, under the keys that bridges are shown by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.data.engine import exact_sum
from bookload.data.once import built_once, once
from bookload.metrics.revenue.attributes import attribute_runs
from bookload.metrics.revenue.changes import read_changes
from bookload.metrics.revenue.movements.changed import WHAT, summed
from bookload.metrics.revenue.movements.moves import leaf_moves

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.movements.moves import Grain

RECLASSIFIED = "reclassified"
"""The kind of what an account takes with it from one group into another: no change of the company's."""

_UNIQUE = frozenset({"key", *WHAT})


@once
def changed_by_product(reader: Reader) -> ir.Table:
    """Return what changed by product: key, then the columns of `changed`, netted by product."""
    moves = leaf_moves(reader, "product")
    rows = summed(moves.rename(key="product"), "key", *WHAT)
    return reader.cube("changed_by_product", rows, _UNIQUE)


@once
def changed_by_group(reader: Reader, kind: str, grain: Grain) -> ir.Table:
    """Return what changed by the group that accounts are in at the month's end: key, then as `changed`.

    `kind` is one of `GROUPS`. An account that changes its group takes what it had at the month before
    with it: rows of the kind `RECLASSIFIED`, which add up to 0 over the groups.
    """
    moves = in_groups(reader, kind, leaf_moves(reader, grain)).select("key", *WHAT, "annual")
    turned, held = turns(reader, kind), read_changes(reader)
    taken = held_before(turned, held, "annual", "currency")
    parts = ibis.union(
        moves,
        _reclassified(taken, taken.key, taken.annual),
        _reclassified(taken, taken.key_before, -taken.annual),
    )
    return reader.cube(f"changed_by_{kind}", summed(parts, "key", *WHAT), _UNIQUE)


def in_groups(reader: Reader, kind: str, rows: ir.Table) -> ir.Table:
    """Return rows by account and month with `key`, the account's group at the month's end (`""`: none)."""
    groups = attribute_runs(reader, kind).select("from_month", "to_month", of="account_id", key="value")
    joined = rows.left_join(
        groups,
        [rows.account_id == groups.of, rows.month >= groups.from_month, rows.month < groups.to_month],
    )
    return joined.mutate(key=joined.key.fill_null("")).drop("of", "from_month", "to_month")


@once
def turns(reader: Reader, kind: str) -> ir.Table:
    """Return where accounts change their group: account_id, month, key_before, key; `""` stands for none."""
    groups = attribute_runs(reader, kind)
    order = ibis.window(group_by="account_id", order_by=["from_month", "to_month"])
    rows = groups.select(
        "account_id",
        month=groups.from_month,
        key=groups.value.fill_null(""),
        key_before=groups.value.lag(1).over(order).fill_null(""),
    )
    return rows.filter(rows.month > 0, rows.key != rows.key_before)


@built_once
def held_before(turned: ir.Table, held: ir.Table, measure: str, *by: str) -> ir.Table:
    """Return what accounts had before they turned: month, key_before, key, `by`, and the measure's sum.

    `held` has changes of the measure by account and month.
    """
    earlier = held.select(*by, measure, of="account_id", at="month")
    joined = turned.inner_join(earlier, [turned.account_id == earlier.of, turned.month > earlier["at"]])
    value = joined[measure]
    total = exact_sum(value) if value.type().is_decimal() else value.sum().cast("int64")
    return joined.group_by("month", "key_before", "key", *by).aggregate(**{measure: total})


def _reclassified(taken: ir.Table, key: ir.Value, annual: ir.Value) -> ir.Table:
    return taken.select(
        key=key, month=taken.month, kind=ibis.literal(RECLASSIFIED), currency=taken.currency, annual=annual
    )
