"""What a calendar holds once it is read: a row a meeting (`data/ingest/reading/calendar`)."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape

_FIELDS = (
    Field("meeting", "id"),
    Field("starts", "instant"),
    Field("ends", "instant"),
    Field("title", "text"),
    Field("category", "text"),
    Field("organizer", "text"),
    Field("attendees", "list"),
    Field("declined", "list"),
    Field("private", "boolean"),
    Field("calendar", "text"),
    Field("person_id", "id"),
)
_NEEDS = ("meeting", "starts", "ends", "attendees", "declined", "private", "calendar")


def shape() -> Shape:
    """Return the shape: exactly the columns that a calendar is read as."""
    return Shape("calendar", _FIELDS, tuple(((name,),) for name in _NEEDS), ("calendar",), weight=0.3)
