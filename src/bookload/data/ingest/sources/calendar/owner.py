"""Whose calendar a file is: as stated, by its name, by the file's, by who is in every meeting; else asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from bookload.data.ingest.others import Others, Person
from bookload.data.ingest.sources.calendar.domains import Domains, addresses_of
from bookload.data.ingest.values.fold import fold, tokens

if TYPE_CHECKING:
    from bookload.data.ingest.sources.calendar.meeting import Meeting

EVERYONE = "everyone"
"""In place of a person: a calendar of a team, whose meetings are the time of each who takes part."""
_LEAST_MEETINGS, _NEARLY_ALL = 5, 0.9


@dataclass(frozen=True)
class Owner:
    """Whose calendar it is: a person's identifier, `EVERYONE`, or None; and why.

    `assumed` says that it is only likely, so that it is asked.
    """

    person_id: str | None
    reason: str = ""
    assumed: bool = False


def owner_of(said: str | None, names: tuple[str, str], meetings: Sequence[Meeting], others: Others) -> Owner:
    """Return whose calendar it is; `names` are the calendar's own name and the file's."""
    if said is not None:
        found = said if fold(said) == EVERYONE else _named(said, others.people, exactly=True)
        return Owner(found or said, "as stated, or as in the last import")
    calendar, file = names
    for name, reason in ((calendar, "the calendar's name"), (PurePath(file).stem, "the file's name")):
        if found := _named(name, others.people, exactly=False):
            return Owner(found, f"{reason} '{name}'")
    likely = in_nearly_all(meetings, Domains.of(others))
    return Owner(likely, "who takes part in nearly every meeting", assumed=True)


def _named(text: str, people: Iterable[Person], *, exactly: bool) -> str | None:
    """Return the one person whom a text names, by identifier, address or name; None for none or several."""
    found = {person.person_id for person in people if _names(text, person, exactly=exactly)}
    return found.pop() if len(found) == 1 else None


def _names(text: str, person: Person, *, exactly: bool) -> bool:
    known = [person.person_id, *addresses_of(person.email), *([person.name] if person.name else [])]
    if any(fold(text) == fold(each) for each in known):
        return True
    return not exactly and any(_within(tokens(each), tokens(text)) for each in known)


def _within(part: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Return whether words hold a name of several words as it is; one word alone says too little."""
    count = len(part)
    return count > 1 and any(words[place : place + count] == part for place in range(len(words) - count + 1))


def in_nearly_all(meetings: Sequence[Meeting], domains: Domains) -> str | None:
    """Return the one person who is in nine tenths of the meetings that have anybody in them."""
    counts: Counter[str] = Counter()
    peopled = 0
    for meeting in meetings:
        named = {meeting.organizer or "", *meeting.attendees, *meeting.declined} - {""}
        peopled += bool(named)
        counts.update({domains.people[address] for address in named if address in domains.people})
    if peopled < _LEAST_MEETINGS:
        return None
    likely = [person for person, count in counts.items() if count >= _NEARLY_ALL * peopled]
    return likely[0] if len(likely) == 1 else None
