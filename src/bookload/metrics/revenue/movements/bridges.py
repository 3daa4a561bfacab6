"""The bridge from opening to closing ARR, for the company and for every account, product and group.

`opening + new + reactivation + resumed + expansion + transfer_in + contraction + churn +
paused + transfer_out + reclassified + fx = closing`, in every row, in whole quanta (ARR x
10^22); losses are negative. Transfers between people are in `bookload.metrics.books`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from bookload.base.errors import unknown
from bookload.base.period import Month, months
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.metrics.revenue.attributes import GROUPS, attribute
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.movements.lines import FACTS, KINDS, account_lines, lines
from bookload.metrics.revenue.rates.conversion import month_factors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

By = Literal["total", "month", "account", "product", "segment", "tier", "region", "touch_model"]
Grain = Literal["account", "product"]

__all__ = [
    "AMOUNTS",
    "KINDS",
    "By",
    "Grain",
    "MovementRow",
    "Movements",
    "account_lines",
    "lines",
    "movements",
]

_SIGNED = tuple(kind for kind in KINDS if kind != "none")
_MEASURES = ("opening", *_SIGNED, "reclassified", "fx", "closing")


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
    after. `product`, `segment`, `tier`, `region`, `touch_model`: a row a month for each that
    occurs in the range. Months whose opening is not known are None throughout (by account:
    left out), and so are months after `as_of`. Expansion and contraction net at the policy's
    `revenue.grain`; by product always at the product's.
    """
    if by not in get_args(By):
        raise unknown("grouping of movements", by, get_args(By))
    grain: Grain = "product" if by == "product" else reader.policy.revenue.grain
    table = _bridges(_keyed(reader, by, _moves(reader, grain)), first, last)
    collected = reader.collect(table)
    found = {
        (Month(row["month"]), str(row["key"])): _row(row)  # type: ignore[arg-type]
        for row in collected.rows()
        if opening_known(reader, Month(row["month"]))  # type: ignore[arg-type]
    }
    rows = _laid_out(reader, by, found, list(months(first, last)))
    return Movements(tuple(rows), collected.needs, grain, month_factors(reader).notes(first, last))


def _moves(reader: Reader, grain: Grain) -> ir.Table:
    """Return lines with the column of the bridge that each belongs to: its kind, netted at the grain."""
    if grain == "account":
        return account_lines(reader)
    rows = lines(reader)
    own = ibis.cases(
        (rows.kind.isin(FACTS), rows.kind),
        (rows.delta > whole(0), "expansion"),
        (rows.delta < whole(0), "contraction"),
        else_="none",
    )
    return rows.mutate(kind=own)


def _keyed(reader: Reader, by: By, moves: ir.Table) -> ir.Table:
    """Return the bridge's measures of each line, under the key that it is shown by."""
    measures = {
        "opening": moves.opening,
        **{kind: ibis.cases((moves.kind == kind, moves.delta), else_=whole(0)) for kind in _SIGNED},
        "reclassified": whole(0),
        "fx": moves.fx,
        "closing": moves.closing,
    }
    if by in GROUPS:
        return _reclassified(reader, by, moves.select("account_id", "month", **measures))
    keys = {"account": "account_id", "product": "product"}
    key = moves[keys[by]] if by in keys else ibis.literal("")
    return moves.select("month", key=key, **measures)


def _reclassified(reader: Reader, by: By, moves: ir.Table) -> ir.Table:
    """Return the lines under their group at month end, and where it changed, the opening moved over to it."""
    values = attribute(reader, by)
    after = values.select("account_id", "month", key="value")
    before = values.select("account_id", month=values.month + 1, key_before="value")
    rows = moves.left_join(after, ["account_id", "month"]).drop("account_id_right", "month_right")
    rows = rows.left_join(before, ["account_id", "month"]).drop("account_id_right", "month_right")
    rows = rows.mutate(key=rows.key.fill_null(""), key_before=rows.key_before.fill_null(""))
    moved = (rows.key != rows.key_before) & (rows.opening != whole(0))
    arrived = rows.mutate(
        opening=ibis.cases((moved, whole(0)), else_=rows.opening),
        reclassified=ibis.cases((moved, rows.opening), else_=whole(0)),
    )
    gone = rows.filter(moved)
    departed = gone.select(
        "month",
        key=gone.key_before,
        **{name: whole(0) for name in _MEASURES} | {"opening": gone.opening, "reclassified": -gone.opening},
    )
    columns = ("month", "key", *_MEASURES)
    return ibis.union(arrived.select(*columns), departed.select(*columns))


def _bridges(rows: ir.Table, first: Month, last: Month) -> ir.Table:
    asked = rows.filter(rows.month >= first.ordinal, rows.month <= last.ordinal)
    sums = {name: exact_sum(asked[name]) for name in _MEASURES}
    return asked.group_by("month", "key").aggregate(**sums)


def _row(row: Mapping[str, object]) -> MovementRow:
    amounts = {name: row[name] for name in _MEASURES} | {"transfer_in": 0, "transfer_out": 0}
    return MovementRow(month=Month(row["month"]), key=row["key"], **amounts)  # type: ignore[arg-type]


def _constant(month: Month, key: str | None, amount: int | None) -> MovementRow:
    return MovementRow(month=month, key=key, **dict.fromkeys(AMOUNTS, amount))


def _laid_out(
    reader: Reader, by: By, found: Mapping[tuple[Month, str], MovementRow], asked: Sequence[Month]
) -> tuple[MovementRow, ...]:
    """Return the rows in order, with those in which nothing happened and those that are not known."""
    if by == "account":
        return tuple(found[place] for place in sorted(found) if _any(found[place]))
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


def _any(row: MovementRow) -> bool:
    return any(getattr(row, name) for name in AMOUNTS)


def _over_range(rows: Sequence[MovementRow]) -> MovementRow:
    """Return one bridge from the first opening to the last closing; n/a if a month of it is."""
    last = rows[-1]
    if any(row.opening is None for row in rows):
        return _constant(last.month, None, None)
    sums = {name: sum(getattr(row, name) for row in rows) for name in AMOUNTS}
    return MovementRow(
        month=last.month, key=None, **sums | {"opening": rows[0].opening, "closing": last.closing}
    )
