"""Supply: the hours that the people of each role have in each month, and the heads there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bookload.base.errors import Finding
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.team.eligibility import on_long_leave
from bookload.metrics.team.people import Staff, staff
from bookload.metrics.team.working_time import (
    Spell,
    WorkHours,
    capacity_ramp,
    hours,
    month_days,
    spells,
    standard_available,
    standard_plannable,
    unknown_places,
    without_position,
)
from bookload.planning.journey import role_of
from bookload.planning.journey.effort import exact_total


@dataclass(frozen=True, slots=True)
class RoleSupply:
    """What a role has in a month: available and plannable hours, and heads at its end (as_of's: at `as_of`).

    `have` is the FTE of those who are employed and not on long leave, whole while they ramp; `ramped` counts
    those by what they can carry on that day.
    """

    month: Month
    role: str
    available: Fraction
    plannable: Fraction
    have: Fraction
    ramped: Fraction


@dataclass(frozen=True, slots=True)
class StandardHead:
    """A month of one full-time, ramped head in the policy's country, yearly leave included; exact."""

    month: Month
    place: str
    working_days: int
    available: Fraction
    plannable: Fraction


@dataclass(frozen=True)
class Supply:
    """Hours by person, month and role (every CSM role is one), by month and role, and of a standard head.

    `spells` are the people's terms that the hours were counted from.
    """

    staff: Staff
    spells: tuple[Spell, ...]
    hours: tuple[WorkHours, ...]
    roles: Mapping[tuple[Month, str], RoleSupply]
    standard: Mapping[Month, StandardHead]
    findings: tuple[Finding, ...]


def supply(reader: Reader, months: Sequence[Month], known_from: date | None = None) -> Supply:
    """Return what the team has in some months; known absences, hires and leavers count ahead too.

    Who came on `known_from`, the day that a list of the team began, was there before.
    """
    team, policy = staff(reader), reader.policy
    terms = tuple(replace(each, role=role_of(each.role, policy)) for each in spells(team, policy, known_from))
    absences = {person.person_id: person.away for person in team.people.values()}
    worked = hours(terms, absences, months, policy.working_time)
    days = {month: heads_day(month, reader.as_of) for month in months}
    return Supply(
        staff=team,
        spells=terms,
        hours=worked,
        roles=_roles(worked, {month: _heads(terms, team, day, policy) for month, day in days.items()}),
        standard={month: standard_head(policy, month) for month in months},
        findings=(*unknown_places(team, policy), *without_position(team)),
    )


def heads_day(month: Month, as_of: date) -> date:
    """Return the day that a month's heads and accounts are counted on: its last, or `as_of` in its month."""
    return as_of if month == Month.of(as_of) else month.last_day


def standard_head(policy: Policy, month: Month) -> StandardHead:
    """Return the standard head of a month; raise `UsageError` for a country without known working days."""
    terms, place = policy.working_time, policy.company.country
    return StandardHead(
        month,
        place,
        month_days(place, month),
        standard_available(terms, place, month),
        standard_plannable(terms, place, month),
    )


def _roles(
    worked: Iterable[WorkHours], heads: Mapping[Month, Mapping[str, tuple[Fraction, Fraction]]]
) -> Mapping[tuple[Month, str], RoleSupply]:
    rows: dict[tuple[Month, str], list[WorkHours]] = defaultdict(list)
    for row in worked:
        rows[row.month, row.role].append(row)
    nobody = (Fraction(0), Fraction(0))
    return {
        (month, role): RoleSupply(
            month,
            role,
            exact_total(row.available for row in each),
            exact_total(row.plannable for row in each),
            *heads[month].get(role, nobody),
        )
        for (month, role), each in rows.items()
    }


def _heads(
    terms: Iterable[Spell], team: Staff, day: date, policy: Policy
) -> Mapping[str, tuple[Fraction, Fraction]]:
    """Return (FTE, FTE x capacity ramp) of those in each role on a day who are not on long leave."""
    there: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    long = policy.team.long_leave_days
    for spell in terms:
        if spell.start <= day < spell.end and not on_long_leave(team.people[spell.person_id], day, long):
            share = capacity_ramp(policy.working_time, spell, day)
            there[spell.role].append((spell.fte, spell.fte if share == 1 else spell.fte * share))
    return {
        role: (exact_total(have for have, _ in each), exact_total(ramped for _, ramped in each))
        for role, each in there.items()
    }
