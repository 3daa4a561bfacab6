"""Logs of work that follow one another: a calendar takes the place of its last export alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pyarrow as pa

from bookload.data.ingest.built import from_rows

Row = dict[str, Any]

LEAD = "calendar-"
"""How the identifier of an activity of a calendar begins; the meeting and the calendar follow."""


def merged_activities(before: pa.Table, now: pa.Table | None) -> pa.Table:
    """Return activities with those of an import.

    A log takes the place of logs before. Meetings of a calendar take the place of that person's of the same
    calendar in the time that it spans, so that one that was cancelled since is gone and earlier years stay.
    The same meeting of one person in two calendars, or twice at one time under one title, counts once.
    """
    if now is None:
        return before
    old_meetings, old_logged = _apart(before.to_pylist())
    meetings, logged = _apart(now.to_pylist())
    if not meetings and not old_meetings:
        return now
    spans = _spans(meetings)
    kept = [row for row in old_meetings if not _replaced(row, spans)]
    return from_rows("activities", [*(logged or old_logged), *once([*meetings, *kept])])


def _apart(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Return the meetings of calendars, and the rows of logs."""
    piles: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        piles[not (row["activity_id"] or "").startswith(LEAD)].append(row)
    return piles


def _calendar(row: Row) -> tuple[str, str]:
    return row["person_id"], row["activity_id"].rpartition("-")[2]


def _spans(meetings: Iterable[Row]) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    """Return the first and the last start by person and calendar."""
    spans: dict[tuple[str, str], tuple[datetime, datetime]] = {}
    for row in meetings:
        first, last = spans.get(_calendar(row), (row["start_at"], row["start_at"]))
        spans[_calendar(row)] = min(first, row["start_at"]), max(last, row["start_at"])
    return spans


def _replaced(row: Row, spans: dict[tuple[str, str], tuple[datetime, datetime]]) -> bool:
    span = spans.get(_calendar(row))
    return span is not None and bool(span[0] <= row["start_at"] <= span[1])


def once(meetings: Iterable[Row]) -> list[Row]:
    """Return each person's meetings once: by what names them, and by when they are under which title."""
    kept: list[Row] = []
    seen: set[tuple[object, ...]] = set()
    for row in meetings:
        person, name = row["person_id"], row["activity_id"].rpartition("-")[0]
        keys: set[tuple[object, ...]] = {(person, name)}
        if row["subject"] is not None:
            keys.add((person, row["start_at"], row["end_at"], row["subject"]))
        if keys & seen:
            continue
        seen |= keys
        kept.append(row)
    return kept
