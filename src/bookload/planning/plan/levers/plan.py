"""The plan of levers: the best set under a budget, the frontier, each lever alone, and the ratios it brings.

What the programme says is computed again by the journey and capacity themselves, along the changed journey:
hours freed are demand before less demand after, and both have to agree exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from bookload.base.access import Right, needs
from bookload.base.errors import BookloadError, unknown
from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.base.progress import Progress
from bookload.data.documents import Journey, Lever, Levers
from bookload.data.reader import Reader
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import Capacity, capacity
from bookload.planning.capacity.began import demand_known
from bookload.planning.journey import role_of
from bookload.planning.plan.levers.alone import Alone, alone
from bookload.planning.plan.levers.catalogue import catalogue, roles_there, without_heads
from bookload.planning.plan.levers.chosen import Chosen, loads_after
from bookload.planning.plan.levers.experience import NONE, Floor
from bookload.planning.plan.levers.frontier import frontier
from bookload.planning.plan.levers.options import Standing, freed_at, standing
from bookload.planning.plan.levers.programme import Programme
from bookload.planning.plan.levers.pulled import journey_with

ALL_ROLES = "all"


@dataclass(frozen=True, slots=True)
class Pull:
    """An activity that levers are pulled on: hours freed over the months, exact, and over the effects' range.

    Several levers on one activity count together: they do not add up.
    """

    activity: str
    stage: str
    levers: tuple[str, ...]
    freed: Fraction
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the frontier: the most hours that the cost frees, and the levers that do."""

    cost: Fraction
    freed: Fraction
    levers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleChange:
    """The hours asked of a role over the months, before and after."""

    role: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Implied:
    """What each required CSM would carry, over all months: sums of need below the line; None where n/a."""

    heads: Fraction | None
    arr_per_csm: Fraction | None
    accounts_per_csm: Fraction | None


@dataclass(frozen=True, slots=True)
class LoadChange:
    """Somebody whose hours of a month change, and the larger of today's and the target."""

    person_id: str
    month: Month
    before: Fraction
    after: Fraction
    limit: Fraction


@dataclass(frozen=True)
class LeverPlan:
    """The best set of levers over some months ahead, and everything to judge it by.

    `role` is whose hours are freed (`all`: everybody's); `freed` = asked before - after, exact, `low` and
    `high` are estimates of the effects' range. `cost` is that of the months, `one_off` and `running` (a year)
    its parts. `whole` says that `frontier` has every point; else those of a grid of budgets. `assumed`:
    nobody measured any lever. `loads` is None for readers without the right to the time of single people.
    """

    as_of: date
    months: tuple[Month, ...]
    role: str
    budget: Fraction | None
    catalogue: tuple[Lever, ...]
    assumed: bool
    pulls: tuple[Pull, ...]
    levers: tuple[str, ...]
    freed: Fraction
    low: float
    high: float
    one_off: Fraction
    running: Fraction
    cost: Fraction
    roles: tuple[RoleChange, ...]
    floors: tuple[Floor, ...]
    before: Implied
    after: Implied
    frontier: tuple[Point, ...]
    whole: bool
    alone: tuple[Alone, ...]
    journey: Journey = field(repr=False)
    loads: tuple[LoadChange, ...] | None = field(default=None, metadata=needs(Right.TIME_PERSON), repr=False)


def lever_plan(
    reader: Reader,
    own: Levers | None = None,
    *,
    budget: Fraction | None = None,
    role: str | None = None,
    progress: Progress | None = None,
) -> LeverPlan:
    """Return the best set of levers; `own` are the company's, the default catalogue where None.

    `budget` (the policy's where None) is for the months ahead; `role` (the revenue role where None) is whose
    hours are freed. Raises `MissingDataError` for a journey without activities, `DocumentError` for levers
    that cannot be meant, `UsageError` for a role that nothing is asked of and an `as_of` before the data, and
    `AccessDeniedError` for a reader of some accounts only.
    """
    reader.access.demand({Right.ALL_ROWS}, "the levers of the team")
    demand_known(reader)
    terms, today = reader.policy.levers, Month.of(reader.as_of)
    levers = catalogue(reader.journey, reader.policy, own)
    if own is None:
        levers = without_heads(levers, roles_there(reader))
    months = tuple(month_range(today + 1, today + terms.months))
    told = progress or Progress()
    told.step("options", 0, 3)
    there = standing(reader, months, levers)
    freeing = _role(reader, there, role)
    if budget is None and terms.budget is not None:
        budget = Fraction(terms.budget)
    programme = Programme.of(there, freeing)
    told.step("options", 1, 3)
    best = programme.best(budget, told)
    points, whole = frontier(programme, terms.frontier, told)
    changed = journey_with(reader.journey, {each.number: each.levers for each in best.options})
    return _plan(
        reader, there, best, _Asked(role or _csm(reader), freeing, budget), _Front(points, whole), changed
    )


@dataclass(frozen=True)
class _Asked:
    role: str
    freeing: str | None
    budget: Fraction | None


@dataclass(frozen=True)
class _Front:
    points: tuple[Chosen, ...]
    whole: bool


def _plan(
    reader: Reader, there: Standing, best: Chosen, asked: _Asked, front: _Front, changed: Journey
) -> LeverPlan:
    ahead = there.months[-1].ordinal - Month.of(reader.as_of).ordinal
    before = capacity(reader, ahead, first=there.months[0])
    after = capacity(reader.along(changed), ahead, first=there.months[0])
    pulls = _pulls(there, best, asked.freeing)
    count = len(there.months)
    roles = _roles(before, after)
    _agree(best, roles, asked.freeing)
    return LeverPlan(
        as_of=reader.as_of,
        months=there.months,
        role=asked.role,
        budget=asked.budget,
        catalogue=there.levers,
        assumed=all(lever.assumed for lever in there.levers) and bool(there.levers),
        pulls=pulls,
        levers=tuple(lever.name for lever in best.levers),
        freed=best.freed,
        low=sum(each.low for each in pulls),
        high=sum(each.high for each in pulls),
        one_off=best.cost.one_off,
        running=best.cost.running,
        cost=best.cost.over(count),
        roles=roles,
        floors=best.floors,
        before=implied_over(before, _csm(reader)),
        after=implied_over(after, _csm(reader)),
        frontier=tuple(
            Point(each.cost.over(count), each.freed, tuple(lever.name for lever in each.levers))
            for each in front.points
        ),
        whole=front.whole,
        alone=alone(there, asked.freeing),
        journey=changed,
        loads=_loads(there, best) if reader.access.allows(Right.TIME_PERSON) else None,
    )


def _csm(reader: Reader) -> str:
    return role_word(reader.policy.revenue.revenue_role)


def _role(reader: Reader, there: Standing, role: str | None) -> str | None:
    """Return whose hours are freed; None for everybody's."""
    if role == ALL_ROLES:
        return None
    asked = role_of(role or _csm(reader), reader.policy)
    known = {role for choices in there.options for _, role in choices[0].hours}
    if role is not None and asked not in known:
        raise unknown("role", role, {*known, ALL_ROLES})
    return asked


def _pulls(there: Standing, best: Chosen, role: str | None) -> tuple[Pull, ...]:
    found = [
        Pull(
            activity=there.activities[option.number].name,
            stage=there.activities[option.number].stage,
            levers=tuple(lever.name for lever in option.levers),
            freed=freed_at(there, option, role, "likely"),
            low=float(freed_at(there, option, role, "low")),
            high=float(freed_at(there, option, role, "high")),
        )
        for option in best.options
    ]
    return tuple(sorted(found, key=lambda each: (-each.freed, each.activity)))


def _roles(before: Capacity, after: Capacity) -> tuple[RoleChange, ...]:
    was, now = (_by_role(each) for each in (before, after))
    return tuple(RoleChange(role, was.get(role, NONE), now.get(role, NONE)) for role in sorted({*was, *now}))


def _by_role(found: Capacity) -> Mapping[str, Fraction]:
    totals: Mapping[tuple[Any, ...], Any] = found.demand.totals("role")
    return {role: hours.likely for (role,), hours in totals.items()}


def _agree(best: Chosen, roles: Sequence[RoleChange], role: str | None) -> None:
    """Hold what the programme says to what the journey says."""
    freed = sum((each.before - each.after for each in roles if role in (None, each.role)), NONE)
    if freed != best.freed:
        raise BookloadError(
            f"the levers were said to free {float(best.freed)} hours and the journey says {float(freed)}; "
            "report this"
        )


def implied_over(found: Capacity, role: str) -> Implied:
    """Return the heads that a role needs on average over some months, and what each would carry then."""
    needs_ = [row.need for row in found.rows if row.role == role and row.need is not None]
    total, count = sum(needs_, NONE), len(needs_)
    if not total or count != len({row.month for row in found.rows}) or len(found.implied) != count:
        return Implied(total / count if count else None, None, None)
    # ARR and accounts of a month = what each required head carries x the heads required.
    arr = sum(
        (row.arr_per_csm * need for row, need in zip(found.implied, needs_, strict=True) if row.arr_per_csm),
        NONE,
    )
    accounts = sum(
        (
            row.accounts_per_csm * need
            for row, need in zip(found.implied, needs_, strict=True)
            if row.accounts_per_csm
        ),
        NONE,
    )
    return Implied(total / count, arr / total, accounts / total)


def _loads(there: Standing, best: Chosen) -> tuple[LoadChange, ...]:
    after = loads_after(there, best.options)
    return tuple(
        LoadChange(
            who,
            month,
            there.loads.get(((kind, who), month), NONE),
            hours,
            there.limits.get(((kind, who), month), NONE),
        )
        for ((kind, who), month), hours in sorted(after.items())
        if kind == "person" and hours != there.loads.get(((kind, who), month), NONE)
    )
