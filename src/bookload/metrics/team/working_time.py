"""Working days and hours: what a person has for customers in a month, and what one standard head has.

    available = (working days - days absent) x hours a day x FTE x (1 - internal share)
    plannable = available x target utilisation x capacity ramp

Working days leave out the weekend and the public holidays of the place that a person works in: a country as
ISO 3166 writes it (`DE`), or a part of one (`DE-BY`). Hours are exact fractions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, lru_cache

import holidays

from bookload.base.errors import Finding, UsageError, did_you_mean
from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR, Month, add_months
from bookload.data.documents.policy import Policy, WorkingTime
from bookload.metrics.team.people import Person, Position, Range, Staff, joined
from bookload.metrics.team.ramp import csm_roles, ramp_range

LONGEST_MONTH = 31
_RAMPED = Fraction(1)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days `[start, end)` in which a person's terms of work do not change.

    The capacity ramp is counted from `ramp_start`, over `ramp_months` months (0: ramped from the first day).
    """

    person_id: str
    role: str
    start: date
    end: date
    fte: Fraction
    place: str
    ramp_start: date
    ramp_months: int
    level: str | None = None


@dataclass(frozen=True, slots=True)
class WorkHours:
    """What one person has in one role and month; a month that a role changes in has a row for each.

    `working_days` are those of the place while in the role, `absent_days` those of them away. Hours are
    exact.
    """

    person_id: str
    month: Month
    role: str
    working_days: int
    absent_days: int
    available: Fraction
    plannable: Fraction


def place_known(place: str) -> bool:
    """Return whether the working days of a place (`DE`, `DE-BY`) are known."""
    country, _, part = place.strip().upper().partition("-")
    supported = holidays.list_supported_countries(include_aliases=True)
    return country in supported and (not part or part in supported[country])


@cache
def _days_of(place: str, year: int) -> tuple[date, ...]:
    """Return the working days of a year, in order; raise `UsageError` for an unknown place."""
    if not place_known(place):
        countries = [code for code in holidays.list_supported_countries() if len(code) == len("DE")]
        message = (
            f"the working days of '{place}' are not known{did_you_mean(place, countries)}; "
            "write a country as ISO 3166 does, such as DE, or a part of it, such as DE-BY"
        )
        raise UsageError(message)
    country, _, part = place.strip().upper().partition("-")
    calendar = holidays.country_holidays(country, subdiv=part or None, years=year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_working_day(day))


@lru_cache(maxsize=1 << 14)
def working_days(place: str, start: date, end: date) -> int:
    """Return how many working days `[start, end)` has in a place; raise `UsageError` for an unknown one."""
    if end <= start:
        return 0
    count = 0
    for year in range(start.year, end.year + 1):
        days = _days_of(place, year)
        count += bisect_left(days, end) - bisect_left(days, start)
    return count


def month_days(place: str, month: Month) -> int:
    """Return how many working days a month has in a place."""
    return working_days(place, month.first_day, month.next_first_day)


def capacity_ramp(terms: WorkingTime, spell: Spell, day: date) -> Fraction:
    """Return the share of a full load that a person can carry on a day, 1 once ramped."""
    if not terms.capacity_ramp or (day - spell.ramp_start).days >= LONGEST_MONTH * spell.ramp_months:
        return _RAMPED
    return next((share for start, end, share in _ramp(terms, spell) if start <= day < end), _RAMPED)


def _ramp(terms: WorkingTime, spell: Spell) -> Iterator[tuple[date, date, Fraction]]:
    """Yield (first day, first day no longer, share) of the whole spell.

    The policy's steps are stretched over the position's own months: three steps over six months take two
    months each. Days before `ramp_start` are as its first.
    """
    steps, months = terms.capacity_ramp, spell.ramp_months if terms.capacity_ramp else 0
    since = date.min
    for number in range(months):
        until = add_months(spell.ramp_start, number + 1)
        yield since, until, Fraction(steps[number * len(steps) // months])
        since = until
    yield since, FAR, _RAMPED


def spells(staff: Staff, policy: Policy, known_from: date | None = None) -> tuple[Spell, ...]:
    """Return everybody's spells, in the order of people and time.

    A change among the policy's CSM roles does not start a new ramp. A place that is missing or unknown
    (`unknown_places` says which) has the working days of the policy's country. Who came on `known_from`, the
    first day that the data knows, was there before.
    """
    return tuple(
        _spell(person, position, end, policy, known_from)
        for person in staff.people.values()
        for position, end in _held(person)
    )


def _held(person: Person) -> Iterator[tuple[Position, date]]:
    """Yield the positions that a person holds for at least a day while employed, with the end of each."""
    for number, position in enumerate(person.positions, start=1):
        end = person.positions[number].from_date if number < len(person.positions) else FAR
        until = min(end, person.leave_date)
        if max(position.from_date, person.hire_date) < until:
            yield position, until


def _spell(person: Person, position: Position, end: date, policy: Policy, known_from: date | None) -> Spell:
    start = max(position.from_date, person.hire_date)
    csm = csm_roles(policy.team)
    ramping = ramp_range(person, start, policy.team, csm if position.role in csm else {position.role})
    ramp_start, ramp_end = ramping or (start, start)
    months = Month.of(ramp_end).ordinal - Month.of(ramp_start).ordinal
    return Spell(
        person_id=person.person_id,
        role=position.role,
        start=date.min if start == known_from else start,
        end=end,
        fte=Fraction(position.fte, SHARE_ONE),
        place=place_of(position, policy),
        ramp_start=ramp_start,
        ramp_months=months,
        level=position.level,
    )


def place_of(position: Position, policy: Policy) -> str:
    """Return the place whose working days a position has: its country where known, else the policy's."""
    stated = position.country
    return stated if stated is not None and place_known(stated) else policy.company.country


def unknown_places(staff: Staff, policy: Policy) -> tuple[Finding, ...]:
    """Return a finding for each stated country whose working days nobody knows."""
    stated = {
        position.country
        for person in staff.people.values()
        for position in person.positions
        if position.country is not None and not place_known(position.country)
    }
    return tuple(
        Finding(
            code="unknown_country",
            message=f"the working days of '{place}' are not known; {policy.company.country}'s are used",
            remedy="Write a country as ISO 3166 does, such as DE, or a part of it, such as DE-BY",
            severity="warning",
            table="positions",
            column="country",
            value=place,
        )
        for place in sorted(stated)
    )


def without_position(staff: Staff) -> tuple[Finding, ...]:
    """Return a finding where nobody says what some people work as: their hours count in no role."""
    people = [person.person_id for person in staff.people.values() if not person.positions]
    if not people:
        return ()
    return (
        Finding(
            code="position_missing",
            message="the role of some people is not known, so their hours count nowhere",
            remedy="Add a row of positions for each, or fill the column 'role' of people",
            severity="warning",
            table="people",
            column="role",
            value=people[0],
            count=len(people),
        ),
    )


def hours(
    spells: Iterable[Spell],
    absences: Mapping[str, Sequence[Range]],
    months: Sequence[Month],
    terms: WorkingTime,
) -> tuple[WorkHours, ...]:
    """Return what each person has in each role and month; a person who is not employed has no row.

    Days that two absences share are away once. Raises `UsageError` for a place whose working days are
    not known.
    """
    away = {person: joined(ranges) for person, ranges in absences.items()}
    found: dict[tuple[str, Month, str], WorkHours] = {}
    ranges = [(month, month.first_day, month.next_first_day) for month in months]
    in_full = _Full(terms)
    plain: dict[tuple[str, Fraction], dict[Range, WorkHours]] = defaultdict(dict)
    for spell in spells:
        steps, missed = tuple(_ramp(terms, spell)), away.get(spell.person_id, ())
        alike = plain[spell.place, spell.fte]
        for month, first, last in ranges:
            start, end = max(spell.start, first), min(spell.end, last)
            if start >= end:
                continue
            # Most people are ramped and there: what a month has for one of them, it has for all.
            full = steps[-1][0] <= start and not any(a < end and start < b for a, b in missed)
            one = alike.get((start, end)) if full else None
            if one is None:
                one = in_full.hours(spell, month, _Days.of(spell.place, start, end, steps, missed))
                if full:
                    alike[start, end] = one
            row = WorkHours(
                spell.person_id, month, spell.role,
                one.working_days, one.absent_days, one.available, one.plannable,
            )  # fmt: skip
            key = (spell.person_id, month, spell.role)
            found[key] = _added(found[key], row) if key in found else row
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Days:
    """Working days, those of them away, and those worked weighted by the ramp."""

    days: int
    absent: int
    ramped: Fraction

    @classmethod
    def of(
        cls,
        place: str,
        start: date,
        end: date,
        steps: Sequence[tuple[date, date, Fraction]],
        away: Sequence[Range],
    ) -> _Days:
        days = absent = 0
        ramped = Fraction(0)
        for first, last, share in steps[-1:] if steps[-1][0] <= start else steps:
            low, high = max(start, first), min(end, last)
            if low >= high:
                continue
            worked = working_days(place, low, high)
            missed = sum(working_days(place, max(low, a), min(high, b)) for a, b in away if a < high)
            days, absent = days + worked, absent + missed
            ramped += (worked - missed) * share
        return cls(days, absent, ramped)


@dataclass
class _Full:
    """The hours that days come to under some terms: the same for many people, so computed once."""

    terms: WorkingTime
    known: dict[tuple[int, Fraction, Fraction], tuple[Fraction, Fraction]] = field(default_factory=dict)

    def hours(self, spell: Spell, month: Month, days: _Days) -> WorkHours:
        key = (days.days - days.absent, days.ramped, spell.fte)
        if key not in self.known:
            day = customer_hours_a_day(self.terms) * spell.fte
            plannable = days.ramped * day * Fraction(self.terms.target_utilisation)
            self.known[key] = (key[0] * day, plannable)
        available, plannable = self.known[key]
        return WorkHours(spell.person_id, month, spell.role, days.days, days.absent, available, plannable)


def _added(one: WorkHours, other: WorkHours) -> WorkHours:
    return WorkHours(
        one.person_id,
        one.month,
        one.role,
        one.working_days + other.working_days,
        one.absent_days + other.absent_days,
        one.available + other.available,
        one.plannable + other.plannable,
    )


def customer_hours_a_day(terms: WorkingTime) -> Fraction:
    """Return the hours of a full-time day that are for customers: hours a day x (1 - internal share)."""
    return Fraction(terms.hours_a_day) * (1 - Fraction(terms.internal_share))


def standard_available(terms: WorkingTime, place: str, month: Month) -> Fraction:
    """Return the available hours of one standard head in a month: full time, ramped, in the policy's country.

    The yearly leave allowance is spread evenly over the working days of the year, so that twelve months hold
    the year's working days less the allowance.
    """
    year = working_days(place, date(month.year, 1, 1), date(month.year + 1, 1, 1))
    worked = max(Fraction(0), 1 - Fraction(terms.leave_days_a_year) / year)
    return month_days(place, month) * worked * customer_hours_a_day(terms)


def standard_plannable(terms: WorkingTime, place: str, month: Month) -> Fraction:
    """Return the plannable hours of one standard head: its available ones x target utilisation."""
    return standard_available(terms, place, month) * Fraction(terms.target_utilisation)
