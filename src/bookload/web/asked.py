"""What a URL asks of the workspace (date, profile, snapshot, accounts): the one way to its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bookload.base.errors import AccessDeniedError, UsageError
from bookload.web.people.models import Person
from bookload.web.state import served
from bookload.workspace.beside import Reads
from bookload.workspace.chosen import PREFIX, Chosen, chosen_of
from bookload.workspace.opened import reader_of
from bookload.workspace.what_ifs import log_pay

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from bookload.base.access import Access
    from bookload.workspace import Workspace
    from bookload.workspace.questions import Question

PLACE = ("as_of", "profile", "snapshot", "scenario")
"""What every page's URL may say; all else is the question's own."""

SORT = "sort"
"""What a page's tables are sorted by: a column, with a minus before it the largest first."""

WAIT = "wait"
"""What a URL says whose reader waits for what takes a while: `1`, or the part of a page that is to follow."""

SNAPSHOT = re.compile(r"[0-9A-Za-z-]{1,64}")
"""What the name of a snapshot looks like; anything else is asked of no folder."""


@dataclass(frozen=True)
class Place:
    """Where a reader stands: on which date, under which profile's switches, at which snapshot.

    `chosen` are the accounts that are asked about, by what they have in common; see `workspace.chosen`.
    `scenario` is for questions alone, which are asked of the company as it has it: see `Question.put`.
    """

    as_of: date | None = None
    profile: str | None = None
    snapshot: str | None = None
    chosen: Chosen = ()
    scenario: str | None = None

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Place:
        """Return where a URL's query stands; raise `UsageError` for a date that is none."""
        text = said.get("as_of", "").strip()
        try:
            as_of = date.fromisoformat(text) if text else None
        except ValueError:
            raise UsageError(f"'{text}' is not a date; write as_of as YYYY-MM-DD") from None
        snapshot = said.get("snapshot") or None
        if snapshot is not None and not SNAPSHOT.fullmatch(snapshot):
            raise UsageError("no snapshot has such a name; the page Data lists those that there are")
        return cls(
            as_of, said.get("profile") or None, snapshot, chosen_of(said), said.get("scenario") or None
        )

    @property
    def said(self) -> dict[str, str]:
        """What `of` makes this place from; empty at the usual one."""
        said = {
            "as_of": self.as_of,
            "profile": self.profile,
            "snapshot": self.snapshot,
            "scenario": self.scenario,
        }
        place = {name: str(value) for name, value in said.items() if value is not None}
        return place | {f"{PREFIX}{name}": value for name, value in self.chosen}

    @property
    def of_all(self) -> Place:
        """The same place, where all accounts are asked about."""
        return replace(self, chosen=())

    @property
    def query(self) -> str:
        """What to add to a URL so that it stands at the same place; empty at the usual one."""
        return urlencode(self.said)

    @property
    def as_it_is(self) -> Place:
        """The same place without a scenario."""
        return replace(self, scenario=None)

    def on(self, as_of: date) -> Place:
        """Return the same place on another date."""
        return replace(self, as_of=as_of)


def person_of(request: HttpRequest) -> Person:
    """Return who asks; raise `AccessDeniedError` for who is not signed in."""
    if not isinstance(request.user, Person):
        raise AccessDeniedError("nobody is signed in")
    return request.user


def access_of(request: HttpRequest) -> Access:
    """Return what whoever asks may see; raise `AccessDeniedError` for who is not signed in."""
    return person_of(request).access


def said_with(request: HttpRequest) -> dict[str, str]:
    """Return what a URL says to its question: all but where it stands, and nothing that is left empty."""
    return {
        name: value
        for name, values in request.GET.lists()
        if name not in PLACE
        and name not in (SORT, WAIT)
        and not name.startswith(PREFIX)
        # What is ticked more than once is a list, written as a text with commas.
        and (value := ",".join(each for each in values if each))
    }


def log_supposed(person: Person, question: Question[Any], place: Place, now: datetime) -> None:
    """Log the hash of pay beside scenarios before a question of theirs is asked by who may see it."""
    if place.scenario is not None or question.reads == Reads.SCENARIOS:
        log_pay(served().root, person.access, now=now, who=person.name)


def reader_at(place: Place, access: Access) -> Workspace:
    """Return the workspace as it is, seen from a place; raises as `reader_of` does."""
    narrowed = access.choosing(place.chosen)
    return reader_of(
        served().root, narrowed, as_of=place.as_of, profile=place.profile, snapshot=place.snapshot
    )
