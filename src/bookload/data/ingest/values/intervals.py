"""What an amount is paid for: `monthly`, `p.a.`, `every 6 months`. An unknown one is never a month."""

from __future__ import annotations

from dataclasses import dataclass

from bookload.data.ingest.values.words import meaning

ONCE = "once"


@dataclass(frozen=True)
class Interval:
    """A unit (day, week, month, quarter, year) and how many of it; `once` is no interval at all."""

    unit: str
    count: int = 1


def read(text: str) -> Interval | None:
    """Return the interval that a text says, or None if it is not known."""
    found = meaning("interval", text)
    if found is None:
        return None
    unit, _, count = found.partition(":")
    return Interval(unit, int(count or 1))
