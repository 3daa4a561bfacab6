"""The bridge from opening to closing ARR, for the company and for every account, product and group.

`opening + new + reactivation + resumed + expansion + transfer_in + contraction + churn +
paused + transfer_out + reclassified + fx = closing`, in every row, in whole quanta (ARR x
10^22); losses are negative. Transfers between people are in `bookload.metrics.books`.

Bridges are made of what changed (`changed`, `grouped`) and of the rates: the sum of a currency's
changes is its balance, which the month before and the month state at their rates. Only those by
account are made of lines, a row for each month of each account, for the months asked alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month, months
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.data.once import once
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.movements.changed import changed
from bookload.metrics.revenue.movements.grouped import RECLASSIFIED, changed_by_group, changed_by_product
from bookload.metrics.revenue.movements.lines import account_lines_of
from bookload.metrics.revenue.movements.moves import KINDS, Grain, account_moves, leaf_moves
from bookload.metrics.revenue.rates.conversion import factors, month_factors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import ibis.expr.types as ir

    from bookload.base.access import Right
    from bookload.data.reader import Collected, Reader

By = Literal["total", "month", "account", "product", "segment", "tier", "region", "touch_model"]

__all__ = ["AMOUNTS", "KINDS", "By", "Grain", "MovementRow", "Movements", "movements"]

SIGNED = tuple(kind for kind in KINDS if kind != "none")
_MEASURES = ("opening", *SIGNED, RECLASSIFIED, "fx", "closing")


@dataclass(frozen=True)
class MovementRow:
    """One bridge over one month, in quanta (`base.money.arr`, `base.money.mrr`); n/a throughout is None.

    `key` is the account, product or group (`""` where none is stated), None for the company.
    """

    month: Month
    key: str | None
    opening: int | None = field(metadata=IN_QUANTA)
    new: int | None = field(metadata=IN_QUANTA)
    reactivation: int | None = field(metadata=IN_QUANTA)
    resumed: int | None = field(metadata=IN_QUANTA)
    expansion: int | None = field(metadata=IN_QUANTA)
    transfer_in: int | None = field(metadata=IN_QUANTA)
    contraction: int | None = field(metadata=IN_QUANTA)
    churn: int | None = field(metadata=IN_QUANTA)
    paused: int | None = field(metadata=IN_QUANTA)
    transfer_out: int | None = field(metadata=IN_QUANTA)
    reclassified: int | None = field(metadata=IN_QUANTA)
    fx: int | None = field(metadata=IN_QUANTA)
    closing: int | None = field(metadata=IN_QUANTA)


AMOUNTS = tuple(field.name for field in fields(MovementRow) if field.name not in ("month", "key"))
"""The amounts of a movement row, in the order of the bridge."""


@dataclass(frozen=True)
class Movements(Rows[MovementRow]):
    """Bridges, by month and then key; `grain` is where expansion and contraction were netted.

    `notes` say where a rate of an earlier day had to serve.
    """

    grain: Grain = "account"
    notes: tuple[str, ...] = ()


def movements(reader: Reader, by: By, first: Month, last: Month) -> Movements:
    """Return the bridges of the months from first to last, both included.

    `month`: the company, a row a month, of zeros where nothing happened. `total`: one row over
    the whole range, under its last month. `account`: a row where the account has MRR before or
    after, or where it moved within the month. `product`, `segment`, `tier`, `region`, `touch_model`:
    a row a month for each that occurs in the range. Months whose opening is not known are None
    throughout (by account: left out), and so are months after `as_of`. Expansion and contraction net
    at the policy's `revenue.grain`; by product always at the product's.
    """
    if by not in get_args(By):
        raise unknown("grouping of movements", by, get_args(By))
    grain: Grain = "product" if by == "product" else reader.policy.revenue.grain
    found, needs = _found(reader, by, grain, first, last)
    rows = _laid_out(reader, by, found, list(months(first, last)))
    return Movements(tuple(rows), needs, grain, month_factors(reader).notes(first, last))


Found = dict[tuple[Month, str], MovementRow]


def _found(reader: Reader, by: By, grain: Grain, first: Month, last: Month) -> tuple[Found, frozenset[Right]]:
    """Return the rows in which something is not 0, of months that are known."""
    if by == "account":
        collected = reader.collect(_of_accounts(reader, grain, first, last))
        rows = _placed(reader, collected.rows())
    else:
        collected = collected_by(reader, "month" if by == "total" else by, grain)
        known = [month for month in months(first, last) if opening_known(reader, month)]
        stated = [month for month in known if month >= reader.months[0]]
        rows = bridged(collected.rows(), rates(reader), stated)
    found = {
        (month, str(key)): _row(month, str(key), amounts)
        for month, key, amounts in rows
        if any(amounts[name] for name in _MEASURES)
    }
    return found, collected.needs


def _placed(
    reader: Reader, rows: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[Month, str, Mapping[str, int]]]:
    for row in rows:
        if opening_known(reader, month := Month(row["month"])):
            yield month, row["account_id"], row


@once
def collected_by(reader: Reader, by: By, grain: Grain) -> Collected:
    """Return the rows of `changed_by`: bridges of any months, and stocks, are made of the same ones."""
    return reader.collect(changed_by(reader, by, grain))


def changed_by(reader: Reader, by: By, grain: Grain) -> ir.Table:
    """Return what changed under the keys of a grouping, but `account`: key, then as `changed`."""
    if by == "product":
        return changed_by_product(reader)
    if by in ("total", "month"):
        return changed(reader, grain).mutate(key=ibis.literal(""))
    return changed_by_group(reader, by, grain)


# ----------------------------------------------------------------------------------- balances and their rates


@once
def rates(reader: Reader) -> Mapping[tuple[str, int], tuple[int, int]]:
    """Return each currency's factor in a month, and the one that the month's opening is stated at."""
    table = month_factors(reader).table.to_pylist()
    return {
        (row["currency"], row["month"]): (int(row["factor"]), int(row["opening_factor"])) for row in table
    }


def bridged(
    rows: Iterable[Mapping[str, object]],
    at: Mapping[tuple[str, int], tuple[int, int]],
    asked: Sequence[Month],
) -> Iterator[tuple[Month, str, Mapping[str, int]]]:
    """Yield each month's bridge of each key, in quanta, from what changed by key, month, kind and currency.

    What a key had by currency is the sum of its changes in earlier months. `opening` is that at the
    opening's rates, and what is reclassified is, too; every other kind is at the month's own rates; `fx`
    is what those make of the opening and of what was reclassified, beyond it. The months asked follow one
    another, and have rates.
    """
    by_key: dict[str, dict[int, list[tuple[str, str, int]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        change = (str(row["kind"]), str(row["currency"]), int(row["annual"]))  # type: ignore[call-overload]
        by_key[str(row["key"])][int(row["month"])].append(change)  # type: ignore[call-overload]
    for key, of_month in by_key.items():
        balance: dict[str, int] = defaultdict(int)
        for past in sorted(of_month):
            if asked and past < asked[0].ordinal:
                for _, currency, annual in of_month[past]:
                    balance[currency] += annual
        for month in asked:
            yield month, key, _stated(month.ordinal, balance, of_month.get(month.ordinal, ()), at)


def _stated(
    month: int,
    balance: dict[str, int],
    happened: Iterable[tuple[str, str, int]],
    at: Mapping[tuple[str, int], tuple[int, int]],
) -> dict[str, int]:
    """Return the bridge of one month, and leave the balance as it is at its end."""
    amounts = dict.fromkeys((*_MEASURES, "none"), 0)
    for currency, annual in balance.items():
        now, before = at[currency, month]
        amounts["opening"] += annual * before
        amounts["fx"] += annual * (now - before)
    for kind, currency, annual in happened:
        now, before = at[currency, month]
        taken = kind == RECLASSIFIED
        amounts[kind] += annual * (before if taken else now)
        amounts["fx"] += annual * (now - before) if taken else 0
        balance[currency] += annual
    del amounts[
        "none"
    ]  # what nets to nothing moves balances between currencies, and is 0 at one month's rates
    amounts["closing"] = sum(amounts.values())
    return {name: amount * SHARE_ONE for name, amount in amounts.items()}


# ------------------------------------------------------------------------------------------------- by account


def _of_accounts(reader: Reader, grain: Grain, first: Month, last: Month) -> ir.Table:
    """Return the measures of each account and month that has MRR before or after, or a move within."""
    lines = account_lines_of(reader, first, last)
    stocks = lines.select("account_id", "month", **_measures(lines, "opening", "fx", "closing"))
    moves = converted_moves(reader, grain)
    asked = moves.filter(moves.month >= first.ordinal, moves.month <= last.ordinal)
    split = asked.mutate(
        **{kind: ibis.cases((asked.kind == kind, asked.delta), else_=whole(0)) for kind in SIGNED}
    )
    both = ibis.union(stocks, split.select("account_id", "month", **_measures(split, *SIGNED)))
    return both.group_by("account_id", "month").aggregate(
        **{name: exact_sum(both[name]) for name in _MEASURES}
    )


def _measures(rows: ir.Table, *there: str) -> dict[str, ir.Value]:
    return {name: whole(rows[name]) if name in there else whole(0) for name in _MEASURES}


def converted_moves(reader: Reader, grain: Grain) -> ir.Table:
    """Return what accounts did at a grain: account_id, month (and day), kind, delta (quanta).

    By account a row for each moment; by product one for each leaf of it, kinds netted by product. Months
    that the reader's data does not know are left out.
    """
    if grain == "account":
        moves = account_moves(reader)
        return moves.filter(moves.delta.notnull()).drop("live_before", "live_after")
    rows = leaf_moves(reader, grain).inner_join(factors(reader), ["currency", "month"])
    return rows.mutate(delta=rows.annual * rows.factor * whole(SHARE_ONE)).drop(
        "product", "currency", "annual", "factor", "opening_factor"
    )


# --------------------------------------------------------------------------------------------------- laid out


def _row(month: Month, key: str, amounts: Mapping[str, object]) -> MovementRow:
    named = {name: amounts[name] for name in _MEASURES} | {"transfer_in": 0, "transfer_out": 0}
    return MovementRow(month=month, key=key, **named)  # type: ignore[arg-type]


def _constant(month: Month, key: str | None, amount: int | None) -> MovementRow:
    return MovementRow(month=month, key=key, **dict.fromkeys(AMOUNTS, amount))


def _laid_out(
    reader: Reader, by: By, found: Mapping[tuple[Month, str], MovementRow], asked: Sequence[Month]
) -> tuple[MovementRow, ...]:
    """Return the rows in order, with those in which nothing happened and those that are not known."""
    if by == "account":
        return tuple(found[place] for place in sorted(found))
    company = by in ("total", "month")
    keys = [""] if company else sorted({key for _, key in found})
    rows = [
        found.get((month, key)) or _constant(month, key, 0 if opening_known(reader, month) else None)
        for month in asked
        for key in keys
    ]
    if by == "total":
        rows = [_over_range(rows)] if rows else []
    return tuple(replace(row, key=None) for row in rows) if company else tuple(rows)


def _over_range(rows: Sequence[MovementRow]) -> MovementRow:
    """Return one bridge from the first opening to the last closing; n/a if a month of it is."""
    last = rows[-1]
    if any(row.opening is None for row in rows):
        return _constant(last.month, None, None)
    sums = {name: sum(getattr(row, name) for row in rows) for name in AMOUNTS}
    return MovementRow(
        month=last.month, key=None, **sums | {"opening": rows[0].opening, "closing": last.closing}
    )
