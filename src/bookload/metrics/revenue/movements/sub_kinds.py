"""What expansion, contraction and churn are made of, where the rows tell: seats, prices, plans, products.

For each account, product and moment of an account (or product, at that grain) that pays more or less:

- the product is there only after: all of its change is `cross_sell`; only before: `dropped`;
- else what the discounts took more or less is `discount`: the change of net less that of gross;
- what is left, the change of gross, is `plan` if another plan came or went, both being stated;
- else `quantity` is (q1 - q0) x g0 / q0, to a millionth of the currency, half away from zero, where the
  quantities before and after are stated and above 0; and `price` is the rest.

A product is there while a row of it with a price is in force. Quantities are those of one currency, so
that a change of currency is all `price`. A churn is `non_payment` if, of the account's rows, one that
ended last did so for want of payment, and `voluntary` otherwise. Parts add up exactly, product by product.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month, months
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, half_away, whole
from bookload.data.engine.exact import WHOLE
from bookload.data.once import built_once, once
from bookload.metrics.revenue.changes import LEAF, moments, read_changes, steps
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.movements.bridges import rates
from bookload.metrics.revenue.movements.grouped import in_groups
from bookload.metrics.revenue.movements.moves import Grain, account_moves, flag, kinds_of, leaf_moves
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.revenue.rates.conversion import factors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.changes import When

SubKindsBy = Literal["month", "account", "product", "segment", "tier", "region", "touch_model"]

OF_ACCOUNTS = ("quantity", "price", "plan", "cross_sell", "dropped", "discount")
"""The parts of expansion and of contraction."""
OF_CHURN = ("voluntary", "non_payment")
"""The parts of churn."""
PARTS = (*OF_ACCOUNTS, *OF_CHURN)
PARTED = {"expansion": OF_ACCOUNTS, "contraction": OF_ACCOUNTS, "churn": OF_CHURN}
"""The kinds that are told apart, and the parts of each."""


@dataclass(frozen=True)
class SubKindRow:
    """What one kind of movement of a month is made of, in quanta; a part that the kind has not is None.

    `kind` is `expansion`, `contraction` or `churn`, and `total` the amount of it in the bridge of the
    month and key: the sum of its parts, whose signs may differ from its own (a product dropped for a
    larger one). `key` is as in `MovementRow`.
    """

    month: Month
    key: str | None
    kind: str
    total: int | None = field(metadata=IN_QUANTA)
    quantity: int | None = field(metadata=IN_QUANTA)
    price: int | None = field(metadata=IN_QUANTA)
    plan: int | None = field(metadata=IN_QUANTA)
    cross_sell: int | None = field(metadata=IN_QUANTA)
    dropped: int | None = field(metadata=IN_QUANTA)
    discount: int | None = field(metadata=IN_QUANTA)
    voluntary: int | None = field(metadata=IN_QUANTA)
    non_payment: int | None = field(metadata=IN_QUANTA)


def sub_kinds(reader: Reader, by: SubKindsBy, first: Month, last: Month) -> Rows[SubKindRow]:
    """Return what expansion, contraction and churn are made of, for the months from first to last.

    `month`: three rows for each month of the company, of zeros where nothing happened, and None
    throughout where the month is not known. Otherwise a row for each month, key and kind in which
    something happened. Kinds net as those of `movements` do.
    """
    if by not in get_args(SubKindsBy):
        raise unknown("grouping of sub-kinds", by, get_args(SubKindsBy))
    grain: Grain = "product" if by == "product" else reader.policy.revenue.grain
    rows = _keyed(reader, by, grain)
    asked = rows.filter(rows.month >= first.ordinal, rows.month <= last.ordinal)
    collected = reader.collect(
        asked.group_by("key", "month", "kind", "currency").aggregate(
            **{name: exact_sum(asked[name]) for name in PARTS}
        )
    )
    found = _converted(reader, collected.rows())
    if by == "month":
        laid_out = [
            _row(month, None, kind, found.get((month, "", kind)), known=opening_known(reader, month))
            for month in months(first, last)
            for kind in PARTED
        ]
    else:
        laid_out = [
            _row(month, key, kind, found[month, key, kind], known=True) for month, key, kind in sorted(found)
        ]
    return Rows(tuple(laid_out), collected.needs)


def parted_moves(reader: Reader, grain: Grain) -> ir.Table:
    """Return the changes of leaves that are expansion, contraction or churn, in their parts.

    Columns: account_id, product, currency, month, kind, then `PARTS` (micros a year in that currency).
    """
    return ibis.union(_more_or_less(reader, grain), _churned(reader, grain))


def _keyed(reader: Reader, by: SubKindsBy, grain: Grain) -> ir.Table:
    rows = parted_moves(reader, grain)
    match by:
        case "month":
            return rows.mutate(key=ibis.literal(""))
        case "account":
            return rows.mutate(key=rows.account_id)
        case "product":
            return rows.mutate(key=rows["product"])
        case _:
            return in_groups(reader, by, rows)


# --------------------------------------------------------------------------------- expansion and contraction


@once
def _more_or_less(reader: Reader, grain: Grain) -> ir.Table:
    when = moments(reader.policy)
    periods = held_periods(reader)
    zero = whole(0)
    priced = periods.filter(~periods.paused, (periods.annual != zero) | (periods.gross != zero))
    kinds = kinds_of(read_changes(reader, when), account_moves(reader), factors(reader), when, grain)
    netted = kinds.filter(kinds.kind.isin(OF_NETTED))
    leaves = _leaves(priced, when)
    rows = leaves.inner_join(_products(leaves, when), ["account_id", "product", *when])
    plans = _plans(priced, when)
    rows = rows.left_join(plans, ["account_id", "product", *when])
    rows = rows.drop(*(f"{name}_right" for name in ("account_id", "product", *when)))
    rows = rows.inner_join(netted, [name for name in netted.columns if name != "kind"])
    return _in_parts(rows)


OF_NETTED = ("expansion", "contraction")


@built_once
def _leaves(priced: ir.Table, when: When) -> ir.Table:
    """Return by how much each leaf's net, gross and quantity change, and what they were before."""
    one, none = ibis.literal(1, "int64"), ibis.literal(0, "int64")
    unstated = priced.quantity.isnull()
    changed = steps(
        priced,
        LEAF,
        when,
        {
            "annual": priced.annual,
            "gross": priced.gross,
            "quantity": ibis.cases((unstated, none), else_=priced.quantity).cast("int64"),
            "unstated": ibis.cases((unstated, one), else_=none).cast("int64"),
            "rows": one,
        },
    )
    so_far = ibis.cumulative_window(group_by=LEAF, order_by=list(when))
    return changed.mutate(
        gross_before=changed.gross.sum().over(so_far).cast(WHOLE) - changed.gross,
        quantity_before=(changed.quantity.sum().over(so_far) - changed.quantity).cast("int64"),
        unstated_before=(changed.unstated.sum().over(so_far) - changed.unstated).cast("int64"),
    )


@built_once
def _products(leaves: ir.Table, when: When) -> ir.Table:
    """Return whether each account's product is there before and after a moment."""
    place = ("account_id", "product")
    sums = leaves.group_by(*place, *when).aggregate(rows=leaves.rows.sum().cast("int64"))
    so_far = ibis.cumulative_window(group_by=place, order_by=list(when))
    after = sums.mutate(after=sums.rows.sum().over(so_far).cast("int64"))
    return after.select(*place, *when, there_before=after.after - after.rows > 0, there_after=after.after > 0)


@built_once
def _plans(priced: ir.Table, when: When) -> ir.Table:
    """Return where an account's product came to other plans than before, some being stated on both sides."""
    stated = priced.filter(priced.plan != "")
    changed = steps(stated, ("account_id", "product", "plan"), when, {"rows": ibis.literal(1, "int64")})
    of_plan = ibis.cumulative_window(group_by=["account_id", "product", "plan"], order_by=list(when))
    stood = changed.mutate(after=changed.rows.sum().over(of_plan).cast("int64"))
    turned = flag(stood.after > 0) - flag(stood.after - stood.rows > 0)
    rows = stood.select("account_id", "product", *when, came=turned, turned=flag(turned != 0))
    place = ("account_id", "product")
    sums = rows.group_by(*place, *when).aggregate(
        came=rows.came.sum().cast("int64"), turned=rows.turned.sum().cast("int64")
    )
    so_far = ibis.cumulative_window(group_by=place, order_by=list(when))
    plans = sums.mutate(after=sums.came.sum().over(so_far).cast("int64"))
    both = (plans.after > 0) & (plans.after - plans.came > 0)
    return plans.select(*place, *when, other_plan=flag(both & (plans.turned > 0)))


@built_once
def _in_parts(rows: ir.Table) -> ir.Table:
    zero = whole(0)
    stays = rows.there_before & rows.there_after
    planned = stays & rows.other_plan.notnull() & (rows.other_plan == 1)
    quantity_after = rows.quantity_before + rows.quantity
    unstated = rows.unstated_before + (rows.unstated_before + rows.unstated)
    counted = stays & ~planned & (unstated == 0) & (rows.quantity_before > 0) & (quantity_after > 0)
    one = ibis.literal(1, "int64")
    per = ibis.cases((rows.quantity_before > 0, rows.quantity_before), else_=one)
    seats = half_away(rows.gross_before * whole(rows.quantity), per)
    quantity = whole(ibis.cases((counted, seats), else_=zero))
    parts = {
        "quantity": quantity,
        "price": ibis.cases((stays & ~planned, rows.gross - quantity), else_=zero),
        "plan": ibis.cases((planned, rows.gross), else_=zero),
        "cross_sell": ibis.cases((~rows.there_before, rows.annual), else_=zero),
        "dropped": ibis.cases((rows.there_before & ~rows.there_after, rows.annual), else_=zero),
        "discount": ibis.cases((stays, rows.annual - rows.gross), else_=zero),
    }
    return _laid_out(rows, parts)


# ------------------------------------------------------------------------------------------------------ churn


@once
def _churned(reader: Reader, grain: Grain) -> ir.Table:
    when = moments(reader.policy)
    leaves = leaf_moves(reader, grain)
    churn = leaves.filter(leaves.kind == "churn")
    unpaid = _unpaid(held_periods(reader), when)
    rows = churn.left_join(unpaid, ["account_id", *when])
    rows = rows.drop(*(f"{name}_right" for name in ("account_id", *when)))
    forced = rows.unpaid.notnull()
    zero = whole(0)
    return _laid_out(
        rows,
        {
            "voluntary": ibis.cases((forced, zero), else_=rows.annual),
            "non_payment": ibis.cases((forced, rows.annual), else_=zero),
        },
    )


@built_once
def _unpaid(periods: ir.Table, when: When) -> ir.Table:
    """Return the moments at which the last of an account's rows to end did so for want of payment."""
    paying = periods.filter(~periods.paused, periods.annual > whole(0))
    columns = {"month": month_of(paying.end_date), "day": paying.end_date}
    ends = paying.select(
        "account_id",
        **{name: columns[name] for name in when},
        last=paying.end_date,
        unpaid=ibis.cases((paying.involuntary, paying.end_date), else_=ibis.null("date")),
    )
    last = ends.group_by("account_id", *when).aggregate(last=ends["last"].max(), unpaid=ends.unpaid.max())
    return last.filter(last.unpaid == last["last"]).select("account_id", *when, "unpaid")


def _laid_out(rows: ir.Table, parts: Mapping[str, ir.Value]) -> ir.Table:
    measures = {name: whole(parts.get(name, whole(0))) for name in PARTS}
    return rows.select(*LEAF, "month", "kind", **measures)


# ------------------------------------------------------------------------------------------------------- rows


Place = tuple[Month, str, str]


def _converted(reader: Reader, rows: Iterable[Mapping[str, Any]]) -> dict[Place, dict[str, int]]:
    """Return the parts of each known month, key and kind in quanta, where any is not 0."""
    at = rates(reader)
    found: dict[Place, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PARTS, 0))
    for row in rows:
        if opening_known(reader, month := Month(row["month"])):
            now, _ = at[row["currency"], month.ordinal]
            parts = found[month, row["key"], row["kind"]]
            for name in PARTS:
                parts[name] += row[name] * now * SHARE_ONE
    return {place: parts for place, parts in found.items() if any(parts.values())}


def _row(
    month: Month, key: str | None, kind: str, parts: Mapping[str, int] | None, *, known: bool
) -> SubKindRow:
    has = PARTED[kind]
    amounts = {name: (parts[name] if parts else 0) if known and name in has else None for name in PARTS}
    total = sum(amount for amount in amounts.values() if amount is not None) if known else None
    return SubKindRow(month, key, kind, total, **amounts)
