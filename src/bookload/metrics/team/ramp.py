"""How far somebody has come towards a full book, counted from the start of their position."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from bookload.base.period import add_months
from bookload.data.documents.policy import Team
from bookload.metrics.team.people import Person, role_word

FULL = Fraction(1)


def csm_roles(team: Team) -> frozenset[str]:
    """Return the roles that count as CSMs, as positions write them."""
    return frozenset(map(role_word, team.csm_roles))


def ramp_range(person: Person, day: date, team: Team, roles: Collection[str]) -> tuple[date, date] | None:
    """Return the days `[start, end)` that a person ramps in, for the run of roles that they are in on a day.

    The run starts with the first position of it (never before the hire date) and ends the months later that
    this position states, else the policy's `ramp_months`. None where they are in none of the roles.
    """
    first = person.since(day, roles)
    if first is None:
        return None
    months = team.ramp_months if first.ramp_months is None else first.ramp_months
    start = max(first.from_date, person.hire_date)
    return start, add_months(start, months)


def ratio_ramp(person: Person, day: date, team: Team) -> Fraction:
    """Return what of a CSM counts in ratios on a day, by the policy's `ratio_ramp`.

    `exclude`: 0 until the first day after the ramp; `linear`: days passed / days of the ramp; `count`: 1.
    Somebody in no CSM role counts 0.
    """
    ramping = ramp_range(person, day, team, csm_roles(team))
    if ramping is None:
        return Fraction(0)
    start, end = ramping
    if day >= end or team.ratio_ramp == "count":
        return FULL
    return Fraction(0) if team.ratio_ramp == "exclude" else Fraction((day - start).days, (end - start).days)
