"""What a hire of each role is paid, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bookload.base.access import Right
from bookload.base.period import MONTHS_A_YEAR, Month
from bookload.data.reader import Reader
from bookload.metrics.ratios.facts import Crew, crews
from bookload.metrics.ratios.pay import mean_ote
from bookload.metrics.team.people import role_word
from bookload.planning.cost.heads import count, heads, yearly_pay

Basis = Literal["role", "level", "team"]
"""Whose mean OTE it is: of all in the role, of those at a level of it, or of the whole team."""


@dataclass(frozen=True, slots=True)
class HirePay:
    """The yearly OTE that a hire of a role is taken to have, exact, in units of the currency, and whose."""

    role: str
    yearly: Fraction
    basis: Basis

    def loaded_month(self, on_cost_rate: Fraction) -> Fraction:
        """Return a month of it with what the employer pays on top."""
        return self.yearly * (1 + on_cost_rate) / MONTHS_A_YEAR


def hire_pay(reader: Reader, roles: Sequence[str]) -> Mapping[str, HirePay]:
    """Return what hires are paid, by role; roles whose pay is not known, or not to be known, have none.

    Who may not see single people's pay gets the team's mean as it is published, for every role: a role's own
    beside it could give somebody away.
    """
    today = Month.of(reader.as_of)
    crew = crews(reader).get(today)
    if crew is None:
        return {}
    if not reader.access.allows(Right.PAY_PERSON):
        mean = mean_ote(reader, today) if reader.access.allows(Right.PAY_GROUP) else None
        return {role: HirePay(role, mean.value, "team") for role in roles} if mean else {}
    there = heads(reader, crew)
    found = {}
    for role in roles:
        people, basis = _like(reader, crew, role, there.get(role, {}))
        pay = yearly_pay(reader, crew, people)
        if people and pay is not None:
            found[role] = HirePay(role, pay / count(people), basis)
    return found


def _like(
    reader: Reader, crew: Crew, role: str, people: Mapping[str, int]
) -> tuple[Mapping[str, int], Basis]:
    """Return whose pay a hire of a role has: those at the level that the policy names, else all in it."""
    levels = {role_word(title): level for title, level in reader.policy.plan.level_by_role.items()}
    if role not in levels:
        return people, "role"
    positions = {person: crew.staff.position(person, crew.day) for person in people}
    at_level = {
        person: people[person]
        for person, position in positions.items()
        if position is not None and position.level == levels[role]
    }
    return at_level, "level"
