"""Lists that know one day alone, made into periods: what is unchanged goes on, what changed or is gone ends that day."""

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


def merged_subscriptions(before: pa.Table, now: pa.Table, day: date) -> pa.Table:
    """Return subscriptions with the prices of a list that was exported on a day.

    A row of the list whose subscription, line and price are in force goes on. Another price ends
    the old row that day and begins a new one; a line that is gone ends that day.
    """
    return _merged(
        "subscriptions", before, now, day, lambda row: (row["subscription_id"], row["line_id"]), _PRICE
    )


def merged_ownership(before: pa.Table, now: pa.Table, day: date) -> pa.Table:
    """Return ownership with the owners of a list that was exported on a day; only roles in the list change."""
    roles = set(now["role"].to_pylist())
    rows = before.to_pylist()
    others = [row for row in rows if row["role"] not in roles]
    same = [row for row in rows if row["role"] in roles]
    merged = _merged(
        "ownership",
        from_rows("ownership", same),
        now,
        day,
        lambda row: (row["account_id"], row["owner_id"], row["role"]),
        ("share",),
    )
    return pa.concat_tables([from_rows("ownership", others), merged])


def _merged(
    table: str, before: pa.Table, now: pa.Table, day: date, key: Callable[[Row], object], said: Iterable[str]
) -> pa.Table:
    names = tuple(said)
    listed: dict[object, list[Row]] = {}
    for row in now.to_pylist():
        listed.setdefault(key(row), []).append(row)
    rows: list[Row] = []
    for row in before.to_pylist():
        if not row["start_date"] <= day < row["end_date"]:
            rows.append(row)
            continue
        match = next(
            (new for new in listed.get(key(row), ()) if all(new[name] == row[name] for name in names)), None
        )
        if match is not None:
            listed[key(row)].remove(match)
            rows.append(_continued(row, match))
        elif row["start_date"] < day:
            rows.append({**row, "end_date": day})
    for left in listed.values():
        rows += [{**row, "start_date": day} for row in left]
    return from_rows(table, rows)


def _continued(row: Row, match: Row) -> Row:
    """Return the row that was in force with what the list says newly of it; it began when it began."""
    news = {
        name: value
        for name, value in match.items()
        if value is not None and name not in {"start_date", "end_date"}
    }
    end = match["end_date"] if match["end_date"] not in {None, FAR} else row["end_date"]
    return {**row, **news, "end_date": end}
