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
from functools import cached_property
from typing import Literal

import numpy as np

from bookload.base.errors import Finding
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.planning.journey.effort import Effort, Hours, Profile, Weights, efforts, hours, together
from bookload.planning.journey.gaps import unknown_numbers, unknown_seasons, unknown_segments
from bookload.planning.journey.lives import Life, lives_of, roster
from bookload.planning.journey.profiles import profiled
from bookload.planning.journey.roster import EMPTY, Roster
from bookload.planning.journey.runs import Ints, summed
from bookload.planning.journey.stages import OUTSIDE, DayRows, StageDays, countable, day_rows, gathered
from bookload.planning.journey.tasks import Task, assumed_only, tasks
from bookload.planning.journey.traits import CONTACTS, Traits, traits

By = Literal["month", "role", "level", "account_id", "activity", "stage", "segment", "touch_model"]


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

    `rows` are the accounts' days in stages, as columns; `kind` is the number of each one's profile, `weights`
    the days and entries of each of the `profiles`, `efforts` what each asks for; `accounts` and `known` are
    what they were found from. `assumed`: the journey has no activities, and assumed hours stand in.
    """

    months: tuple[Month, ...]
    accounts: Roster
    known: Traits
    rows: DayRows
    kind: Ints
    profiles: tuple[Profile, ...]
    weights: tuple[Weights, ...]
    efforts: tuple[tuple[Effort, ...], ...]
    findings: tuple[Finding, ...]
    assumed: bool

    @cached_property
    def days(self) -> tuple[StageDays, ...]:
        """What each account spends of each month in each stage; `kinds` are in the same order."""
        return tuple(row for row, _ in self._gathered)

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """The number of the profile of each of the `days`."""
        return tuple(int(self.kind[place]) for _, place in self._gathered)

    @cached_property
    def lives(self) -> tuple[Life, ...]:
        """The accounts, one by one."""
        return lives_of(self.accounts)

    @cached_property
    def _gathered(self) -> tuple[tuple[StageDays, int], ...]:
        return tuple(gathered(self.rows))

    @cached_property
    def _asked(self) -> tuple[tuple[Hours, ...], ...]:
        """What each effort of each profile comes to, of all accounts."""
        return tuple(
            tuple(hours(effort, *weights) for effort in each)
            for each, weights in zip(self.efforts, self.weights, strict=True)
        )

    def totals(self, *by: By) -> dict[tuple[object, ...], Hours]:
        """Return the hours grouped by some of their sides: `totals("month", "role")`."""
        if "account_id" in by:
            return self._by_account(*by)
        found: dict[tuple[object, ...], list[Hours]] = defaultdict(list)
        for profile, efforts_, asked_ in zip(self.profiles, self.efforts, self._asked, strict=True):
            for effort, each in zip(efforts_, asked_, strict=True):
                found[tuple(_side(side, profile, effort, None) for side in by)].append(each)
        return {side: together(each) for side, each in found.items()}

    def _by_account(self, *by: By) -> dict[tuple[object, ...], Hours]:
        found: dict[tuple[object, ...], list[Hours]] = defaultdict(list)
        pairs, inverse = np.unique(self.rows.account * len(self.profiles) + self.kind, return_inverse=True)
        days = summed(inverse, self.rows.end - self.rows.start, len(pairs)).tolist()
        entries = summed(inverse, self.rows.entered, len(pairs)).tolist()
        for pair, *weights in zip(pairs.tolist(), days, entries, strict=True):
            account, kind = divmod(pair, len(self.profiles))
            for effort in self.efforts[kind]:
                side = tuple(_side(each, self.profiles[kind], effort, self.rows.ids[account]) for each in by)
                found[side].append(hours(effort, *weights))
        return {side: together(each) for side, each in found.items()}

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
        for profile, (days, _) in zip(self.profiles, self.weights, strict=True):
            if profile.stage is None:
                found[profile.month] += Fraction(days, profile.month.days)
        return found

    def outside_accounts(self) -> list[str]:
        """Return the accounts that are outside all stages on some day."""
        return [self.rows.ids[n] for n in np.unique(self.rows.account[self.rows.stage == OUTSIDE])]


def demand(reader: Reader, months: Iterable[Month]) -> Demand:
    """Return the hours that the journey asks for in some months; those that nobody can know are left out.

    Months after `as_of` see today's accounts move on through their stages: no growth is assumed.
    """
    return demand_of(reader, roster(reader), countable(months, reader.as_of, reader.known_from))


def demand_of(reader: Reader, accounts: Roster, counted: tuple[Month, ...]) -> Demand:
    """Return the hours that the journey asks for, for some accounts, in months that count."""
    work = tasks(reader.journey, reader.policy)
    names = frozenset(name for task in work for name, _ in task.per_unit)
    known = traits(reader, accounts, counted, names | {CONTACTS})
    found = asked(day_rows(accounts, reader.journey.stages, counted), work, known, counted)
    findings = (*found.findings, *unknown_seasons(reader.journey, reader.policy))
    return replace(found, accounts=accounts, findings=findings, assumed=assumed_only(reader.journey))


def asked(rows: DayRows, work: Sequence[Task], known: Traits, months: tuple[Month, ...]) -> Demand:
    """Return what some work asks for, given the accounts' days in stages and what is known of them."""
    kind, profiles = profiled(rows, work, known)
    days = summed(kind, rows.end - rows.start, len(profiles)).tolist()
    weights = tuple(zip(days, summed(kind, rows.entered, len(profiles)).tolist(), strict=True))
    each = efforts(work, profiles, weights)
    there = {profile.segment for profile in profiles if profile.segment is not None}
    findings = (*unknown_numbers(_lacking(rows, kind, each), known), *unknown_segments(work, there))
    return Demand(months, EMPTY, known, rows, kind, profiles, weights, each, findings, assumed=False)


def _lacking(
    rows: DayRows, kind: Ints, each: Sequence[Sequence[Effort]]
) -> Iterator[tuple[str, Sequence[Effort]]]:
    """Yield the accounts that lack a number of some activity, with what is asked of them."""
    short = [number for number, work in enumerate(each) if any(effort.missing for effort in work)]
    some = np.isin(kind, np.array(short, np.int64))
    pairs = np.unique(rows.account[some] * len(each) + kind[some]) if short else ()
    for pair in pairs:
        account, number = divmod(int(pair), len(each))
        yield rows.ids[account], each[number]


def _side(side: By, profile: Profile, effort: Effort, account: str | None) -> object:
    match side:
        case "account_id":
            return account
        case "role" | "level" | "activity":
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
