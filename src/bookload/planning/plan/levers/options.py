"""The options: for every activity, what each combination of its levers would ask of whom, and give to whom.

Nothing here is chosen. An option's hours come from the journey's own functions, told of one changed activity;
demand adds up over activities (a group's sessions are its own), so a choice of options is a demand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bookload.base.errors import DocumentError
from bookload.base.period import Month
from bookload.data.documents import Activity, Journey, Lever, Policy
from bookload.data.reader import Reader
from bookload.metrics.team.people import role_word
from bookload.metrics.team.pools import pools
from bookload.metrics.team.working_time import WorkHours
from bookload.planning.capacity.began import owners_known_from
from bookload.planning.capacity.carriers import Carriers, Crew, carriers, owned
from bookload.planning.capacity.loads import shares
from bookload.planning.capacity.supply import Supply, supply
from bookload.planning.journey import Demand, Task, demand_of, role_of, tasks
from bookload.planning.journey.effort import efforts
from bookload.planning.journey.lives import roster
from bookload.planning.plan.levers.experience import (
    NONE,
    Cell,
    Contact,
    account_months,
    caps,
    contact,
    deliveries,
    per_delivery,
    scaled,
)
from bookload.planning.plan.levers.pulled import At, pulled, together

Who = tuple[str, str]
"""Who carries hours: `("person", id)`, or `("role", role)` where nobody works in it."""

Load = Mapping[tuple[Who, Month], Fraction]
RoleHours = Mapping[tuple[Month, str], Fraction]


@dataclass(frozen=True)
class Option:
    """One activity under a combination of levers (none: as it is today). Hours and points are exact."""

    number: int
    levers: tuple[Lever, ...]
    hours: RoleHours
    contact: Mapping[Cell, Contact]
    loads: Load

    def of(self, role: str | None) -> Fraction:
        """Return the hours of a role, or of all roles, over all months."""
        return sum((hours for (_, each), hours in self.hours.items() if role in (None, each)), NONE)


@dataclass(frozen=True)
class Standing:
    """What is there today, over some months: who carries what, who could carry how much, and the options.

    `options` has each activity's, by its place in the journey; the first of them is as it is today. `limits`
    are the larger of today's load and the target, for everybody; `brought` the hours that a head brought by a
    lever could take on in a role, by role and month, and `cap` bounds the digital points of each cell.
    """

    months: tuple[Month, ...]
    journey: Journey
    asked: Demand
    levers: tuple[Lever, ...]
    options: tuple[tuple[Option, ...], ...]
    contact: Mapping[Cell, Contact]
    cap: Mapping[Cell, Fraction]
    loads: Load
    limits: Load
    brought: Mapping[tuple[str, Month], Fraction]
    policy: Policy

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The journey's activities; an option's number is its place among them."""
        return self.journey.activities


@dataclass(frozen=True)
class _Team:
    """The demand of today and who carries it."""

    asked: Demand
    who: Mapping[str, Carriers]
    have: Supply


def standing(reader: Reader, months: tuple[Month, ...], levers: Sequence[Lever]) -> Standing:
    """Return where a company stands, and every option that some levers give it."""
    team = _team(reader, months)
    policy, activities = reader.policy, reader.journey.activities
    today = contact(deliveries(team.asked, len(activities)), activities, activities, policy)
    options = []
    for number, activity in enumerate(activities):
        able = [lever for lever in levers if activity.name in lever.activities]
        choices: list[tuple[Lever, ...]] = [(), *together(able, policy.levers.together)]
        base = _Base(number, activity, reader.journey, policy)
        options.append(tuple(_options(base, choices, team)))
    loads: dict[tuple[Who, Month], Fraction] = defaultdict(Fraction)
    for each in options:
        for key, hours in each[0].loads.items():
            loads[key] += hours
    return Standing(
        months=months,
        journey=reader.journey,
        asked=team.asked,
        levers=tuple(levers),
        options=tuple(options),
        contact=today,
        cap=caps(today, account_months(team.asked), policy),
        loads=dict(loads),
        limits=_limits(loads, team.have.hours, policy),
        brought=_brought(levers, team.have, policy),
        policy=policy,
    )


def _team(reader: Reader, months: tuple[Month, ...]) -> _Team:
    accounts = roster(reader)
    rows = owned(reader, accounts)
    began = owners_known_from(accounts, rows, reader.known_from)
    have, groups = supply(reader, months, began), pools(reader)
    window = (months[0].first_day, months[-1].next_first_day)
    crew = Crew(have.staff, groups, began)
    who = {role: carriers(each, len(accounts.ids), crew, window) for role, each in rows.items()}
    return _Team(demand_of(reader, accounts, months), who, have)


@dataclass(frozen=True)
class _Base:
    number: int
    activity: Activity
    journey: Journey
    policy: Policy

    def task(self, activity: Activity) -> Task:
        """Return an activity as the only task of a journey."""
        (task,) = tasks(self.journey.model_copy(update={"activities": (activity,)}), self.policy)
        return task


def _options(base: _Base, choices: Sequence[tuple[Lever, ...]], team: _Team) -> list[Option]:
    """Return the options of one activity. Who carries its hours depends on the role alone: asked for once."""
    split: dict[str, Load] = {}
    found = []
    for levers in choices:
        changed = pulled(base.activity, levers)
        if changed is None:
            found.append(Option(base.number, levers, {}, {}, {}))
            continue
        task = base.task(changed)
        alone = _asked(task, team.asked)
        hours = _hours(alone)
        if any(hours.values()) and task.role not in split:
            split[task.role] = _carried(alone, team, base.policy)
        one = per_delivery(changed, base.activity, base.policy)
        found.append(
            Option(
                base.number,
                levers,
                {(month, task.role): each for month, each in hours.items()},
                {cell: scaled(one, count) for cell, count in deliveries(alone, 1)[0].items()},
                {
                    (who, month): part * hours[month]
                    for (who, month), part in split.get(task.role, {}).items()
                },
            )
        )
    return found


def _asked(task: Task, asked: Demand) -> Demand:
    """Return the demand of one task, for the accounts of another demand."""
    return replace(asked, efforts=efforts([task], asked.profiles, asked.weights))


def _hours(alone: Demand) -> Mapping[Month, Fraction]:
    totals = alone.totals("month")
    return {month: hours.likely for (month,), hours in totals.items()}  # type: ignore[misc]  # the one side


def _carried(alone: Demand, team: _Team, policy: Policy) -> Load:
    """Return which part of a task's hours of a month each carrier does; nobody's of the revenue role is left.

    Levers change how long and how often, never whose accounts: the parts hold for every option of a role.
    """
    csm = role_word(policy.revenue.revenue_role)
    rows = shares(alone, team.who, team.have.hours, policy)
    totals: dict[Month, Fraction] = defaultdict(Fraction)
    for row in rows:
        totals[row.month] += row.hours
    found: dict[tuple[Who, Month], Fraction] = defaultdict(Fraction)
    for row in rows:
        person = row.carrier.person_id
        if person is None and row.role == csm:
            continue
        who: Who = ("role", row.role) if person is None else ("person", person)
        if totals[row.month]:
            found[who, row.month] += row.hours / totals[row.month]
    return found


def _limits(loads: Load, worked: Sequence[WorkHours], policy: Policy) -> Load:
    """Return the larger of today's load and the target; nobody's hours have today's alone."""
    target = Fraction(policy.working_time.target_utilisation)
    available: dict[tuple[Who, Month], Fraction] = defaultdict(Fraction)
    for row in worked:
        available[("person", row.person_id), row.month] += row.available
    keys = loads.keys() | available.keys()
    return {key: max(loads.get(key, NONE), target * available.get(key, NONE)) for key in keys}


def _brought(levers: Sequence[Lever], have: Supply, policy: Policy) -> Mapping[tuple[str, Month], Fraction]:
    """Return the hours up to the target of one full-time head in each role that levers bring heads to.

    Raises `DocumentError` where somebody works in the role already: who would take on what is then a question
    of a scenario with hires.
    """
    target = Fraction(policy.working_time.target_utilisation)
    there = {row.role for row in have.hours}
    found: dict[tuple[str, Month], Fraction] = {}
    for lever in levers:
        if not lever.heads or lever.to_role is None:
            continue
        role = role_of(lever.to_role, policy)
        if role in there:
            raise DocumentError(
                f"levers.toml: lever '{lever.name}' brings heads to role '{role}', in which people work "
                "already; leave heads out, or hire in a scenario"
            )
        found |= {(role, month): target * head.available for month, head in have.standard.items()}
    return found


def freed_at(standing: Standing, option: Option, role: str | None, at: At) -> Fraction:
    """Return the hours of a role that an option frees where its effect is at one of its estimates."""
    was, activity = standing.options[option.number][0].of(role), standing.activities[option.number]
    changed = pulled(activity, option.levers, at)
    if changed is None:
        return was
    task = _Base(option.number, activity, standing.journey, standing.policy).task(changed)
    if role not in (None, task.role):
        return was
    return was - sum(_hours(_asked(task, standing.asked)).values(), NONE)
