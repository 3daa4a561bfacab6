"""Cover: who does the work of owners who are away for long, within what they can take, and what stays undone.

The hours that fall due while an owner is away (by days, as all hours) go to the other members of the pool
that they are carried for, else to the colleagues of the owner's team in the same role. These take them in
proportion to what each can still plan with that month, up to that; what is left over is uncovered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.people import Staff
from bookload.metrics.team.pools import Pools
from bookload.metrics.team.working_time import WorkHours
from bookload.planning.capacity.carriers import Carrier
from bookload.planning.capacity.share import Share

Group = tuple[str, str]
"""Who covers for one another: ("pool", its id) or ("team", its name)."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Hours of a role that fell due in a month while their owners were away; exact.

    `hours` = `covered` by colleagues + `uncovered`, which no colleague has the hours for.
    """

    month: Month
    role: str
    hours: Fraction
    covered: Fraction
    uncovered: Fraction


@dataclass(frozen=True)
class Team:
    """Those who may cover, and their hours."""

    staff: Staff
    pools: Pools
    supply: tuple[WorkHours, ...]
    policy: Policy


def cover(work: Iterable[Share], team: Team) -> tuple[tuple[Share, ...], tuple[Covered, ...]]:
    """Return the shares with those of absent owners handed on, and by month and role what became of them.

    A share that nobody takes stays with a carrier who is `away` and no person.
    """
    waiting: dict[tuple[Month, str, Group], list[Share]] = defaultdict(list)
    done: list[Share] = []
    for share in work:
        if share.carrier.away:
            waiting[share.month, share.role, _group(share, team)].append(share)
        else:
            done.append(share)
    if not waiting:
        return tuple(done), ()
    spare = _spare(done, team)
    sums: dict[tuple[Month, str], tuple[Fraction, Fraction]] = {}
    for (month, role, group), shares in sorted(waiting.items(), key=lambda item: item[0]):
        absent = {share.carrier.person_id for share in shares}
        able = {
            person: spare[month, person]
            for person in sorted(_colleagues(month, role, group, team) - absent)
            if spare.get((month, person))
        }
        asked = sum((share.hours for share in shares), Fraction(0))
        taken = min(asked, sum(able.values(), Fraction(0)))
        done += _handed_on(shares, able, taken, asked)
        for person, hours in able.items():
            spare[month, person] -= taken * hours / sum(able.values())
        before = sums.get((month, role), (Fraction(0), Fraction(0)))
        sums[month, role] = (before[0] + asked, before[1] + taken)
    found = (
        Covered(month, role, asked, taken, asked - taken) for (month, role), (asked, taken) in sums.items()
    )
    return tuple(done), tuple(sorted(found, key=lambda row: (row.month, row.role)))


def _handed_on(
    shares: Iterable[Share], able: Mapping[str, Fraction], taken: Fraction, asked: Fraction
) -> Iterable[Share]:
    """Yield each colleague's part of the shares of absent owners, and what nobody takes of each."""
    whole = sum(able.values(), Fraction(0))
    part = taken / asked if asked else Fraction(0)
    for share in shares:
        owner = share.carrier.owner_id
        for person, hours in able.items() if part else ():
            handed = share.hours * part * hours / whole
            yield Share(share.month, share.role, Carrier(person, owner), handed)
        if part < 1:
            nobody = Carrier(None, owner, away=True)
            yield Share(share.month, share.role, nobody, share.hours * (1 - part))


def _group(share: Share, team: Team) -> Group:
    if share.carrier.owner_id in team.pools:
        return ("pool", share.carrier.owner_id)
    return ("team", _team_of(share.carrier.person_id or "", share.month, team) or "")


def _team_of(person_id: str, month: Month, team: Team) -> str | None:
    """Return the team that somebody is in at the end of a month, or was before they left in it."""
    days = (month.last_day, month.first_day)
    held = (team.staff.position(person_id, day) for day in days)
    return next((position.team for position in held if position is not None), None)


def _colleagues(month: Month, role: str, group: Group, team: Team) -> set[str]:
    """Return those with hours in the role that month who are of a group."""
    kind, name = group
    there = {row.person_id for row in team.supply if (row.month, row.role) == (month, role)}
    if kind == "pool":
        return there & team.pools.members(name, month.last_day).keys()
    return {person for person in there if (_team_of(person, month, team) or "") == name}


def _spare(done: Iterable[Share], team: Team) -> dict[tuple[Month, str], Fraction]:
    """Return the hours that each person can still take on in each month, at least 0."""
    found: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    plannable = team.policy.cover.limit == "plannable"
    for row in team.supply:
        found[row.month, row.person_id] += row.plannable if plannable else row.available
    for share in done:
        key = (share.month, share.carrier.person_id or "")
        if key in found:
            found[key] -= share.hours
    return {key: max(Fraction(0), hours) for key, hours in found.items()}
