"""Demand: the hours that the journey asks of each role in each month.

    hours = sum over activities of deliveries x minutes / 60 x (1 - automated)
    deliveries = accounts in the stage (weighted by days) x times x share; on entering, times x share
    minutes = likely + sum over attributes of minutes per unit x the account's number
    sessions of a group activity in a month = max(1, deliveries / group size), spread over its accounts

Hours of the likely minutes are exact fractions; those of the low and the high ones are estimates, and floats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from bookload.base.errors import Finding
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.planning.journey.effort import Effort, Hours, Profile, Weights, efforts, hours
from bookload.planning.journey.gaps import unknown_numbers, unknown_segments
from bookload.planning.journey.lives import Life, lives
from bookload.planning.journey.stages import StageDays, countable, stage_days
from bookload.planning.journey.tasks import Task, assumed_only, tasks
from bookload.planning.journey.traits import CONTACTS, Traits, traits

By = Literal["month", "role", "account_id", "activity", "stage", "segment", "touch_model"]


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One activity for one account in one month: what `explain` shows under a figure.

    `deliveries` are due, `sessions` are held for them (a group shares its own), `minutes` is what a session
    takes with this account's numbers; hours = sessions x minutes / 60 x (1 - automated).
    """

    account_id: str
    activity: str
    role: str
    month: Month
    stage: str | None
    segment: str | None
    touch_model: str | None
    deliveries: Fraction
    sessions: Fraction
    minutes: Fraction
    automated: Fraction
    hours: Fraction
    assumed: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Demand:
    """What the journey asks of the team in some months, kept such that any part of it can be told apart.

    `days` are the accounts' days in stages; `kinds` the number of the profile of each, in the same order;
    `efforts` what each of the `profiles` asks for; `lives` and `known` what they were found from. `assumed`:
    the journey has no activities, and assumed hours stand in.
    """

    months: tuple[Month, ...]
    lives: tuple[Life, ...]
    known: Traits
    days: tuple[StageDays, ...]
    kinds: tuple[int, ...]
    profiles: tuple[Profile, ...]
    efforts: tuple[tuple[Effort, ...], ...]
    findings: tuple[Finding, ...]
    assumed: bool

    def totals(self, *by: By) -> dict[tuple[object, ...], Hours]:
        """Return the hours grouped by some of their sides: `totals("month", "role")`."""
        single = "account_id" in by
        weights: dict[tuple[int, str | None], Weights] = {}
        for row, kind in zip(self.days, self.kinds, strict=True):
            key = (kind, row.account_id if single else None)
            days, entries = weights.get(key, (0, 0))
            weights[key] = (days + row.days, entries + row.entries)
        found: dict[tuple[object, ...], Hours] = defaultdict(Hours)
        for (kind, account), (days, entries) in weights.items():
            for effort in self.efforts[kind]:
                side = tuple(_side(each, self.profiles[kind], effort, account) for each in by)
                found[side] += hours(effort, days, entries)
        return dict(found)

    def lines(
        self, *, month: Month | None = None, role: str | None = None, account_id: str | None = None
    ) -> Iterator[DemandLine]:
        """Yield the lines of a month, role or account, or all; those without deliveries are left out."""
        for row, kind in zip(self.days, self.kinds, strict=True):
            if month in (None, row.month) and account_id in (None, row.account_id):
                lines = (_line(effort, row, self.profiles[kind]) for effort in self.efforts[kind])
                yield from (line for line in lines if line.deliveries and role in (None, line.role))

    def outside(self) -> Mapping[Month, Fraction]:
        """Return the accounts outside all stages of each month, weighted by days."""
        found: dict[Month, Fraction] = dict.fromkeys(self.months, Fraction(0))
        for row in self.days:
            if row.stage is None:
                found[row.month] += Fraction(row.days, row.month.days)
        return found


def demand(reader: Reader, months: Iterable[Month]) -> Demand:
    """Return the hours that the journey asks for in some months; those that nobody can know are left out.

    Months after `as_of` see today's accounts move on through their stages: no growth is assumed.
    """
    return demand_of(reader, lives(reader), countable(months, reader.as_of, reader.known_from))


def demand_of(reader: Reader, accounts: tuple[Life, ...], counted: tuple[Month, ...]) -> Demand:
    """Return the hours that the journey asks for, for the lives of some accounts, in months that count."""
    work = tasks(reader.journey, reader.policy)
    names = frozenset(name for task in work for name, _ in task.per_unit)
    known = traits(reader, accounts, counted, names | {CONTACTS})
    days = stage_days(accounts, reader.journey.stages, counted)
    found = asked(days, work, known, counted)
    return replace(found, lives=accounts, assumed=assumed_only(reader.journey))


def asked(
    days: tuple[StageDays, ...], work: Sequence[Task], known: Traits, months: tuple[Month, ...]
) -> Demand:
    """Return what some work asks for, given the accounts' days in stages and what is known of them."""
    names = {stage: _names(work, stage) for stage in {row.stage for row in days}}
    numbers: dict[Profile, int] = {}
    kinds = tuple(numbers.setdefault(_profile(row, known, names[row.stage]), len(numbers)) for row in days)
    profiles = tuple(numbers)
    each = efforts(work, profiles, _weights(days, kinds, len(profiles)))
    rows = ((row.account_id, each[kind]) for row, kind in zip(days, kinds, strict=True))
    there = {profile.segment for profile in profiles if profile.segment is not None}
    findings = (*unknown_numbers(rows, known), *unknown_segments(work, there))
    return Demand(months, (), known, days, kinds, profiles, each, findings, assumed=False)


def _weights(days: Sequence[StageDays], kinds: Sequence[int], count: int) -> list[Weights]:
    found: list[Weights] = [(0, 0)] * count
    for row, kind in zip(days, kinds, strict=True):
        held, entries = found[kind]
        found[kind] = (held + row.days, entries + row.entries)
    return found


def _names(work: Sequence[Task], stage: str | None) -> tuple[str, ...]:
    """Return the names of the numbers that the time equations of a stage multiply."""
    return tuple(sorted({name for task in work if task.stage in (None, stage) for name, _ in task.per_unit}))


def _profile(row: StageDays, known: Traits, names: Iterable[str]) -> Profile:
    account, month = row.account_id, row.month
    numbers = tuple((name, known.number(account, name, month)) for name in names)
    return Profile(
        month, row.stage, known.segment(account, month), known.touch_model(account, month), numbers
    )


def _side(side: By, profile: Profile, effort: Effort, account: str | None) -> object:
    match side:
        case "account_id":
            return account
        case "role" | "activity":
            return getattr(effort.task, side)
        case _:
            return getattr(profile, side)


def _line(effort: Effort, row: StageDays, profile: Profile) -> DemandLine:
    deliveries = effort.deliveries(row.days, row.entries)
    return DemandLine(
        account_id=row.account_id,
        activity=effort.task.activity,
        role=effort.task.role,
        month=row.month,
        stage=row.stage,
        segment=profile.segment,
        touch_model=profile.touch_model,
        deliveries=deliveries,
        sessions=deliveries * effort.sessions,
        minutes=effort.minutes.likely,
        automated=1 - effort.task.manual,
        hours=deliveries * effort.hours,
        assumed=effort.task.assumed,
        missing=effort.missing,
    )
