"""Lists of people that know one day alone: what changed about a person becomes a dated position or pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from bookload.base.period import Month, add_months
from bookload.data.ingest.built import from_rows

Row = dict[str, Any]

POSITION = ("role", "level", "fte", "team", "country", "region", "ramp_months")
"""What a list of people and a position both say."""
_RAMP_MONTHS = 3
_PAY = ("base", "ote", "currency")


def positions(before: pa.Table, now: pa.Table, known: pa.Table, day: date) -> pa.Table:
    """Return positions with one more for each person about whom a new list says something else.

    What the list before said holds from the day of hiring on, so that past months stay as they
    were: a CSM who is promoted to director today was a CSM last year.
    """
    old = {row["person_id"]: row for row in before.to_pylist()}
    held = _by_person(known)
    new: list[Row] = []
    for row in now.to_pylist():
        was = old.get(row["person_id"])
        if was is None or not any(row[name] is not None and row[name] != was[name] for name in POSITION):
            continue
        past = held.get(row["person_id"]) or [_first(was)]
        new += [] if row["person_id"] in held else past
        latest = past[-1]
        values = {name: row[name] if row[name] is not None else latest[name] for name in POSITION}
        values["ramp_months"] = _ramp(latest, row, day)
        origin = {name: row[name] for name in ("person_id", "__sheet", "__row")}
        new.append({**origin, **values, "from_date": day})
    if not new:
        return known
    replaced = {(row["person_id"], row["from_date"]) for row in new}
    kept = [row for row in known.to_pylist() if (row["person_id"], row["from_date"]) not in replaced]
    return from_rows("positions", [*kept, *new])


def merged_pay(before: pa.Table, now: pa.Table, day: date) -> pa.Table:
    """Return pay with what a list of people says of a day; what is unchanged goes on."""
    held = _by_person(before)
    rows = before.to_pylist()
    for row in now.to_pylist():
        past = [known for known in held.get(row["person_id"], ()) if known["from_date"] <= day]
        if past and all(past[-1][name] == row[name] for name in _PAY):
            continue
        rows = [
            known for known in rows if (known["person_id"], known["from_date"]) != (row["person_id"], day)
        ]
        rows.append({**row, "from_date": day})
    return from_rows("pay", rows)


def _by_person(rows: pa.Table) -> Mapping[str, list[Row]]:
    held: dict[str, list[Row]] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: row["from_date"]):
        held.setdefault(row["person_id"], []).append(row)
    return held


def _first(was: Row) -> Row:
    names: Iterable[str] = ("person_id", "__sheet", "__row", *POSITION)
    return {**{name: was[name] for name in names}, "from_date": was["hire_date"]}


def _ramp(latest: Row, row: Row, day: date) -> int | None:
    """Return the months of ramp of a changed position: those left in the same kind of work, else anew."""
    if row["role"] is not None and _work(row["role"]) != _work(latest["role"]):
        changed: int | None = row["ramp_months"] if row["ramp_months"] != latest["ramp_months"] else None
        return changed
    months = _RAMP_MONTHS if latest["ramp_months"] is None else latest["ramp_months"]
    left = Month.of(add_months(latest["from_date"], months)).ordinal - Month.of(day).ordinal
    return max(0, left)


def _work(role: str | None) -> str:
    return (role or "").removeprefix("senior_")
