"""When an event is: its start and end as instants, or as local times where it names no zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import vDuration

if TYPE_CHECKING:
    from bookload.data.ingest.reading.calendar.components import Event
    from bookload.data.ingest.reading.calendar.content import Property
    from bookload.data.ingest.reading.calendar.zones import Zones

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_EXACT = re.compile(r"[+-]?PT", re.IGNORECASE)


class UnreadableError(Exception):
    """An event whose times say nothing; carries what is wrong."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when: two days for an event of whole days, else two times, with a zone or both without."""

    start: date | datetime
    end: date | datetime

    @property
    def is_whole_days(self) -> bool:
        """Whether it has no time of day."""
        return not isinstance(self.start, datetime)

    @property
    def length(self) -> timedelta:
        """How long it takes on a clock that runs on, through changes of summer time too."""
        return instant(self.end) - instant(self.start)

    @property
    def day(self) -> date:
        """The day that it begins on, where it takes place."""
        return self.start.date() if isinstance(self.start, datetime) else self.start


def instant(moment: date | datetime) -> datetime:
    """Return a time as one that can be subtracted: in UTC, or without a zone as it is."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a day has no zone
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def span_of(event: Event, zones: Zones) -> Span:
    """Return when an event is; raise `UnreadableError` if it does not say.

    Without an end or a duration an event of whole days takes one day, another none (RFC 5545, 3.6.1).
    """
    said = event.first("DTSTART")
    if said is None:
        raise UnreadableError("it has no DTSTART")
    start = moment_of(said, zones)
    length = event.first("DURATION")
    end = event.first("DTEND")
    if end is not None:
        finish = moment_of(end, zones)
    elif length is not None:
        finish = later(start, duration(length))
    else:
        finish = start if isinstance(start, datetime) else start + timedelta(days=1)
    return _alike(start, finish)


def _alike(start: date | datetime, end: date | datetime) -> Span:
    """Return a span of two times of one kind; raise `UnreadableError` if they are not."""
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise UnreadableError("it begins with a day and ends with a time, or the other way round")
    if isinstance(start, datetime) and isinstance(end, datetime):
        if start.tzinfo is None and end.tzinfo is not None:
            start = start.replace(tzinfo=end.tzinfo)
        elif end.tzinfo is None and start.tzinfo is not None:
            end = end.replace(tzinfo=start.tzinfo)
    return Span(start, end)


def moment_of(said: Property, zones: Zones) -> date | datetime:
    """Return the day or time that a property says; a zone that nobody knows is as none."""
    found = _MOMENT.fullmatch(said.value.strip())
    if found is None:
        raise UnreadableError(f"its {said.name} is no time")
    try:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        if found[4] is None:
            return date(year, month, day)
        clock = int(found[4]), int(found[5]), min(int(found[6]), 59)
        if found[7]:
            return datetime(year, month, day, *clock, tzinfo=UTC)
        name = said.parameter("TZID")
        return datetime(year, month, day, *clock, tzinfo=zones[name] if name else None)
    except ValueError as error:
        raise UnreadableError(f"its {said.name} is no time") from error


def duration(said: Property) -> tuple[timedelta, bool]:
    """Return a duration, and whether it is of hours and less: summer time does not touch such a one."""
    try:
        length: timedelta = vDuration.from_ical(said.value.strip())  # type: ignore[no-untyped-call]
        return length, bool(_EXACT.match(said.value.strip()))
    except (ValueError, OverflowError) as error:
        raise UnreadableError("its DURATION is none") from error


def later(start: date | datetime, length: tuple[timedelta, bool]) -> date | datetime:
    """Return the time so much later: by the clock on the wall for days and weeks, else exactly."""
    by, exact = length
    try:
        if exact and isinstance(start, datetime) and start.tzinfo is not None:
            return (start.astimezone(UTC) + by).astimezone(start.tzinfo)
        return start + by
    except OverflowError as error:
        raise UnreadableError("its DURATION reaches beyond all calendars") from error
