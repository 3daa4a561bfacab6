"""Who may carry accounts: CSMs with hours, pools, and owners who keep what they have and get nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bookload.base.errors import UsageError, unknown
from bookload.base.money import SHARE_ONE
from bookload.data.documents.balance import BalanceTerms
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.books.shares import UNASSIGNED
from bookload.metrics.team.eligibility import head
from bookload.metrics.team.people import Person, Position
from bookload.metrics.team.pools import Pools, pools
from bookload.metrics.team.working_time import WorkHours
from bookload.planning.balance.parts import Parts, words
from bookload.planning.balance.problem import UNLIMITED
from bookload.planning.capacity.supply import Supply

Kind = Literal["csm", "pool", "keeps"]


@dataclass(frozen=True)
class Taker:
    """Somebody who carries accounts, and what they have: hours a month of the months ahead.

    `keeps`: an owner who is no CSM by the policy, is away for long, whose time is all a pool's, or whom no
    row of people knows: what they have may stay, and they get nothing. `room` is their limit of hours,
    infinite where hours are not known. `accounts` is the most that they may own. `has` are the words that
    accounts may ask for, by what they are of.
    """

    taker_id: str
    name: str
    kind: Kind
    available: float
    plannable: float
    room: float
    accounts: float
    has: Mapping[str, frozenset[str]]


def takers_of(
    reader: Reader, parts: Parts, have: Supply, without: Collection[str], hire: str | None
) -> tuple[Taker, ...]:
    """Return who may carry accounts on `as_of`, in the order of ids; `without` are those who leave.

    `hire` may begin within the months ahead. Raises `UsageError` for a hire who is nobody, or who has no
    hours in these months.
    """
    people, groups = have.staff.people, pools(reader)
    if hire is not None and hire not in people:
        raise unknown("person", hire, people)
    owners = {each.owner_id for each in parts.held} - {UNASSIGNED, *without}
    means = _Hours.of(have.hours, reader.policy.balance)
    skills = _skills(reader)
    found = []
    for person in people.values():
        who = person.person_id
        joins = who == hire
        day = max(reader.as_of, person.hire_date) if joins else reader.as_of
        counts = head(person, day, reader.policy.team).eligible and who not in without
        counts = counts and not (person.leave_date <= have_until(have) and not joins)
        if joins and not (counts and means.plannable.get(who)):
            raise UsageError(
                f"{who} has no hours as a CSM in the months ahead; state their position, or look further: "
                "policy balance.months_ahead"
            )
        if counts or (who in owners and person.employed(reader.as_of)):
            found.append(_person(person, day, counts, means, skills, groups))
    pooled = [_pool(each, means, groups, reader) for each in groups.names if each not in without]
    found += [each for each in pooled if each is not None]
    known = {*people, *groups.names}
    found += [_unknown(owner) for owner in sorted(owners - known)]
    return tuple(sorted(found, key=lambda each: each.taker_id))


def have_until(have: Supply) -> date:
    """Return the last day that supply was asked for."""
    return max(month for month, _ in have.roles).last_day if have.roles else date.min


@dataclass(frozen=True)
class _Hours:
    """What each person has of a month, available and plannable: the mean, or the worst month's."""

    available: Mapping[str, float]
    plannable: Mapping[str, float]
    limit: str

    @classmethod
    def of(cls, worked: Iterable[WorkHours], terms: BalanceTerms) -> _Hours:
        monthly: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        months = set()
        for row in worked:
            months.add(row.month.ordinal)
            cell = monthly[row.person_id][row.month.ordinal]
            cell[0] += float(row.available)
            cell[1] += float(row.plannable)

        def told(of: dict[int, list[float]], which: int) -> float:
            each = [of[month][which] if month in of else 0.0 for month in sorted(months)]
            return min(each) if terms.hours_of == "worst" else sum(each) / len(each)

        return cls(
            {person: told(of, 0) for person, of in monthly.items()},
            {person: told(of, 1) for person, of in monthly.items()},
            terms.limit,
        )

    def room(self, person: str) -> float:
        return (self.plannable if self.limit == "plannable" else self.available).get(person, 0.0)


def _person(
    person: Person,
    day: date,
    counts: bool,  # noqa: FBT001 - a fact of the person, not a switch
    means: _Hours,
    skills: Mapping[str, Mapping[str, frozenset[str]]],
    groups: Pools,
) -> Taker:
    who, position = person.person_id, person.position(day)
    own = max(0.0, 1 - sum(groups.of(who, day).values()) / SHARE_ONE)
    kind: Kind = "csm" if counts and own > 0 else "keeps"
    return Taker(
        taker_id=who,
        name=person.name or who,
        kind=kind,
        available=means.available.get(who, 0.0) * (own or 1.0),
        plannable=means.plannable.get(who, 0.0) * own,
        room=means.room(who) * own if kind == "csm" else UNLIMITED,
        accounts=float(person.max_accounts) if person.max_accounts is not None else UNLIMITED,
        has={**skills.get(who, {}), **_of_position(position)},
    )


def _pool(pool: str, means: _Hours, groups: Pools, reader: Reader) -> Taker | None:
    """Return a pool with its members' part of their hours; None for one without members."""
    members = groups.members(pool, reader.as_of)
    if not members:
        return None

    def of(hours: Mapping[str, float]) -> float:
        return sum(hours.get(person, 0.0) * share / SHARE_ONE for person, share in members.items())

    room = sum(means.room(person) * share / SHARE_ONE for person, share in members.items())
    name = groups.names[pool]
    return Taker(pool, name, "pool", of(means.available), of(means.plannable), room, UNLIMITED, {})


def _unknown(owner: str) -> Taker:
    """Return an owner whom no row of people knows: there, with hours that nobody knows."""
    return Taker(owner, owner, "keeps", 0.0, 0.0, UNLIMITED, UNLIMITED, {})


def _skills(reader: Reader) -> Mapping[str, Mapping[str, frozenset[str]]]:
    rows: list[dict[str, Any]] = reader.collect(
        unbound("people").select("person_id", "skills", "languages")
    ).rows()
    return {
        row["person_id"]: {"skills": words(row["skills"]), "languages": words(row["languages"])}
        for row in rows
    }


def _of_position(position: Position | None) -> Mapping[str, frozenset[str]]:
    names = ("role", "level", "team", "country", "region")
    return {name: words(getattr(position, name)) for name in names} if position is not None else {}
