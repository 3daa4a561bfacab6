"""Minutes by one side: account, segment, stage, activity, person or month, each an exact sum.

Every side adds up to the same: a row of `shared` has one key of each side, or none, which has a row too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import ibis.expr.types as ir

from bookload.base.access import Right
from bookload.base.errors import unknown
from bookload.base.result import Rows
from bookload.data.reader import Reader
from bookload.metrics.effort.segments import with_segment
from bookload.metrics.effort.shares import Place, shared

Side = Literal["account", "segment", "stage", "activity", "person", "month"]
_COLUMN = {"account": "account_id", "stage": "stage", "activity": "kind", "person": "person_id"}


@dataclass(frozen=True, slots=True)
class SideRow:
    """Minutes (x 10^4) under one key of a side, None where the log states none, and what they were for.

    `activities` counts each activity once, in the row of the first of its accounts; of them the minutes of
    `unknown` are not known, and in no sum.
    """

    key: str | None
    place: Place
    activities: int
    unknown: int
    minutes: int


def minutes_by(reader: Reader, side: Side, spells: ir.Table | None = None) -> ir.Table:
    """Return minutes by a side and place: key (null: none stated), place, activities, unknown, minutes.

    A month's key is its ordinal as text. The segment is the account's at the month's end. `spells` as in
    `shared`.
    """
    if side not in get_args(Side):
        raise unknown("side of effort", side, get_args(Side))
    rows = shared(reader, spells)
    if side == "segment":
        months = _summed(rows, "account_id", "month", "place")
        rows = with_segment(months, reader).rename(key="segment")
    elif side == "month":
        rows = rows.mutate(key=rows.month.cast("string"))
    else:
        rows = rows.mutate(key=rows[_COLUMN[side]])
    return _summed(rows, "key", "place")


def side_rows(reader: Reader, side: Side, spells: ir.Table | None = None) -> Rows[SideRow]:
    """Return `minutes_by` in the order of keys, those without one last; needs the right to people's time."""
    found = reader.collect(minutes_by(reader, side, spells))
    listed: list[dict[str, Any]] = found.rows()
    rows = sorted((SideRow(**row) for row in listed), key=lambda row: (row.key is None, row.key, row.place))
    return Rows(tuple(rows), found.needs | {Right.TIME_PERSON})


def _summed(rows: ir.Table, *keys: str) -> ir.Table:
    return rows.group_by(*keys).aggregate(
        activities=rows.activities.sum().cast("int64"),
        unknown=rows.unknown.sum().cast("int64"),
        # A group none of whose minutes are known took nothing that is known: its sum is of no numbers.
        minutes=rows.minutes.sum().fill_null(0).cast("int64"),
    )
