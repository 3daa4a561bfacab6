"""Calendars for tests: written as exports write them, and read inside this process."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bookload.base.errors import Finding
from bookload.data.ingest.reading.calendar.read import COLUMNS, read_calendar
from bookload.data.ingest.reading.limits import Limits
from bookload.data.ingest.reading.listing import Listing
from bookload.data.ingest.reading.mapped import mapped
from bookload.data.ingest.reading.spool import KEPT

BERLIN = "TZID=Europe/Berlin"


def event(*lines: str, uid: str = "1@own.example", title: str = "Check-in") -> str:
    """An event with an identifier and a title, and these lines."""
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"))


def at(start: str, end: str, zone: str = BERLIN) -> tuple[str, str]:
    """The lines of a time from start to end, `20260304T1000` each."""
    lead = f";{zone}" if zone else ""
    return f"DTSTART{lead}:{start}00", f"DTEND{lead}:{end}00"


def people(*addresses: str, organizer: str = "ada@own.example", **parts: str) -> tuple[str, ...]:
    """The lines of an organizer and attendees; `parts` are what they answered, by the name before the @."""
    return (
        f"ORGANIZER:mailto:{organizer}",
        *(
            f"ATTENDEE;CN=Somebody;PARTSTAT={parts.get(each.partition('@')[0], 'ACCEPTED')}:mailto:{each}"
            for each in addresses
        ),
    )


def calendar(*events: str, name: str | None = None, lines: tuple[str, ...] = ()) -> str:
    """A calendar file with these events."""
    about = [f"X-WR-CALNAME:{name}"] if name else []
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *about, *lines, *events, "END:VCALENDAR", ""))


class Seen:
    """What reading a calendar gave: rows by column, findings, and what is kept."""

    def __init__(self, folder: Path, content: str | bytes, through: date | None, limits: Limits) -> None:
        path = folder / "calendar.ics"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        spool = folder / "spool"
        spool.mkdir()
        listing = Listing(path.name)
        spooled = read_calendar(path, spool, limits, listing, through)
        self.findings: tuple[Finding, ...] = listing.findings()
        self.kept = (spool / KEPT).read_bytes().decode() if (spool / KEPT).exists() else ""
        self.rows: list[dict[str, Any]] = []
        for each in spooled:
            sheet = mapped(spool, each, path.name, "")
            columns = [column.text.to_pylist() for column in sheet.columns]
            self.rows += [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]

    @property
    def times(self) -> list[tuple[str, str]]:
        """Start and end of each row, to the minute."""
        return sorted((row["starts"][:16], row["ends"][:16]) for row in self.rows)

    @property
    def starts(self) -> list[str]:
        """The start of each row, to the minute."""
        return [start for start, _ in self.times]

    @property
    def codes(self) -> set[str]:
        """The codes of what was found."""
        return {finding.code for finding in self.findings}

    def said(self, code: str) -> str:
        """The messages of a code, one after the other."""
        return " / ".join(finding.message for finding in self.findings if finding.code == code)


def read(
    folder: Path,
    content: str | bytes,
    through: date | None = date(2026, 12, 31),
    limits: Limits | None = None,
) -> Seen:
    """Read a calendar up to a day."""
    folder.mkdir(parents=True, exist_ok=True)
    return Seen(folder, content, through, limits or Limits())
