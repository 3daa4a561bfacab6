"""What a log in memory adds up to: every side of it from one reading of its rows, in whole numbers.

`minutes_by` is the same for a single side, as an expression; tests hold the two to each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.metrics.effort.log import NONE, Log
from bookload.metrics.effort.sides import Side, SideRow

Ints = NDArray[np.int64]
DENSE = 1 << 22
"""Keys below this are counted rather than sorted."""


def all_sides(log: Log) -> Mapping[Side, tuple[SideRow, ...]]:
    """Return the minutes by each side, as `side_rows` has them."""
    return {side: side_of(log, side) for side in get_args(Side)}


def side_of(log: Log, side: Side) -> tuple[SideRow, ...]:
    """Return the minutes by one side, in the order of keys, those without one last."""
    code, names = _side(log, side)
    width = len(log.places)
    key = (code + 1) * width + log.place
    count = (len(names) + 1) * width
    known = log.known
    minutes = summed(key[known], log.minutes[known], count).tolist()
    activities = np.bincount(key[log.first], minlength=count).tolist()
    unknown = np.bincount(key[log.first & ~known], minlength=count).tolist()
    # The first key stands for those that state none, and comes last.
    there = sorted(np.flatnonzero(np.bincount(key, minlength=count)).tolist(), key=lambda each: each < width)
    return tuple(
        SideRow(
            key=names[each // width - 1] if each >= width else None,
            place=log.places[each % width],
            activities=activities[each],
            unknown=unknown[each],
            minutes=minutes[each],
        )
        for each in there
    )


def account_minutes(log: Log, months: Collection[Month]) -> dict[str, int]:
    """Return the known minutes (x 10^4) of each account that has some in some months."""
    wanted = np.array([month.ordinal for month in months], np.int64)
    some = np.flatnonzero(log.sold & log.known & np.isin(log.month, wanted))
    account = log.account[some]
    minutes = summed(account, log.minutes[some], len(log.accounts)).tolist()
    there = np.flatnonzero(np.bincount(account, minlength=len(log.accounts)))
    return {log.accounts[each]: minutes[each] for each in there.tolist()}


def summed(index: NDArray[np.integer], weights: Ints, count: int) -> Ints:
    """Return exact sums of whole numbers by index; raise `OverflowError` where they might not fit."""
    largest = max(int(weights.max(initial=0)), -int(weights.min(initial=0)))
    if len(weights) * largest >= 1 << 63:
        raise OverflowError("minutes are too many to be added up exactly")
    found = np.zeros(count, np.int64)
    np.add.at(found, index, weights)
    return found


def _side(log: Log, side: Side) -> tuple[NDArray[np.integer], tuple[str, ...]]:
    if side == "month":
        first, span = month_span(log.month)
        return log.month - first, tuple(str(first + each) for each in range(span))
    columns = {
        "account": (log.account, log.accounts),
        "segment": (log.segment, log.segments),
        "stage": (log.stage, log.stages),
        "activity": (log.kind, log.kinds),
        "person": (log.person, log.people),
    }
    return columns[side]


def month_span(month: NDArray[np.int32]) -> tuple[int, int]:
    """Return the first month and how many there are to the last."""
    if not len(month):
        return 0, 1
    return int(month.min()), int(month.max()) - int(month.min()) + 1


def counted(keys: Ints) -> tuple[list[int], list[int]]:
    """Return the keys that occur, in order, and how often each does."""
    if int(keys.max(initial=0)) < DENSE:
        counts = np.bincount(keys)
        there = np.flatnonzero(counts)
        return there.tolist(), counts[there].tolist()
    there, counts = np.unique(keys, return_counts=True)
    return there.tolist(), counts.tolist()


def name_of(names: Sequence[str], code: int) -> str | None:
    """Return the name of a code; None for `NONE`."""
    return None if code == NONE else names[code]
