"""People: those of a list, or where there is none the owners themselves, taken as CSMs and marked so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from bookload.base.errors import Finding
from bookload.base.period import FAR
from bookload.data.ingest.built import from_rows

Row = dict[str, Any]

FULL_TIME = 10_000
_ASSUMED: Row = {"role": "csm", "fte": FULL_TIME, "ramp_months": 0}
_SAID = frozenset({*_ASSUMED, "person_id", "name", "hire_date", "leave_date", "__sheet", "__row"})
_NAMED = 5


def is_assumed(row: Row) -> bool:
    """Return whether a person was made from an owner's name: a ramped, full-time CSM and nothing else."""
    is_csm = all(row[name] == value for name, value in _ASSUMED.items())
    return is_csm and row["person_id"] == row["name"] and not any(row[name] for name in row.keys() - _SAID)


def with_owners(
    people: pa.Table, ownership: pa.Table, pools: pa.Table, day: date
) -> tuple[pa.Table, list[Finding]]:
    """Return people with an assumed CSM for each owner that is nobody known, if there is no list of people.

    Who was assumed and owns nothing any more has left, from `day` on.
    """
    rows = people.to_pylist()
    if not all(is_assumed(row) for row in rows):
        return people, []
    known: dict[str, Row] = {row["person_id"]: row for row in rows}
    pooled = set(pools["pool_id"].to_pylist())
    owned = [
        row for row in ownership.to_pylist() if row["owner_id"] is not None and row["owner_id"] not in pooled
    ]
    first: dict[str, date] = {}
    for row in owned:
        first[row["owner_id"]] = min(first.get(row["owner_id"], FAR), row["start_date"] or day)
    new = [owner for owner in first if owner not in known]
    for owner in new:
        known[owner] = {
            "person_id": owner,
            "name": owner,
            "hire_date": first[owner],
            "leave_date": FAR,
            **_ASSUMED,
        }
    owning = {row["owner_id"] for row in owned if row["end_date"] > day}
    done = [{**row, "leave_date": _leaving(row, owning, day)} for row in known.values()]
    return from_rows("people", done), _note(new)


def _leaving(row: Row, owning: set[str], day: date) -> date:
    return FAR if row["person_id"] in owning else min(row["leave_date"], day)


def _note(new: list[str]) -> list[Finding]:
    if not new:
        return []
    names = ", ".join(new[:_NAMED]) + (", ..." if len(new) > _NAMED else "")
    who = "1 owner is taken as a" if len(new) == 1 else f"{len(new)} owners are taken as"
    what = "customer success manager" if len(new) == 1 else "customer success managers"
    message = f"{who} {what}, full time and ramped: {names}"
    remedy = "Import a list of people (name, role, hire_date, fte) to say who they are."
    return [Finding("owners-assumed", message, remedy, "note", table="people", count=len(new))]
