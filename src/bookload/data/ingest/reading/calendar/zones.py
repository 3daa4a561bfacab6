"""The time zones that a calendar names: those of the IANA database, by whatever name, else its own rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bookload.data.ingest.reading.calendar.patience import TooLongError, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SECONDS = 2
_YEARLY = re.compile(r"RRULE:(?!.*FREQ=YEARLY)", re.IGNORECASE)
_TRIED = (datetime(1999, 7, 1), datetime(2026, 1, 1), datetime(2040, 7, 1))  # noqa: DTZ001 - local times


@cache
def _known() -> frozenset[str]:
    """Return the names of the IANA database, which are looked for in many files."""
    return frozenset(available_timezones())


class Zones:
    """The zones of one file, each worked out once."""

    def __init__(self, written: Mapping[str, Sequence[str]]) -> None:
        """Take the VTIMEZONE components of a file, by name, as lines."""
        self._written = written
        self._known = _known()
        self._found: dict[str, tzinfo | None] = {}
        self.unknown: set[str] = set()

    def __getitem__(self, name: str) -> tzinfo | None:
        """Return the zone of a name; None, and remembered, where nobody knows it."""
        if name not in self._found:
            key = self.key(name)
            self._found[name] = ZoneInfo(key) if key else self._by_rules(name)
        if self._found[name] is None:
            self.unknown.add(name)
        return self._found[name]

    def key(self, name: str) -> str | None:
        """Return the zone of the IANA database that a name means: itself, Windows', or a path's end."""
        for each in (name, *self._aliases(name)):
            if each in self._known:
                return each
            if (olson := WINDOWS_TO_OLSON.get(each)) in self._known:
                return olson
            parts = each.strip("/").split("/")
            ends = ("/".join(parts[-count:]) for count in (3, 2) if len(parts) > count)
            if end := next((end for end in ends if end in self._known), None):
                return end
        return None

    def rules(self, name: str) -> Sequence[str]:
        """Return the lines of a zone that is known by its own rules alone, none for another."""
        return self._written[name] if not self.key(name) and self[name] is not None else ()

    def _aliases(self, name: str) -> list[str]:
        lead = "X-LIC-LOCATION:"
        lines = self._written.get(name, ())
        return [line.removeprefix(lead).strip() for line in lines if line.startswith(lead)]

    def _by_rules(self, name: str) -> tzinfo | None:
        """Return the zone that the file's own rules make, if they are rules that a zone can have."""
        lines = self._written.get(name)
        if not lines or any(_YEARLY.match(line) for line in lines):
            return None
        try:
            with within(_SECONDS):
                rules = icalendar.Component.from_ical("\r\n".join(lines))
                if not isinstance(rules, icalendar.Timezone):
                    return None
                zone: tzinfo = rules.to_tz(lookup_tzid=False)
                for moment in _TRIED:
                    moment.replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, TooLongError):
            return None
        return zone
