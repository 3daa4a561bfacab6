"""The events and time zones of a calendar file, with nothing of them but what counting hours needs.

What is not named here (descriptions, places, links, files, reminders, tasks, journals, names of people) is
left behind while the file is read: it reaches neither a row nor what is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.data.ingest.reading.calendar.content import Line, Property, lines, parsed

if TYPE_CHECKING:
    from typing import BinaryIO

TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"})
STAMPS = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED"})
ABOUT = frozenset({"UID", "SEQUENCE", "STATUS", "TRANSP", "CLASS", "X-MICROSOFT-CDO-BUSYSTATUS"})
TITLES = frozenset({"SUMMARY", "CATEGORIES", "ORGANIZER", "ATTENDEE"})
"""What an event says of itself that a private one does not give away."""
_OF_EVENTS = TIMES | STAMPS | ABOUT | TITLES
_OF_ZONES = frozenset({"TZID", "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"})
_PARAMETERS = frozenset({"TZID", "VALUE", "RANGE", "PARTSTAT", "CUTYPE", "ROLE"})
_MOST_NESTED = 16
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass
class Event:
    """One VEVENT: the line that it begins on, its properties, and what makes it unusable, if anything."""

    line: int
    properties: list[Property] = field(default_factory=list)
    trouble: str | None = None

    def first(self, name: str) -> Property | None:
        """Return the first property of a name, None if there is none."""
        return next((each for each in self.properties if each.name == name), None)

    def value(self, name: str) -> str:
        """Return a property's value in capitals, an empty text if there is none."""
        found = self.first(name)
        return "" if found is None else found.value.strip().upper()

    def each(self, name: str) -> list[Property]:
        """Return all properties of a name."""
        return [each for each in self.properties if each.name == name]


@dataclass
class Calendar:
    """What a file holds: the calendar's name, the method, zones by name as lines of text, events.

    `whole` says whether everything that was begun was ended.
    """

    name: str | None = None
    method: str = ""
    zones: dict[str, list[str]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    whole: bool = True
    too_many: bool = False


def address_of(value: str) -> str | None:
    """Return the e-mail address of a calendar user in small letters, None where it has none."""
    text = value.strip().casefold().removeprefix("mailto:").strip("<> ")
    return text if text.count("@") == 1 and not any(sign in text for sign in " ;,<>") else None


def is_absent(attendee: Property) -> bool:
    """Return whether somebody who is invited declined, or is told only."""
    declined = (attendee.parameter("PARTSTAT") or "").upper() == "DECLINED"
    return declined or (attendee.parameter("ROLE") or "").upper() == "NON-PARTICIPANT"


def read_components(file: BinaryIO, longest: int, most: int) -> Calendar:
    """Return what a file holds; it stops, with `too_many`, at more than `most` events."""
    reader = _Reader(Calendar(), longest)
    for line in lines(file, longest):
        reader.take(line)
        if len(reader.calendar.events) > most:
            reader.calendar.too_many = True
            break
    reader.calendar.whole = not reader.inside
    return reader.calendar


class _Reader:
    """Where in the nesting of components a reading stands."""

    def __init__(self, calendar: Calendar, longest: int) -> None:
        self.calendar = calendar
        self.inside: list[str] = []
        self._longest = longest
        self._zone: list[str] = []
        self._zone_name = ""

    def take(self, line: Line) -> None:
        """Take one line: a component begins or ends, or says something of itself."""
        head = line.text[:32].upper()
        if head.startswith("BEGIN:"):
            self._begin(line, head.removeprefix("BEGIN:").strip())
        elif head.startswith("END:"):
            self._end(head.removeprefix("END:").strip())
        elif self.inside[-1:] == ["VEVENT"]:
            self._of_event(line)
        elif "VTIMEZONE" in self.inside:
            self._of_zone(line)
        elif self.inside == ["VCALENDAR"]:
            self._of_calendar(line)

    def _begin(self, line: Line, name: str) -> None:
        if len(self.inside) >= _MOST_NESTED:
            return
        self.inside.append(name)
        if self.inside == ["VCALENDAR", "VEVENT"]:
            self.calendar.events.append(Event(line.number))
        elif name == "VTIMEZONE":
            self._zone, self._zone_name = [], ""
        if "VTIMEZONE" in self.inside:
            self._zone.append(f"BEGIN:{name}")

    def _end(self, name: str) -> None:
        if name not in self.inside:
            return
        if "VTIMEZONE" in self.inside:
            self._zone.append(f"END:{name}")
        # What was begun inside and not ended ends with what it is in.
        while self.inside.pop() != name:
            pass
        if name == "VTIMEZONE" and self._zone_name:
            self.calendar.zones[self._zone_name] = self._zone

    def _of_calendar(self, line: Line) -> None:
        said = parsed(line.text) if not line.cut else None
        if said is not None and said.name == "X-WR-CALNAME":
            self.calendar.name = self.calendar.name or said.text
        elif said is not None and said.name == "METHOD":
            self.calendar.method = said.value.strip().upper()

    def _of_zone(self, line: Line) -> None:
        said = parsed(line.text) if not line.cut else None
        if said is None or said.name not in _OF_ZONES:
            return
        self._zone.append(said.written())
        if said.name == "TZID":
            self._zone_name = said.value.strip()

    def _of_event(self, line: Line) -> None:
        if self.inside != ["VCALENDAR", "VEVENT"]:
            return
        event = self.calendar.events[-1]
        begins = _NAME.match(line.text)
        name = begins[0].upper() if begins else ""
        if name not in _OF_EVENTS:
            return
        if line.cut:
            event.trouble = f"its {name} is longer than {self._longest:,} bytes, the limit"
            return
        said = parsed(line.text)
        if said is None:
            event.trouble = f"its {name} cannot be read"
            return
        kept = tuple(pair for pair in said.parameters if pair[0] in _PARAMETERS)
        event.properties.append(Property(said.name, kept, said.value))
