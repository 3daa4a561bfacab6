"""Visits: what somebody saw, and from what on that is the visit before.

A visit ends with thirty minutes in which nothing was looked at. What is remembered of it is which rows, on
which date, under which documents, and what ARR was told to be: of the rows that they could see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError

from bookload.base.files import is_full
from bookload.web.home.models import Visit

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.web.people.models import Person

ENDS = timedelta(minutes=30)
WRITTEN_EVERY = timedelta(minutes=1)
"""How exact `last_at` is: somebody who reads on is not written down with every page."""


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody saw: at which snapshot and date, documents' hashes, ARR in quanta; when, and as whom."""

    at: str
    snapshot: str | None
    as_of: str
    arr: str
    documents: Mapping[str, str]
    role: str
    person_id: str | None

    @property
    def seen_on(self) -> datetime:
        """When it was taken."""
        return datetime.fromisoformat(self.at)

    @property
    def day(self) -> date:
        """The date that the figures were of."""
        return date.fromisoformat(self.as_of)

    def sees_the_same(self, other: Look) -> bool:
        """Return whether nothing that figures come from differs from another look."""
        return (self.snapshot, self.as_of, self.documents) == (other.snapshot, other.as_of, other.documents)

    def is_of_same(self, other: Look) -> bool:
        """Return whether another look was taken by the same role of the same rows, to the same figure."""
        return (self.role, self.person_id, self.arr) == (other.role, other.person_id, other.arr)

    def is_of(self, access: Access) -> bool:
        """Return whether it was taken by who may see these very rows."""
        return (self.role, self.person_id) == (access.role, access.person_id)


def look(at: datetime, told: Mapping[str, Any], access: Access) -> Look:
    """Return a look of now, made of what an answer `told` (snapshot, as_of, arr, documents)."""
    return Look(at=at.isoformat(), role=access.role, person_id=access.person_id, **told)


def visited(person: Person, now: datetime) -> Visit:
    """Return somebody's visit, which begins or goes on: they look at something now."""
    try:
        found, _ = Visit.objects.get_or_create(person_id=person.pk, defaults={"last_at": now})
    except DatabaseError as error:
        if not is_full(error):
            raise
        return Visit(person_id=person.pk, last_at=now)
    since = now - found.last_at
    if since > ENDS:
        found.before, found.seen = found.seen or found.before, None
    if since > WRITTEN_EVERY:
        found.last_at = now
        _remember(found)
    return found


def last_seen(visit: Visit, access: Access) -> Look | None:
    """Return what somebody saw at the end of the visit before; None where they saw other rows, or nothing."""
    found = Look(**visit.before) if visit.before else None
    return found if found is not None and found.is_of(access) else None


def saw(visit: Visit, what: Look) -> None:
    """Remember what somebody sees in this visit."""
    known = Look(**visit.seen) if visit.seen else None
    if known is None or not (known.sees_the_same(what) and known.is_of_same(what)):
        visit.seen = asdict(what)
        if visit.pk is not None:
            _remember(visit, "seen")


def _remember(visit: Visit, *fields: str) -> None:
    """Write a visit down; where the disk takes no more, the page is shown all the same."""
    try:
        visit.save(update_fields=fields or None)
    except DatabaseError as error:
        if not is_full(error):
            raise
