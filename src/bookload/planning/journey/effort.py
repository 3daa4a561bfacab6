"""What one activity asks of one kind of account-month: how often it is due, its sessions, and their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from bookload.base.period import Month
from bookload.planning.journey.tasks import Minutes, Task

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """What makes two account-months ask for the same: month, stage, segment, touch model and numbers."""

    month: Month
    stage: str | None
    segment: str | None
    touch_model: str | None
    numbers: tuple[tuple[str, Fraction | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Effort:
    """What one activity asks of an account of a profile: deliveries a day and on entry, and what each takes.

    `sessions` is how many sessions one delivery is: 1, or less where a group shares them, or more where
    a group is too small to fill one. `missing` names numbers of its time equation that are not known.
    """

    task: Task
    per_day: Fraction
    per_entry: Fraction
    minutes: Minutes
    sessions: Fraction
    missing: tuple[str, ...] = ()

    def deliveries(self, days: Fraction | int, entries: Fraction | int) -> Fraction:
        """Return how many times it is due in so many days in the stage and entries into it."""
        return self.per_day * days + self.per_entry * entries

    def hours(self, minutes: Fraction) -> Fraction:
        """Return the hours of people that one delivery of so many minutes takes."""
        return self.sessions * self.task.manual * minutes / MINUTES_AN_HOUR


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours asked: exact from the likely minutes; `low` and `high` are estimates.

    `assumed` is the part of the likely ones that nobody measured.
    """

    likely: Fraction = Fraction(0)
    low: float = 0.0
    high: float = 0.0
    assumed: Fraction = Fraction(0)

    def __add__(self, other: Hours) -> Hours:
        """Return both together."""
        return Hours(
            self.likely + other.likely,
            self.low + other.low,
            self.high + other.high,
            self.assumed + other.assumed,
        )


Weights = Mapping[Profile, tuple[int, int]]
"""The days in its stage and the entries into it of all account-months of each profile."""


def efforts(work: Iterable[Task], weights: Weights) -> Mapping[Profile, tuple[Effort, ...]]:
    """Return what some work asks of each profile, group sessions shared among all profiles of a month."""
    tasks = tuple(work)
    alone = {profile: _efforts(tasks, profile) for profile in weights}
    sessions = _sessions(alone, weights)
    return {
        profile: tuple(
            _in_group(effort, sessions.get((effort.task.number, profile.month))) for effort in each
        )
        for profile, each in alone.items()
    }


def hours(effort: Effort, days: int, entries: int) -> Hours:
    """Return the hours that an activity takes in so many days in the stage and entries into it."""
    deliveries = effort.deliveries(days, entries)
    likely = deliveries * effort.hours(effort.minutes.likely)
    return Hours(
        likely,
        float(deliveries * effort.hours(effort.minutes.low)),
        float(deliveries * effort.hours(effort.minutes.high)),
        likely if effort.task.assumed else Fraction(0),
    )


def _efforts(work: Iterable[Task], profile: Profile) -> tuple[Effort, ...]:
    return tuple(_effort(task, profile) for task in work if _applies(task, profile))


def _applies(task: Task, profile: Profile) -> bool:
    return (
        (task.stage is None or task.stage == profile.stage)
        and (not task.segments or profile.segment in task.segments)
        and (not task.touch_models or profile.touch_model in task.touch_models)
    )


def _effort(task: Task, profile: Profile) -> Effort:
    numbers = dict(profile.numbers)
    units = [(name, minutes, numbers[name]) for name, minutes in task.per_unit]
    more = sum((minutes * number for _, minutes, number in units if number is not None), Fraction(0))
    missing = tuple(name for name, _, number in units if number is None)
    per_day = task.per_month / profile.month.days
    return Effort(task, per_day, task.per_entry, task.minutes.more(more), Fraction(1), missing)


def _sessions(
    efforts: Mapping[Profile, tuple[Effort, ...]], weights: Weights
) -> Mapping[tuple[int, Month], Fraction]:
    """Return the sessions that one delivery of each group activity is in each month.

    max(1, deliveries / group size) sessions serve all deliveries of a month.
    """
    due: dict[tuple[int, Month], Fraction] = defaultdict(Fraction)
    sizes: dict[int, Fraction] = {}
    for profile, each in efforts.items():
        for effort in each:
            if effort.task.group_size is not None:
                sizes[effort.task.number] = effort.task.group_size
                due[effort.task.number, profile.month] += effort.deliveries(*weights[profile])
    return {
        (number, month): max(Fraction(1), deliveries / sizes[number]) / deliveries
        for (number, month), deliveries in due.items()
        if deliveries
    }


def _in_group(effort: Effort, sessions: Fraction | None) -> Effort:
    return effort if sessions is None else replace(effort, sessions=sessions)
