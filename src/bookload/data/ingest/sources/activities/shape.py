"""What a log of work may hold: the table's columns, and hours in place of minutes."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields

_HOURS = """
hours hrs duration_h duration_hr duration_hrs duration_hours time_spent_hours hours_spent time_h stunden std
"""
HOURS = Field("hours", "number", tuple(_HOURS.split()))
WORDS = (
    "activities",
    "activity",
    "activity log",
    "calendar",
    "meetings",
    "calls",
    "time log",
    "timesheet",
    "event log",
    "tasks",
    "touchpoints",
)


def shape() -> Shape:
    """Return the shape: who, what, and when."""
    needs = ((("person_id",),), (("kind",),), (("start_at",),))
    return Shape("activities", (*contract_fields("activities"), HOURS), needs, WORDS, weight=-0.02)
