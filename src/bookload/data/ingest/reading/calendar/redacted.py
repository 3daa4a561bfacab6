"""What is kept of a calendar: hours without what an event does not give away.

An event is private unless its CLASS is absent or PUBLIC (RFC 5545, 3.8.1.3: a class that is not known is
private), and so is a changed meeting of a private series. Of a private event its hours are kept, and nothing
of what it is about or who takes part: only that whoever's calendar it is declined it, for then it took no
time. Identifiers of all events are replaced by their hash, which leaves equal ones equal. The kept calendar
reads back as the same rows.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from bookload.data.ingest.reading.calendar.components import TITLES, Event, address_of, is_absent
from bookload.data.ingest.reading.calendar.content import Property

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bookload.data.ingest.reading.calendar.components import Calendar

_PUBLIC = frozenset({"", "PUBLIC"})
_HASHED = re.compile(r"event-[0-9a-f]{32}")
_CLASS = Property("CLASS", (), "PRIVATE")
_LEAST_EVENTS, _NEARLY_ALL = 5, 0.9
"""From so many events with people in them, who is in so large a part is taken for whose calendar it is."""
PRODUCER = "-//Bookload//what is kept of a calendar//EN"


def redacted(events: Sequence[Event], name: str | None = None) -> list[Event]:
    """Return the events as they are kept; `name` is the calendar's."""
    series = {
        _identifier(event)
        for event in events
        if event.first("RECURRENCE-ID") is None and event.value("CLASS") not in _PUBLIC
    }
    private = [_is_private(event, series) for event in events]
    public = [event for event, hidden in zip(events, private, strict=True) if not hidden]
    owners = _owners(public, name)
    return [
        _redacted(event, owners if hidden else None) for event, hidden in zip(events, private, strict=True)
    ]


def _owners(public: Iterable[Event], name: str | None) -> frozenset[str]:
    """Return the addresses of whoever's calendar it is: its name's, and who is in nearly every event.

    Only events that are not private tell, so that nothing is learnt of who is in a private one alone.
    """
    counts: Counter[str] = Counter()
    peopled = 0
    for event in public:
        told = (each.value for each in event.properties if each.name in {"ORGANIZER", "ATTENDEE"})
        named = {address for each in told if (address := address_of(each)) is not None}
        counts.update(named)
        peopled += bool(named)
    likely = [address for address, count in counts.items() if count >= _NEARLY_ALL * peopled]
    found = {address_of(name or "")}
    found |= set(likely) if peopled >= _LEAST_EVENTS and len(likely) == 1 else set()
    return frozenset(address for address in found if address)


def _is_private(event: Event, series: set[str]) -> bool:
    if event.value("CLASS") not in _PUBLIC:
        return True
    return event.first("UID") is not None and _identifier(event) in series


def _redacted(event: Event, owners: frozenset[str] | None) -> Event:
    """Return an event as it is kept; of a private one, which has `owners`, their having declined it too."""
    kept = [each for each in event.properties if each.name not in {"UID", "CLASS"}]
    if owners is not None:
        kept = [each for each in kept if each.name not in TITLES or _declined_by(each, owners)]
        kept.append(_CLASS)
    return Event(event.line, [Property("UID", (), _identifier(event)), *kept], event.trouble)


def _declined_by(each: Property, owners: frozenset[str]) -> bool:
    return each.name == "ATTENDEE" and is_absent(each) and address_of(each.value) in owners


def _identifier(event: Event) -> str:
    """Return the hash of an event's identifier; of one without, of when it is."""
    found = event.first("UID")
    text = found.value.strip() if found else "".join(each.written() for each in event.each("DTSTART"))
    if _HASHED.fullmatch(text):
        return text
    return f"event-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def is_private(event: Event) -> bool:
    """Return whether an event, as it is kept, is private."""
    return event.value("CLASS") == _CLASS.value


def kept_lines(calendar: Calendar, events: Iterable[Event]) -> Iterator[str]:
    """Yield the lines of the calendar that is kept in place of the one that was imported."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCER}")
    if calendar.method:
        yield f"METHOD:{calendar.method}"
    if calendar.name:
        yield Property("X-WR-CALNAME", (), escaped(calendar.name)).written()
    for zone in calendar.zones.values():
        yield from zone
    for event in events:
        yield "BEGIN:VEVENT"
        yield from (each.written() for each in event.properties)
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """Return a text as a content line writes it."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
