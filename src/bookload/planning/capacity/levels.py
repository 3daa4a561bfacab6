"""Levels: whether a role's seniors suffice for what only they may do.

Work that asks for a level may be done by people of that level or above: seniors do juniors' work, and not
the other way. So the work of a role can be done by its people if and only if, from each level up,

    hours asked of the level and all above <= plannable hours of the people of the level and all above

and what has to stay undone is the largest shortfall among the levels (Hall's condition, for nested sets).
Work that names no level is anybody's; people who have none are of the lowest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bookload.base.errors import Finding
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.people import Range
from bookload.metrics.team.working_time import Spell, hours
from bookload.planning.capacity.supply import Supply
from bookload.planning.journey import Demand

Levels = Sequence[str | None]
"""From junior to senior; None is whoever has none."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level of a role in a month; hours are exact.

    `demand_hours` ask for this level, `available_hours` and `plannable_hours` are of its people;
    those `_from` are of this level and all above. `short_hours` = demand from - plannable from, 0 where that
    suffices; `need_from` are the standard heads of this level or above that it takes.
    """

    month: Month
    role: str
    level: str | None
    demand_hours: Fraction
    available_hours: Fraction
    plannable_hours: Fraction
    demand_from: Fraction
    plannable_from: Fraction
    short_hours: Fraction
    need_from: Fraction | None


@dataclass(frozen=True)
class LevelCover:
    """The rows of every role whose activities ask for levels, and what could not be put in an order."""

    rows: tuple[LevelRow, ...]
    findings: tuple[Finding, ...]

    def undone(self, month: Month, role: str) -> Fraction:
        """Return the hours of a role that its people cannot plan with, however the work is shared out."""
        short = (row.short_hours for row in self.rows if (row.month, row.role) == (month, role))
        return max(short, default=Fraction(0))


def level_cover(asked: Demand, have: Supply, policy: Policy) -> LevelCover:
    """Return the levels of each role that some activity asks one of."""
    totals = asked.totals("month", "role", "level")
    levels: dict[str, set[str]] = defaultdict(set)
    for _, role, level in totals:
        if level is not None:
            levels[str(role)].add(str(level))
    for spell in have.spells:
        if spell.role in levels and spell.level is not None:
            levels[spell.role].add(spell.level)
    rows: list[LevelRow] = []
    findings: list[Finding] = []
    for role in sorted(levels):
        ranked = in_order(levels[role], policy.capacity.levels)
        if ranked is None:
            findings.append(_unordered(role, levels[role], policy))
            continue
        there = _there(have, role, asked.months, policy)
        for month in asked.months:
            needed = {level: totals.get((month, role, level)) for level in ranked}
            hours_asked = {level: each.likely if each else Fraction(0) for level, each in needed.items()}
            standard = have.standard[month].plannable
            rows += level_rows(month, role, ranked, hours_asked, _of(there, month, ranked), standard)
    return LevelCover(tuple(rows), tuple(findings))


def in_order(levels: Collection[str], stated: Sequence[str]) -> Levels | None:
    """Return levels from none to senior, by the policy's list or as whole numbers; None without an order."""
    if stated:
        known = set(levels) <= set(stated)
        return [None, *(level for level in stated if level in levels)] if known else None
    if all(level.strip().isdecimal() for level in levels):
        return [None, *sorted(levels, key=lambda level: (int(level), level))]
    return None


def level_rows(
    month: Month,
    role: str,
    ranked: Levels,
    asked: Mapping[str | None, Fraction],
    there: Mapping[str | None, tuple[Fraction, Fraction]],
    standard: Fraction,
) -> list[LevelRow]:
    """Return the rows of a role in a month, junior first; `there` are (available, plannable) hours."""
    found: list[LevelRow] = []
    demand_from = plannable_from = Fraction(0)
    for level in reversed(ranked):
        available, plannable = there.get(level, (Fraction(0), Fraction(0)))
        demand = asked.get(level, Fraction(0))
        demand_from, plannable_from = demand_from + demand, plannable_from + plannable
        found.append(
            LevelRow(
                month=month,
                role=role,
                level=level,
                demand_hours=demand,
                available_hours=available,
                plannable_hours=plannable,
                demand_from=demand_from,
                plannable_from=plannable_from,
                short_hours=max(Fraction(0), demand_from - plannable_from),
                need_from=demand_from / standard if standard else None,
            )
        )
    return found[::-1]


Hours = Mapping[tuple[Month, str | None], tuple[Fraction, Fraction]]


def _there(have: Supply, role: str, months: Sequence[Month], policy: Policy) -> Hours:
    """Return the available and plannable hours of a role's people by month and level."""
    absences: dict[str, Sequence[Range]] = {
        person.person_id: person.away for person in have.staff.people.values()
    }
    by_level: dict[str | None, list[Spell]] = defaultdict(list)
    for spell in have.spells:
        if spell.role == role:
            by_level[spell.level].append(spell)
    found: dict[tuple[Month, str | None], tuple[Fraction, Fraction]] = {}
    for level, spells in by_level.items():
        for row in hours(spells, absences, months, policy.working_time):
            available, plannable = found.get((row.month, level), (Fraction(0), Fraction(0)))
            found[row.month, level] = (available + row.available, plannable + row.plannable)
    return found


def _of(there: Hours, month: Month, ranked: Levels) -> dict[str | None, tuple[Fraction, Fraction]]:
    return {level: there[month, level] for level in ranked if (month, level) in there}


def _unordered(role: str, levels: Iterable[str], policy: Policy) -> Finding:
    listed = ", ".join(f"'{level}'" for level in sorted(levels))
    return Finding(
        code="levels_unordered",
        message=f"the levels of role '{role}' ({listed}) have no order: nobody can say who may do whose work",
        remedy="List them from junior to senior as policy capacity.levels",
        severity="warning",
        table="positions",
        column="level",
        value=", ".join(policy.capacity.levels) or None,
    )
