"""A calendar file as one row a meeting, and the calendar that is kept in its place."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.ingest.reading.calendar.components import (
    STAMPS,
    Event,
    address_of,
    is_absent,
    read_components,
)
from bookload.data.ingest.reading.calendar.moments import UnreadableError, instant
from bookload.data.ingest.reading.calendar.occurrences import (
    BACKWARDS,
    BROKEN,
    FIRST_YEAR,
    Occurrence,
    occurrences,
)
from bookload.data.ingest.reading.calendar.patience import TooLongError, within
from bookload.data.ingest.reading.calendar.redacted import is_private, kept_lines, redacted
from bookload.data.ingest.reading.calendar.zones import Zones
from bookload.data.ingest.reading.header import no_rows
from bookload.data.ingest.reading.spool import KEPT, SheetWriter, Spooled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bookload.data.ingest.reading.calendar.components import Calendar
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing

COLUMNS = (
    "meeting",
    "starts",
    "ends",
    "title",
    "category",
    "organizer",
    "attendees",
    "declined",
    "private",
    "calendar",
)
"""The columns of the sheet that a calendar is read as."""
MOST_EVENTS = 200_000
MOST_MEETINGS = 200_000
_SECONDS = 2
_MOST_GIVEN_UP = 20
_DAY = timedelta(days=1)
_STALE = timedelta(days=7)
_ROOMS = frozenset({"ROOM", "RESOURCE"})
_LEFT_OUT = {
    "cancelled": "were cancelled",
    "whole days": "take whole days, or a day and longer, and are no hours of work",
    "free": "do not take time: they are marked as free or as out of office",
    "no length": "have no length",
    "before": f"are before {FIRST_YEAR}",
}


@dataclass
class _Reading:
    """What is known while a calendar is read."""

    calendar: Calendar
    zones: Zones
    listing: Listing
    through: date
    left_out: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    meetings: int = 0


def read_calendar(
    path: Path, folder: Path, limits: Limits, listing: Listing, through: date | None = None
) -> tuple[Spooled, ...]:
    """Spool the meetings that begin on `through` or before, and write what is kept of the file.

    Without `through` the last day counts on which an event was written or changed. Cancelled meetings,
    whole days, time marked as free and meetings without a length are counted and left out.
    """
    with path.open("rb") as file:
        calendar = read_components(file, limits.cell_length, MOST_EVENTS)
    if calendar.too_many or not calendar.whole:
        listing.add(_over(f"{MOST_EVENTS:,} events") if calendar.too_many else _unfinished())
        return ()
    events = redacted(calendar.events, calendar.name)
    with (folder / KEPT).open("w", encoding="utf-8", newline="\r\n") as kept:
        kept.writelines(f"{line}\n" for line in kept_lines(calendar, events))
    last = _last_change(events)
    reading = _Reading(calendar, Zones(calendar.zones), listing, through or last or date.max)
    writer = SheetWriter(folder, "calendar", len(COLUMNS))
    if not _write(events, reading, writer, last):
        return ()
    spooled = writer.finish(None, COLUMNS, range(1, len(COLUMNS) + 1))
    if not spooled.rows and not listing.refuses:
        listing.add(no_rows(None, f"the calendar has no meeting up to {reading.through}"))
    return (spooled,)


def _write(events: Sequence[Event], reading: _Reading, writer: SheetWriter, last: date | None) -> bool:
    """Write the meetings of all events; return whether the file may be used."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.value("UID"), []).append(event)
    planned = 0
    for group in groups.values():
        for found in _of_group(group, reading):
            reading.meetings += 1
            planned += last is not None and found.span.day > last + _STALE
            writer.append(found.event.line, _cells(found, reading))
        if reading.given_up > _MOST_GIVEN_UP:
            reading.listing.add(_over(f"{_MOST_GIVEN_UP} series that take {_SECONDS} seconds each"))
            return False
        if reading.meetings > MOST_MEETINGS:
            reading.listing.add(_over(f"{MOST_MEETINGS:,} meetings"))
            return False
    _tell(reading)
    if planned and last is not None:
        reading.listing.add(_planned(planned, last))
    return True


def _of_group(group: Sequence[Event], reading: _Reading) -> list[Occurrence]:
    """Return the meetings of the events with one identifier that count; what does not read is listed."""
    usable = [event for event in group if event.trouble is None]
    for event in group:
        if event.trouble is not None:
            reading.listing.add(_unreadable(event, event.trouble))
    if not usable:
        return []
    try:
        with within(_SECONDS):
            found = list(occurrences(usable, reading.zones, reading.through))
            return _counting(found, reading)
    except UnreadableError as error:
        reading.listing.add(_unreadable(usable[0], str(error)))
    except TooLongError:
        reading.given_up += 1
        reading.listing.add(
            _unreadable(usable[0], f"when it recurs takes longer than {_SECONDS} seconds to work out")
        )
    except BROKEN:
        reading.listing.add(_unreadable(usable[0], "when it recurs cannot be read"))
    return []


def _counting(found: Sequence[Occurrence], reading: _Reading) -> list[Occurrence]:
    """Return the meetings that take time, each once, in their order; the others are counted."""
    once: dict[str, Occurrence] = {}
    for each in found:
        why = _why_not(each, reading.calendar.method)
        if why:
            reading.left_out[why] += 1
        else:
            once.setdefault(each.name, each)
    return sorted(once.values(), key=lambda each: (instant(each.span.start).isoformat(), each.name))


def _why_not(each: Occurrence, method: str) -> str | None:
    event, span = each.event, each.span
    if method == "CANCEL" or event.value("STATUS") == "CANCELLED":
        return "cancelled"
    if span.is_whole_days or span.length >= _DAY:
        return "whole days"
    if event.value("TRANSP") == "TRANSPARENT" or event.value("X-MICROSOFT-CDO-BUSYSTATUS") in {"FREE", "OOF"}:
        return "free"
    if span.day.year < FIRST_YEAR:
        return "before"
    if span.length < timedelta(0):
        raise UnreadableError(BACKWARDS)
    return None if span.length else "no length"


def _cells(found: Occurrence, reading: _Reading) -> list[str | None]:
    event = found.event
    title, category, organizer = event.first("SUMMARY"), event.first("CATEGORIES"), event.first("ORGANIZER")
    there: list[str] = []
    declined: list[str] = []
    for each in event.each("ATTENDEE"):
        if (each.parameter("CUTYPE") or "").upper() in _ROOMS or not (address := address_of(each.value)):
            continue
        (declined if is_absent(each) else there).append(address)
    return [
        found.name,
        _written(found.span.start),
        _written(found.span.end),
        _plain(title.text) if title else None,
        _plain(category.text) if category else None,
        address_of(organizer.value) if organizer else None,
        ";".join(dict.fromkeys(there)),
        ";".join(dict.fromkeys(declined)),
        "true" if is_private(event) else None,
        _plain(reading.calendar.name or ""),
    ]


def _plain(text: str) -> str:
    """Return a text on one line, without signs that cannot be printed."""
    printable = (sign if sign.isprintable() and sign != "\ufffd" else " " for sign in text)
    return " ".join("".join(printable).split())


def _written(moment: date | datetime) -> str:
    return instant(moment).isoformat()


def _last_change(events: Sequence[Event]) -> date | None:
    """Return the last day on which an event says that it was written or changed."""
    stamps = (each.value[:8] for event in events for each in event.properties if each.name in STAMPS)
    days = []
    for stamp in set(stamps):
        with suppress(ValueError):
            days.append(date.fromisoformat(stamp))
    return max(days, default=None)


def _tell(reading: _Reading) -> None:
    for why, count in reading.left_out.items():
        message = f"{count:,} entries {_LEFT_OUT[why]}; they are left out"
        reading.listing.add(Finding("entries_left_out", message, "Nothing to do", severity="note"))
    for name in sorted(reading.zones.unknown):
        message = f"the time zone '{name[:80]}' is not known; its times are read in the company's"
        remedy = "Export the calendar with a time zone of the IANA database, such as Europe/Berlin"
        reading.listing.add(Finding("zone_unknown", message, remedy, severity="warning"))


def _planned(count: int, last: date) -> Finding:
    message = (
        f"{count:,} meetings are after {last}, when the calendar was last changed: taken as they were planned"
    )
    remedy = f"If it was exported then, leave them out by --data-through {last}"
    return Finding("planned_meetings", message, remedy, severity="warning")


def _unreadable(event: Event, why: str) -> Finding:
    remedy = "Correct the entry in the calendar and export it again, if it was a meeting"
    return Finding(
        "entry_unreadable", f"the entry is left out: {why}", remedy, severity="warning", row=event.line
    )


def _unfinished() -> Finding:
    message = "the calendar ends before its END:VCALENDAR"
    return Finding("unfinished", message, "Export it again; nothing of it was taken")


def _over(what: str) -> Finding:
    message = f"the calendar has more than {what}, the limit"
    return Finding("over_limit", message, "Export fewer years, or one calendar at a time")
