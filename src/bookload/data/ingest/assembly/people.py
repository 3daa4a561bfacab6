"""People: those of a list, or the owners themselves where there is none, taken as CSMs and marked so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from bookload.base.errors import Finding
from bookload.base.period import FAR
from bookload.data.ingest.assembly.gathered import no_rows
from bookload.data.ingest.built import from_rows

Row = dict[str, Any]

FULL_TIME = 10_000
_ASSUMED: Row = {"role": "csm", "fte": FULL_TIME, "ramp_months": 0}


def is_assumed(row: Row) -> bool:
    """Return whether a person was made from an owner's name: a ramped, full-time CSM and nothing else."""
    rest = {
        name: value
        for name, value in row.items()
        if name not in {*_ASSUMED, "person_id", "name", "hire_date", "leave_date", "__sheet", "__row"}
    }
    return (
        row["person_id"] == row["name"]
        and all(row[name] == value for name, value in _ASSUMED.items())
        and not any(rest.values())
    )


def with_owners(
    people: pa.Table, owners: pa.Table, pools: pa.Table, day: date
) -> tuple[pa.Table, list[Finding]]:
    """Return people with an assumed CSM for each owner that is nobody known, if there is no list of people.

    Who was assumed and owns nothing any more has left, from the day of the list on.
    """
    rows = people.to_pylist()
    if not all(is_assumed(row) for row in rows):
        return people, []
    known = {row["person_id"]: row for row in rows}
    pooled = set(pools["pool_id"].to_pylist())
    owning = {row["owner_id"] for row in owners.to_pylist() if row["end_date"] > day}
    first: dict[str, date] = {}
    for row in owners.to_pylist():
        first[row["owner_id"]] = min(first.get(row["owner_id"], FAR), row["start_date"])
    new = []
    for owner, start in first.items():
        if owner not in known and owner not in pooled and owner is not None:
            known[owner] = {"person_id": owner, "name": owner, "hire_date": start, **_ASSUMED}
            new.append(owner)
    done = [
        {**row, "leave_date": FAR if row["person_id"] in owning else min(row.get("leave_date") or FAR, day)}
        for row in known.values()
    ]
    note = Finding(
        "owners-assumed",
        f"{len(new)} owners are taken as customer success managers, full time and ramped: {', '.join(new[:5])}{', ...' if len(new) > 5 else ''}",  # noqa: PLR2004
        "Import a list of people (name, role, hire date, fte) to say who they are.",
        "note",
        table="people",
        count=len(new),
    )
    return (from_rows("people", done) if done else no_rows("people")), [note] if new else []
