"""Committed ARR (CARR): what is live, and what is known on a day to change it.

    live + signed_not_started + upgrades + downgrades + known_ends = committed

exactly, for the company and each account and group; downgrades and ends are negative. Known on
`as_of` are

- starts after it of rows signed by then. A row that states no `signed_date` counts from the last
  day that the data knows (`data_through`) on: the data holds it, so it was agreed by then; on an
  earlier day nobody can say. A trial that is not over counts if it is signed, and only then;
- what follows on the same line of a subscription: another price, a discount's end;
- ends of rows that were cancelled by then, or that end on a stated day with `auto_renew` false
  and nothing following. An event to come that cancels is known from the last day of the data on. An
  end without any of these is not known to be one: contracts are renewed;
- amounts are at the rates of `as_of`.

What an account's rows do on one day nets: ending one subscription and beginning another the same
day is an upgrade or a downgrade, neither an end nor a signature.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from bookload.base.errors import UsageError, unknown
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows
from bookload.data.engine import exact_sum, whole
from bookload.data.once import built_once, once
from bookload.metrics.revenue.ahead import LINE, flag, known_periods
from bookload.metrics.revenue.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Part = Literal["signed_not_started", "upgrades", "downgrades", "known_ends"]
Reason = Literal["signed", "changed", "canceled", "not_renewed"]
CommittedBy = Literal["account", "segment", "tier", "region", "touch_model"]

PARTS = get_args(Part)
PLACE = ("account_id", *LINE, "product")
FURTHEST = 120
"""Months ahead that can be asked for."""


@dataclass(frozen=True, slots=True)
class CommittedRow:
    """Committed ARR of the company (`key` None), an account or a group, in quanta; the parts add up to it.

    `not_renewed` is what of `known_ends` ends by its own term, nobody having cancelled it.
    """

    key: str | None
    live: int = field(metadata=IN_QUANTA)
    signed_not_started: int = field(metadata=IN_QUANTA)
    upgrades: int = field(metadata=IN_QUANTA)
    downgrades: int = field(metadata=IN_QUANTA)
    known_ends: int = field(metadata=IN_QUANTA)
    not_renewed: int = field(metadata=IN_QUANTA)
    committed: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True, slots=True)
class AheadRow:
    """The ARR known on `as_of` to be in force at the end of a coming month, in quanta."""

    month: Month
    key: str | None
    arr: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True, slots=True)
class Change:
    """One known change ahead: a row that starts (`arr` above 0) or ends on the day `at`, and its part.

    `part` is None where the account's day comes to nothing (a renewal at the same price), and for the end
    of a row that has not started yet, which the months ahead alone see.
    """

    account_id: str
    subscription_id: str
    line_id: str
    product: str
    at: date
    part: Part | None
    reason: Reason
    arr: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class Committed(Rows[CommittedRow]):
    """Committed ARR, and `ahead` what of it is in force at each coming month end.

    The months ahead also see rows end that have not started yet; the parts do not. `undated` is the ARR of
    rows ahead that state no `signed_date`, which `undated_counted` says are in the figures or not.
    """

    ahead: tuple[AheadRow, ...] = ()
    undated: int = field(default=0, metadata=IN_QUANTA)
    undated_counted: bool = True


@once
def committed(reader: Reader, by: CommittedBy | None = None, months_ahead: int = 12) -> Committed:
    """Return committed ARR on `as_of`, of the company or of each account or group that has some.

    Groups are those that accounts are in on `as_of`. `months_ahead` is how many of the coming month ends
    `ahead` has. Raises `UsageError` for a grouping that there is not, or months below 0 or above 120.
    """
    if by is not None and by not in get_args(CommittedBy):
        raise unknown("grouping of committed ARR", by, get_args(CommittedBy))
    if not 0 <= months_ahead <= FURTHEST:
        raise UsageError(f"months ahead are 0 to {FURTHEST}, not {months_ahead}")
    live, steps = _live(reader), changes_ahead(reader)
    sums = reader.collect(_keyed(reader, by, _parts(live, steps)))
    later = reader.collect(_keyed(reader, by, steps.select("account_id", "at", arr=steps.arr), "at"))
    rows = tuple(_row(row, by) for row in sorted(sums.rows(), key=lambda row: str(row["key"])))
    if by is None and not rows:
        rows = (CommittedRow(None, 0, 0, 0, 0, 0, 0, 0),)
    undated = _undated(reader)
    return Committed(
        rows,
        sums.needs | later.needs,
        _ahead(reader, rows, later.rows(), months_ahead),
        undated,
        reader.as_of >= reader.data_through,
    )


def committed_changes(reader: Reader, account: str | None = None) -> Rows[Change]:
    """Return the known changes ahead, of one account or all, by day: what committed ARR opens to."""
    steps = changes_ahead(reader)
    if account is not None:
        steps = steps.filter(steps.account_id == account)
    names = ("account_id", *LINE, "product", "at", "part", "reason", "arr")
    collected = reader.collect(steps.select(*names).order_by("at", "account_id", *LINE, "arr"))
    return Rows(
        tuple(
            Change(**{**row, "part": row["part"] or None})  # type: ignore[arg-type]
            for row in collected.rows()
        ),
        collected.needs,
    )


@once
def changes_ahead(reader: Reader) -> ir.Table:
    """Return the known starts and ends after `as_of`, with the part of committed ARR that each belongs to.

    Columns: account_id, subscription_id, line_id, product, at, reason, part (a `Part`, or "" for none), arr
    (quanta; of an end below 0).
    """
    rows = known_periods(reader)
    known = rows.filter(rows.known == 1)
    yes, no = ibis.literal(1, "int64"), ibis.literal(0, "int64")
    begun = known.filter(known.live == 0, known.opens == 1)
    starts = begun.select(
        *PLACE,
        at="start_date",
        reason=ibis.cases((begun.follows == 1, "changed"), else_="signed"),
        later=no,
        starts=yes,
        ends=no,
        arr="arr",
    )
    over = known.filter(known.reason != "", known.continued == 0)
    ends = over.select(
        *PLACE,
        at="end_date",
        reason="reason",
        later=flag((over.begun == 0) & (over.reason == "not_renewed")),
        starts=no,
        ends=yes,
        arr=-over.arr,
    )
    steps = ibis.union(starts, ends, _within_rows(known).select(*starts.columns))
    return _parted(steps)


@built_once
def _within_rows(known: ir.Table) -> ir.Table:
    """Return by how much rows that go on change, such as by the end of a discount, where they do."""
    before = known.filter(known.continued == 1)
    after = known.filter(known.opens == 0)
    sides = ibis.union(
        before.select(*PLACE, at="end_date", arr=-before.arr),
        after.select(*PLACE, at="start_date", arr="arr"),
    )
    sums = sides.group_by(*PLACE, "at").aggregate(arr=exact_sum(sides.arr))
    no = ibis.literal(0, "int64")
    changed = sums.filter(sums.arr != whole(0))
    return changed.mutate(reason=ibis.literal("changed"), later=no, starts=no, ends=no)


@built_once
def _parted(steps: ir.Table) -> ir.Table:
    """Return the changes with the part that each account's day comes to."""
    counted = steps.filter(steps.later == 0)
    days = counted.group_by("account_id", "at").aggregate(
        net=exact_sum(counted.arr), starts=counted.starts.min(), ends=counted.ends.min()
    )
    more, less = days.net > whole(0), days.net < whole(0)
    part = ibis.cases(
        (days.net == whole(0), ""),
        ((days.starts == 1) & more, "signed_not_started"),
        ((days.ends == 1) & less, "known_ends"),
        (less, "downgrades"),
        else_="upgrades",
    )
    named = days.select("account_id", "at", part=part)
    joined = steps.left_join(named, ["account_id", "at"]).drop("account_id_right", "at_right")
    shown = ibis.cases((joined.later == 1, ""), else_=joined.part.fill_null(""))
    return joined.select("account_id", *LINE, "product", "at", "reason", "arr", part=shown)


def _live(reader: Reader) -> ir.Table:
    rows = known_periods(reader)
    return rows.filter(rows.live == 1).select("account_id", "arr")


@built_once
def _parts(live: ir.Table, steps: ir.Table) -> ir.Table:
    """Return the measures of each row and change: account_id, live, the parts, not_renewed."""
    nothing = dict.fromkeys(("live", *PARTS, "not_renewed"), whole(0))
    now = live.select("account_id", **{**nothing, "live": live.arr})
    parts = {name: ibis.cases((steps.part == name, steps.arr), else_=whole(0)) for name in PARTS}
    lapses = (steps.part == "known_ends") & (steps.reason == "not_renewed")
    parts["not_renewed"] = ibis.cases((lapses, steps.arr), else_=whole(0))
    ahead = steps.select("account_id", **{"live": whole(0), **{name: whole(parts[name]) for name in parts}})
    return ibis.union(now, ahead)


def _keyed(reader: Reader, by: CommittedBy | None, rows: ir.Table, *more: str) -> ir.Table:
    """Return the sums of the measures by key, and by the columns of `more`."""
    if by is None:
        keyed = rows.mutate(key=ibis.literal(""))
    elif by == "account":
        keyed = rows.mutate(key=rows.account_id)
    else:
        values = attribute(reader, by)
        today = values.filter(values.month == Month.of(reader.as_of).ordinal)
        keyed = rows.left_join(today.select("account_id", key="value"), "account_id")
        keyed = keyed.mutate(key=keyed.key.fill_null(""))
    measures = [name for name in rows.columns if name not in ("account_id", *more)]
    return keyed.group_by("key", *more).aggregate(**{name: exact_sum(keyed[name]) for name in measures})


def _row(row: Mapping[str, object], by: CommittedBy | None) -> CommittedRow:
    amounts: dict[str, int] = {name: row[name] for name in ("live", *PARTS, "not_renewed")}  # type: ignore[misc]
    total = sum(amount for name, amount in amounts.items() if name != "not_renewed")
    return CommittedRow(key=str(row["key"]) if by else None, **amounts, committed=total)


def _ahead(
    reader: Reader, rows: Sequence[CommittedRow], steps: Sequence[Mapping[str, object]], count: int
) -> tuple[AheadRow, ...]:
    """Return what is in force at each coming month end: what is live, and the changes until then."""
    first = Month.of(reader.as_of + timedelta(days=1))
    by_key: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for step in steps:
        by_key[str(step["key"])].append((step["at"], step["arr"]))  # type: ignore[arg-type]
    return tuple(
        AheadRow(
            month,
            row.key,
            row.live + sum(arr for at, arr in by_key[row.key or ""] if at <= month.last_day),
        )
        for month in (first + offset for offset in range(count))
        for row in rows
    )


def _undated(reader: Reader) -> int:
    rows = known_periods(reader)
    undated = rows.filter(rows.undated == 1)
    (row,) = reader.collect(undated.aggregate(arr=exact_sum(undated.arr))).rows()
    return int(row["arr"] or 0)  # type: ignore[call-overload, no-any-return]
