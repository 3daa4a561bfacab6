"""Columns as arrays, and the few questions about whole columns that several checks ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.period import FAR, MONTHS_A_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray


EPOCH_ORDINAL = 719_163
"""`date(1970, 1, 1).toordinal()`."""

NEVER = -(2**30)
"""Stands for a missing date in arrays of days: before every other."""


def number(day: date) -> int:
    """Return a day as a count of days from 1970-01-01, as arrays of days hold it."""
    return day.toordinal() - EPOCH_ORDINAL


FAR_DAY = number(FAR)


def days(rows: pa.Table, column: str, missing: int = NEVER) -> NDArray[np.int64]:
    """Return a date column as days; `missing` where there is none."""
    return _filled(rows[column].cast(pa.int32()), missing)


def ends(rows: pa.Table, column: str) -> NDArray[np.int64]:
    """Return a column of ends as days; a missing end is far away."""
    return days(rows, column, FAR_DAY)


def numbers(rows: pa.Table, column: str, missing: int = 0) -> NDArray[np.int64]:
    """Return a column of whole numbers; `missing` where there is none, to be told apart by `is_missing`."""
    return _filled(rows[column], missing)


def _filled(column: pa.ChunkedArray, missing: int) -> NDArray[np.int64]:
    whole: NDArray[np.int64] = pc.fill_null(column.cast(pa.int64()), missing).to_numpy()
    return whole


def months(day_numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the month (year x 12 + month - 1) of each day."""
    since_1970 = day_numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    shifted: NDArray[np.int64] = since_1970 + 1970 * MONTHS_A_YEAR
    return shifted


def mask(truth: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return a boolean column as an array; null is False."""
    return np.asarray(pc.fill_null(truth, fill_value=False).to_numpy(), np.bool_)


def is_missing(rows: pa.Table, column: str) -> NDArray[np.bool_]:
    """Return which cells are empty; a text of blanks alone is."""
    cells = rows[column]
    nulls = mask(pc.is_null(cells))
    if not pa.types.is_string(cells.type):
        return nulls
    return nulls | mask(pc.equal(pc.utf8_trim_whitespace(cells), ""))


def equals(rows: pa.Table, column: str, *values: str) -> NDArray[np.bool_]:
    """Return which cells are one of these values."""
    return mask(pc.is_in(rows[column], value_set=pa.array(values, pa.string())))


def is_among(cells: pa.ChunkedArray, known: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return which cells are values of another column; an empty cell is not."""
    return mask(pc.and_(pc.is_in(cells, value_set=known), pc.is_valid(cells)))


def codes(*columns: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return a number for each row, equal for rows that are equal in all columns; null equals null."""
    found = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        indices = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode").indices
        each = indices.to_numpy().astype(np.int64)
        found = np.unique(found * (int(each.max(initial=0)) + 1) + each, return_inverse=True)[1]
    return found


def positions(cells: pa.ChunkedArray, known: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return for each cell the index of the first row of `known` with its value, -1 where there is none."""
    return _filled(pc.index_in(cells, value_set=known, skip_nulls=True), -1)


def overlapping(
    groups: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the rows whose range [start, end) shares a day with an earlier row of their group, in order.

    Ranges without a day share none.
    """
    some = np.flatnonzero(start < end)
    order = some[np.lexsort((end[some], start[some], groups[some]))]
    rank = np.unique(groups[order], return_inverse=True)[1]
    width = 2 * (int(np.abs(end[order]).max(initial=0)) + 1)
    latest = np.maximum.accumulate(rank * width + end[order])
    hit = np.zeros(len(order), np.bool_)
    hit[1:] = (rank[1:] == rank[:-1]) & (rank[1:] * width + start[order][1:] < latest[:-1])
    return np.sort(order[hit])


def first_excess(
    groups: NDArray[np.int64],
    ranges: tuple[NDArray[np.int64], NDArray[np.int64]],
    amounts: NDArray[np.int64],
    most: int,
) -> list[tuple[int, int, int]]:
    """Return (row, day, sum) of the first day on which each group's amounts in force exceed `most`.

    The row is one that begins on that day; groups in the order of their rows.
    """
    start, end = ranges
    some = np.flatnonzero(start < end)
    rows = np.concatenate([some, some])
    at = np.concatenate([start[some], end[some]])
    step = np.concatenate([amounts[some], -amounts[some]])
    begins = np.concatenate([np.ones(len(some), np.int64), np.zeros(len(some), np.int64)])
    order = np.lexsort((begins, at, groups[rows]))  # what ends on a day goes before what begins on it
    running = np.cumsum(step[order])  # every group's steps add up to 0, so it starts anew with each group
    over = np.flatnonzero(running > most)
    first = over[np.unique(groups[rows[order[over]]], return_index=True)[1]]
    # A day's last step has the day's whole sum.
    day_groups, day_at = groups[rows[order]], at[order]
    found = []
    for index in first.tolist():
        same = index
        while (
            same + 1 < len(order)
            and day_groups[same + 1] == day_groups[index]
            and day_at[same + 1] == day_at[index]
        ):
            same += 1
        found.append((int(rows[order[index]]), int(day_at[index]), int(running[same])))
    return sorted(found)


def day_text(day_number: int) -> str:
    """Return a day as a person writes it; one before all others is `the beginning`."""
    if day_number == NEVER:
        return "the beginning"
    return date.fromordinal(int(day_number) + EPOCH_ORDINAL).isoformat()


def equals_columns(rows: pa.Table, column: str, other: str) -> NDArray[np.bool_]:
    """Return where two columns say the same; an empty cell equals nothing."""
    return mask(pc.equal(rows[column], rows[other]))
