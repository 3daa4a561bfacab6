"""Lists that know one day alone, made into periods.

What is unchanged goes on, what changed or is gone ends on the day of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pyarrow as pa

from bookload.base.period import FAR
from bookload.data.ingest.built import from_rows

Row = dict[str, Any]

_PRICE = (
    "account_id",
    "amount",
    "interval",
    "interval_count",
    "quantity",
    "unit_amount",
    "currency",
    "product",
    "plan",
    "status",
    "kind",
)
_NOT_SAID = frozenset({"start_date", "end_date"})


def merged_subscriptions(before: pa.Table, now: pa.Table, day: date, *, part: bool = False) -> pa.Table:
    """Return subscriptions with the prices of a list that was exported on a day.

    A row of the list whose subscription, line and price are in force goes on. Another price
    ends the old row that day and begins a new one; a line that is gone ends that day. A row of
    the list that has ended by that day, or is cancelled without an end, is not in force. With
    `part`, accounts that the list lacks go on.
    """

    def key(row: Row) -> object:
        return row["subscription_id"], row["line_id"]

    live = [row for row in now.to_pylist() if _is_live(row, day)]
    accounts = set(now["account_id"].to_pylist()) if part else None
    others, same = _apart(before.to_pylist(), lambda row: accounts is None or row["account_id"] in accounts)
    return from_rows("subscriptions", [*others, *_merged(same, live, day, key, _PRICE)])


def merged_ownership(before: pa.Table, now: pa.Table, day: date, *, part: bool = False) -> pa.Table:
    """Return ownership with the owners of a list that was exported on a day; only its roles change.

    With `part`, accounts that the list lacks go on.
    """

    def key(row: Row) -> object:
        return row["account_id"], row["owner_id"], row["role"]

    roles = set(now["role"].to_pylist())
    accounts = set(now["account_id"].to_pylist()) if part else None
    others, same = _apart(
        before.to_pylist(),
        lambda row: row["role"] in roles and (accounts is None or row["account_id"] in accounts),
    )
    return from_rows("ownership", [*others, *_merged(same, now.to_pylist(), day, key, ("share",))])


def _apart(rows: Iterable[Row], concerned: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    """Return the rows that a list does not speak of, and those that it does."""
    piles: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        piles[concerned(row)].append(row)
    return piles


def _is_live(row: Row, day: date) -> bool:
    if row["status"] == "canceled" and row["end_date"] == FAR:
        return False
    return bool(row["end_date"] > day)


def _merged(
    before: Iterable[Row], now: Iterable[Row], day: date, key: Callable[[Row], object], said: Iterable[str]
) -> list[Row]:
    names = tuple(said)
    listed: dict[object, list[Row]] = {}
    for row in now:
        listed.setdefault(key(row), []).append(row)
    rows: list[Row] = []
    for row in before:
        if not row["start_date"] <= day < row["end_date"]:
            rows.append(row)
            continue
        same = listed.get(key(row), [])
        match = next((new for new in same if all(new[name] == row[name] for name in names)), None)
        if match is not None:
            same.remove(match)
            rows.append(_continued(row, match))
        elif row["start_date"] < day:
            rows.append({**row, "end_date": day})
    return rows + [{**row, "start_date": day} for left in listed.values() for row in left]


def _continued(row: Row, match: Row) -> Row:
    """Return the row that was in force with what the list says newly of it; it began when it began."""
    news = {name: value for name, value in match.items() if value is not None and name not in _NOT_SAID}
    end = row["end_date"] if match["end_date"] == FAR else match["end_date"]
    return {**row, **news, "end_date": end}
