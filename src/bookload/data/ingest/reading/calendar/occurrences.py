"""The meetings that an event, or a series of events with its changes, stands for up to a day.

A series is worked out by recurring-ical-events: rules, added and left out days, and changed meetings, moved
ones among them. What takes longer than a few seconds of the processor, or makes more meetings than anybody
has, is no series of meetings: it is left out and said so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import icalendar
import recurring_ical_events

from bookload.data.ingest.reading.calendar.components import Event
from bookload.data.ingest.reading.calendar.content import Property
from bookload.data.ingest.reading.calendar.moments import (
    Span,
    UnreadableError,
    duration,
    instant,
    later,
    span_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bookload.data.ingest.reading.calendar.zones import Zones

MOST_OF_A_SERIES = 20_000
BACKWARDS = "it ends before it starts"
FIRST_YEAR = 1970
"""The first year that dates of the input tables may lie in: a birthday of 1950 stops no calendar."""
_BEGINNING = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001 - of all zones
_PLACE = "X-BOOKLOAD-PLACE"
_NEVER = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)
_LOCAL = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})
_RECURS = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
_HANDED_ON = _LOCAL | {"UID", "DURATION", "RRULE", "SEQUENCE"}
BROKEN = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    recurring_ical_events.InvalidCalendar,
)
"""What libraries raise on rules and times that are none."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting: which event says what it is, when it is, and what names it from one export to the next."""

    event: Event
    span: Span
    name: str


def occurrences(events: Sequence[Event], zones: Zones, through: date) -> Iterator[Occurrence]:
    """Yield the meetings of all events with one identifier that begin on `through` or before.

    Raises `UnreadableError`, or one of `BROKEN`, if the events do not say when they are.
    """
    if len(events) == 1 and not any(each.name in _RECURS for each in events[0].properties):
        span = span_of(events[0], zones)
        if span.day <= through:
            yield Occurrence(events[0], span, _name(events[0], span.start))
        return
    for event in events:
        if span_of(event, zones).length < timedelta(0):
            raise UnreadableError(BACKWARDS)
        if any(_NEVER.search(rule.value) for rule in event.each("RRULE")):
            raise UnreadableError("it recurs every hour or more often, which is no meeting")
        if not all("FREQ=" in rule.value.upper() for rule in event.each("RRULE")):
            raise UnreadableError("when it recurs cannot be read")
        if event.first("EXRULE") is not None:
            raise UnreadableError("it leaves days out by a rule (EXRULE), which is not read")
    yield from _of_series(events, zones, through)


def _of_series(events: Sequence[Event], zones: Zones, through: date) -> Iterator[Occurrence]:
    calendar = icalendar.Calendar.from_ical("\r\n".join(_handed_on(events, zones)))
    if any(component.errors for component in calendar.walk("VEVENT")):
        raise UnreadableError("when it recurs cannot be read")
    query = recurring_ical_events.of(calendar, components=("VEVENT",))
    end = datetime(through.year, through.month, through.day) + timedelta(days=2)  # noqa: DTZ001 - of all zones
    found = query.between(_BEGINNING, end)
    if len(found) > MOST_OF_A_SERIES:
        raise UnreadableError(f"it stands for more than {MOST_OF_A_SERIES:,} meetings")
    for component in found:
        event = events[int(str(component[_PLACE]))]
        span = _span(component, event)
        if span.day <= through:
            yield Occurrence(event, span, _name(event, _moment(component, "RECURRENCE-ID")))


def _span(component: icalendar.Component, event: Event) -> Span:
    start, end = _moment(component, "DTSTART"), _moment(component, "DTEND")
    length = event.first("DURATION")
    return Span(start, later(start, duration(length)) if length and not event.first("DTEND") else end)


def _moment(component: icalendar.Component, name: str) -> date | datetime:
    said = component[name]
    if not isinstance(said, icalendar.vDDDTypes) or not isinstance(said.dt, date):
        raise UnreadableError(f"its {name} is no time")
    return said.dt


def _handed_on(events: Sequence[Event], zones: Zones) -> Iterator[str]:
    """Yield the lines of a calendar with times in zones that are known, and nothing that is not needed."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0")
    named = {each.parameter("TZID") for event in events for each in event.properties}
    for name in sorted(filter(None, named)):
        yield from zones.rules(name)
    for place, event in enumerate(events):
        yield "BEGIN:VEVENT"
        for each in event.properties:
            if each.name in _HANDED_ON:
                yield _in_known_zone(each, zones).written()
        if event.first("DTEND") is None and event.first("DURATION") is None:
            yield _no_length(event)
        yield f"{_PLACE}:{place}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _no_length(event: Event) -> str:
    """Return the duration of an event that states none: a day of whole days, else nothing."""
    start = event.first("DTSTART")
    return "DURATION:PT0S" if start is not None and "T" in start.value else "DURATION:P1D"


def _in_known_zone(said: Property, zones: Zones) -> Property:
    name = said.parameter("TZID")
    if said.name not in _LOCAL or name is None:
        return said
    kept = tuple(pair for pair in said.parameters if pair[0] != "TZID")
    if zones[name] is None:
        return Property(said.name, kept, said.value)
    return Property(said.name, (("TZID", zones.key(name) or name), *kept), said.value)


def _name(event: Event, original: date | datetime) -> str:
    """Return the hash of the event's identifier and of when the meeting was meant to be at first."""
    uid = event.value("UID")
    return hashlib.sha256(f"{uid}\n{instant(original).isoformat()}".encode()).hexdigest()[:24]
