"""The people and their dated positions: who held which role, at which share of full time, on which day.

Positions are dated, so a promotion today leaves last year as it was. A person's own columns (`people.role`,
`fte`, ...) are the position that they hold from their hire date until their first row in `positions`; for a
team without history that is the only one. Where they plainly state the present instead (the role of the
latest position, which the first one did not have), nothing is known of the time before the first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR
from bookload.data.once import once
from bookload.data.reader import Reader
from bookload.data.tables import titles as titles_table
from bookload.data.tables import unbound
from bookload.data.tables.titles import USUAL, Roles

Range = tuple[date, date]
"""Days from the first to the one before the second."""

OWN_COLUMNS = ("role", "level", "fte", "team", "country", "region", "ramp_months")
"""The columns of positions that a people table may carry itself."""


@dataclass(frozen=True, slots=True)
class Position:
    """A role that a person holds from a day until their next position.

    `fte` is x 10^4. `role` is written as policies write it (`senior_csm`). `ramp_months` is None where
    nobody stated it. `dated` tells a row of `positions` from a person's own columns.
    """

    person_id: str
    from_date: date
    role: str
    level: str | None
    fte: int
    team: str | None
    country: str | None
    region: str | None
    ramp_months: int | None
    dated: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody employed over `[hire_date, leave_date)`, with positions in the order of time.

    `away` holds their absences, those that touch or overlap joined, in order. `name` is None where the
    reader may not see names.
    """

    person_id: str
    name: str | None
    hire_date: date
    leave_date: date
    manager_id: str | None
    max_accounts: int | None
    positions: tuple[Position, ...]
    away: tuple[Range, ...]

    def employed(self, day: date) -> bool:
        """Return whether they are employed on a day."""
        return self.hire_date <= day < self.leave_date

    def position(self, day: date) -> Position | None:
        """Return the position that they hold on a day; None where none is known, or they are not employed."""
        index = bisect_right(self.positions, day, key=lambda position: position.from_date)
        return self.positions[index - 1] if index and self.employed(day) else None

    def since(self, day: date, roles: Collection[str]) -> Position | None:
        """Return the position that began the unbroken run, still lasting on a day, of positions in `roles`.

        None if their role on the day is not among them. A change within the roles (csm to senior_csm, another
        team, other hours) does not break the run: who knows the work does not start to learn it again. A
        position before the hire date counts from that date.
        """
        first = None
        for position in self.positions:
            if position.from_date > day:
                break
            first = (first or position) if position.role in roles else None
        return first if first is not None and self.employed(day) else None


@dataclass(frozen=True)
class Staff:
    """Everybody who is or was employed, by id, in the order of ids."""

    people: Mapping[str, Person]

    def position(self, person_id: str, day: date) -> Position | None:
        """Return a person's position on a day; None for somebody unknown, not employed, or without one."""
        person = self.people.get(person_id)
        return person.position(day) if person else None

    def employed(self, day: date) -> tuple[Person, ...]:
        """Return the people employed on a day."""
        return tuple(person for person in self.people.values() if person.employed(day))


@once
def staff(reader: Reader) -> Staff:
    """Return the people with their positions and absences.

    Names are None for a reader without the right to them; a reader of one book sees its own absences alone.
    """
    people = reader.collect(
        unbound("people").select(
            "person_id", "name", "hire_date", "leave_date", "manager_id", "max_accounts", *OWN_COLUMNS
        )
    ).rows()
    positions = reader.collect(unbound("positions").select("person_id", "from_date", *OWN_COLUMNS)).rows()
    absences = reader.collect(unbound("absences").select("person_id", "start_date", "end_date")).rows()
    return staff_of(people, positions, absences, reader.policy.team.titles)


def staff_of(
    people: Iterable[Mapping[str, Any]],
    positions: Iterable[Mapping[str, Any]],
    absences: Iterable[Mapping[str, Any]],
    titles: Roles = USUAL,
) -> Staff:
    """Return the staff that rows of the three tables describe; `titles` says which role a title means."""
    dated: dict[str, list[Position]] = defaultdict(list)
    for row in positions:
        dated[row["person_id"]].append(_position(row, row["from_date"], titles, dated=True))
    away: dict[str, list[Range]] = defaultdict(list)
    for row in absences:
        away[row["person_id"]].append((row["start_date"], row["end_date"]))
    return Staff(
        {
            row["person_id"]: _person(row, dated[row["person_id"]], away[row["person_id"]], titles)
            for row in sorted(people, key=lambda row: str(row["person_id"]))
        }
    )


def role_word(role: str) -> str:
    """Return a role as policies write it: `Senior CSM` and `Sr. Customer Success Manager` are `senior_csm`.

    A title that the table of titles does not know stays what it is: `Client Partner` is `client_partner`.
    """
    return titles_table.role_word(role)


def _person(row: Mapping[str, Any], dated: list[Position], away: list[Range], titles: Roles) -> Person:
    positions = sorted(dated, key=lambda position: position.from_date)
    if row["role"] is not None and _tells_of_the_start(row, positions, titles):
        positions.insert(0, _position(row, row["hire_date"], titles, dated=False))
    return Person(
        person_id=row["person_id"],
        name=row["name"],
        hire_date=row["hire_date"],
        leave_date=row["leave_date"] or FAR,
        manager_id=row["manager_id"],
        max_accounts=row["max_accounts"],
        positions=tuple(positions),
        away=joined(away),
    )


def _tells_of_the_start(row: Mapping[str, Any], positions: Sequence[Position], titles: Roles) -> bool:
    """Return whether a person's own columns say what they were before their first dated position."""
    if not positions:
        return True
    first, latest = positions[0], positions[-1]
    states_the_present = first.role != latest.role == titles.role(row["role"])
    return row["hire_date"] < first.from_date and not states_the_present


def _position(row: Mapping[str, Any], from_date: date, titles: Roles, *, dated: bool) -> Position:
    return Position(
        person_id=row["person_id"],
        from_date=from_date,
        role=titles.role(row["role"]),
        level=row["level"],
        fte=SHARE_ONE if row["fte"] is None else row["fte"],
        team=row["team"],
        country=row["country"],
        region=row["region"],
        ramp_months=row["ramp_months"],
        dated=dated,
    )


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return ranges of days in order, those that touch or overlap as one and empty ones left out."""
    whole: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)
