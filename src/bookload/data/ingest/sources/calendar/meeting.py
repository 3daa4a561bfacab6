"""A meeting as a calendar says it, and what it was: with a customer, internal, private, one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bookload.data.ingest.values.fold import fold, tokens

if TYPE_CHECKING:
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.sources.calendar.domains import Domains

MEETING, INTERNAL, PRIVATE, APPOINTMENT = "meeting", "internal_meeting", "private", "appointment"
_TEN_THOUSANDTHS = 10_000


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: addresses in small letters; nothing but its time if it is private.

    `row` is the line of the file that its event begins on.
    """

    name: str
    starts: datetime
    ends: datetime
    title: str | None
    category: str | None
    organizer: str | None
    attendees: tuple[str, ...]
    declined: tuple[str, ...]
    private: bool
    row: int

    @property
    def minutes(self) -> int:
        """How long it took, in ten-thousandths of a minute, half up."""
        seconds = (self.ends - self.starts) // timedelta(seconds=1)
        return (2 * seconds * _TEN_THOUSANDTHS + 60) // 120

    def others(self, own: Iterable[str]) -> tuple[str, ...]:
        """Return who took part beside the addresses given: the organizer and all who did not decline."""
        named = dict.fromkeys((self.organizer, *self.attendees))
        return tuple(each for each in named if each is not None and each not in {*own, *self.declined})


def meetings_of(filled: Filled) -> tuple[Meeting, ...]:
    """Return the meetings of a sheet."""
    names = (
        "meeting",
        "starts",
        "ends",
        "title",
        "category",
        "organizer",
        "attendees",
        "declined",
        "private",
    )
    columns = [filled.get(name).to_pylist() for name in names]
    numbers = filled.guess.view.sheet.row_numbers.to_pylist()
    return tuple(
        Meeting(
            name=name,
            starts=starts,
            ends=ends,
            title=title,
            category=category,
            organizer=organizer,
            attendees=_parts(attendees),
            declined=_parts(declined),
            private=bool(private),
            row=row,
        )
        for name, starts, ends, title, category, organizer, attendees, declined, private, row in zip(
            *columns, numbers, strict=True
        )
        if None not in (name, starts, ends)
    )


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").split(";")) if text else ()


def kind_of(meeting: Meeting, there: tuple[str, ...], domains: Domains, meant: Mapping[str, str]) -> str:
    """Return what a meeting was: as the mapping says of words in its title, or of its category, else plainly.

    `there` are the others who took part. Internal is a meeting of the company's own people alone.
    """
    if meeting.private:
        return PRIVATE
    outside = any(not domains.is_own(address) for address in there)
    plain = MEETING if outside else INTERNAL if there else APPOINTMENT
    words = tokens(meeting.title or "")
    for written in sorted(meant, key=len, reverse=True):
        if _has(words, tokens(written)) or (meeting.category and fold(written) == fold(meeting.category)):
            return meant[written]
    return plain


def _has(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    count = len(part)
    return count > 0 and any(words[place : place + count] == part for place in range(len(words) - count + 1))
