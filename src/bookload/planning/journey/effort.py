"""What one activity asks of one kind of account-month: how often it is due, its sessions, and their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    a group is too small to fill one. `hours`, `low` and `high` are those of people for one delivery.
    `missing` names numbers of its time equation that are not known.
    """

    task: Task
    per_day: Fraction
    per_entry: Fraction
    minutes: Minutes
    sessions: Fraction
    hours: Fraction
    low: float
    high: float
    missing: tuple[str, ...] = ()

    def deliveries(self, days: int, entries: int) -> Fraction:
        """Return how many times it is due in so many days in the stage and entries into it."""
        return self.per_day * days if not self.per_entry else self.per_entry * entries + self.per_day * days


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


def together(many: Sequence[Hours]) -> Hours:
    """Return the sum of hours; fractions of one denominator are added as whole numbers first."""
    return Hours(
        exact_total(each.likely for each in many),
        sum(each.low for each in many),
        sum(each.high for each in many),
        exact_total(each.assumed for each in many if each.assumed),
    )


def exact_total(parts: Iterable[Fraction]) -> Fraction:
    """Return the sum of fractions, those of one denominator together: far fewer of them are reduced."""
    sums: dict[int, int] = defaultdict(int)
    for part in parts:
        sums[part.denominator] += part.numerator
    return sum((Fraction(above, below) for below, above in sums.items()), Fraction(0))


Weights = tuple[int, int]
"""The days in its stage and the entries into it of all account-months of a profile."""


def efforts(
    work: Sequence[Task], profiles: Sequence[Profile], weights: Sequence[Weights]
) -> tuple[tuple[Effort, ...], ...]:
    """Return what some work asks of each profile, group sessions shared among all profiles of a month."""
    chosen = [[task for task in work if _applies(task, profile)] for profile in profiles]
    sessions = _sessions(zip(profiles, chosen, weights, strict=True))
    return tuple(
        tuple(
            _effort(task, profile, sessions.get((task.number, profile.month), Fraction(1))) for task in tasks
        )
        for profile, tasks in zip(profiles, chosen, strict=True)
    )


def hours(effort: Effort, days: int, entries: int) -> Hours:
    """Return the hours that an activity takes in so many days in the stage and entries into it."""
    deliveries = effort.deliveries(days, entries)
    likely, times = deliveries * effort.hours, float(deliveries)
    assumed = likely if effort.task.assumed else Fraction(0)
    return Hours(likely, times * effort.low, times * effort.high, assumed)


def _applies(task: Task, profile: Profile) -> bool:
    return (
        (task.stage is None or task.stage == profile.stage)
        and (not task.segments or profile.segment in task.segments)
        and (not task.touch_models or profile.touch_model in task.touch_models)
    )


def _effort(task: Task, profile: Profile, sessions: Fraction) -> Effort:
    numbers = dict(profile.numbers)
    units = [(name, minutes, numbers[name]) for name, minutes in task.per_unit]
    more = sum((minutes * number for _, minutes, number in units if number is not None), Fraction(0))
    minutes = task.minutes.more(more) if more else task.minutes
    per_minute = sessions * task.manual / MINUTES_AN_HOUR
    return Effort(
        task=task,
        per_day=task.monthly(profile.month) / profile.month.days,
        per_entry=task.per_entry,
        minutes=minutes,
        sessions=sessions,
        hours=per_minute * minutes.likely,
        low=float(per_minute) * float(minutes.low),
        high=float(per_minute) * float(minutes.high),
        missing=tuple(name for name, _, number in units if number is None),
    )


def _sessions(
    asked: Iterable[tuple[Profile, Iterable[Task], Weights]],
) -> Mapping[tuple[int, Month], Fraction]:
    """Return the sessions that one delivery of each group activity is in each month.

    max(1, deliveries / group size) sessions serve all deliveries of a month.
    """
    due: dict[tuple[int, Month], Fraction] = defaultdict(Fraction)
    sizes: dict[int, Fraction] = {}
    for profile, tasks, (days, entries) in asked:
        for task in tasks:
            if task.group_size is not None:
                sizes[task.number] = task.group_size
                per_day = task.monthly(profile.month) / profile.month.days
                due[task.number, profile.month] += per_day * days + task.per_entry * entries
    return {
        (number, month): max(Fraction(1), deliveries / sizes[number]) / deliveries
        for (number, month), deliveries in due.items()
        if deliveries
    }
