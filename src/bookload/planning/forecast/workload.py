"""Hours: what an account of a segment asks for in each month ahead, and how that follows the accounts drawn.

The accounts that are there move on through the journey's stages on their dates, as capacity has them;
those that come are as the last ones of their segment were, with the events and renewals that these had
after so many days. Both weigh by how many are expected to be there:

    hours of a draw, month and activity = accounts x hours of one + accounts that came j months ago x what a
    young one takes beyond, summed over j; x the draw's minutes over the likely ones; x account noise
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import Finding
from bookload.base.period import FAR, Month, months
from bookload.data.reader import Reader
from bookload.metrics.team.people import role_word
from bookload.planning.forecast.minutes import factors
from bookload.planning.forecast.relationships import relationships
from bookload.planning.journey import Demand, Life, Task, asked, demand_of, tasks
from bookload.planning.journey.bands import mean_of
from bookload.planning.journey.lives import LONG_AGO, lives_of, roster, roster_of
from bookload.planning.journey.stages import day_rows
from bookload.planning.journey.traits import traits

Floats = NDArray[np.float64]

YOUNG = 12
"""Months in which an account that came may take other hours than later ones do."""

EXAMPLES = 20
"""Accounts of a segment, at most, that those who come are taken after."""

MOST_EXAMPLES = 600


@dataclass(frozen=True)
class Workload:
    """Hours of one account by activity; A activities, each of one role.

    `there` (M, S, A): of the mean account that is there now; `later` (S, A): of one that came a year ago;
    `young` (J, S, A): what one that came j months ago takes beyond that. `low`, `likely`, `high` (A,) are
    minutes in proportion; `of_role` (A, R) is 1 where an activity is a role's, the revenue role the first.
    `held` (S, 2) is what one account takes of relationships, in heads (see `relationships`); None: nothing.
    """

    activities: tuple[str, ...]
    roles: tuple[str, ...]
    there: Floats
    later: Floats
    young: Floats
    low: Floats
    likely: Floats
    high: Floats
    of_role: Floats
    assumed: bool
    findings: tuple[Finding, ...]
    held: Floats | None = None


@dataclass(frozen=True)
class Asking:
    """A workload blended for a forecast: `each` (M, S, A) hours of the mean account of a month.

    `young` (J, S, A) as in `Workload`, times who is still there; `spread` (M, S, R) the squared hours of one
    account by role, times the squared account noise.
    """

    each: Floats
    young: Floats
    spread: Floats
    load: Workload

    def hours(self, accounts: Floats, came: Floats, chance: np.random.Generator) -> Floats:
        """Return drawn hours (n, M, R) of drawn accounts and arrivals, (n, M, S) each; never below 0."""
        by_month = np.moveaxis(accounts, 1, 0)
        found = np.moveaxis(by_month @ self.each, 0, 1).copy()
        length = accounts.shape[1]
        for age, beyond in enumerate(self.young[:length]):
            found[:, age:] += came[:, : length - age] @ beyond
        load = self.load
        found *= factors(load.low, load.likely, load.high, len(accounts), chance)[:, None, :]
        hours = found @ load.of_role
        noise = np.sqrt(np.moveaxis(by_month @ self.spread, 0, 1))
        hours += noise * chance.standard_normal(hours.shape)
        return np.asarray(np.maximum(hours, 0.0, out=hours))

    def lean(self, accounts: Floats) -> Floats:
        """Return by what share (R,) the drawn hours of accounts (M, S) are above those of the likely minutes.

        Nan for a role that is asked for nothing by these.
        """
        load = self.load
        unit = np.where(load.likely > 0, load.likely, np.where(load.high > 0, load.high, 1.0))
        hours = np.einsum("ms,msa->a", accounts, self.each)
        mean = (hours * mean_of(load.low / unit, load.likely / unit, load.high / unit)) @ load.of_role
        likely = (hours * (load.likely > 0)) @ load.of_role
        return np.asarray(np.divide(mean, likely, out=np.full_like(mean, np.nan), where=likely > 0) - 1)


def workload(reader: Reader, ahead: Sequence[Month], segments: Sequence[str], now: Floats) -> Workload:
    """Return what accounts of each segment ask for in the months ahead, from the journey.

    `now` (S,) is how many of each there are on `as_of`, as the draws count them.
    """
    everybody = roster(reader)
    there = demand_of(reader, everybody, tuple(ahead))
    accounts = lives_of(everybody)
    today = Month.of(reader.as_of)
    examples = _examples(accounts, reader, there, segments)
    later = tuple(months(today + 1, today + 2 * YOUNG))
    coming = _coming(reader, examples, later)
    work = _work(there, coming, role_word(reader.policy.revenue.revenue_role))
    live = _live(accounts, there, reader)
    each = work.by_month(there, tuple(ahead), segments, live)
    young = work.by_month(coming, later, segments, _counted(examples, there, today))
    if not examples:  # nobody is known to have come: who comes is as who is there
        young = np.broadcast_to(each.mean(axis=0), young.shape)
    settled = young[YOUNG:].mean(axis=0)
    return Workload(
        activities=tuple(activity for activity, _ in work.keys),
        roles=work.roles,
        there=each,
        later=settled,
        young=_trimmed(young[:YOUNG] - settled),
        low=work.low,
        likely=work.likely,
        high=work.high,
        of_role=work.of_role,
        assumed=there.assumed,
        findings=there.findings,
        held=relationships(reader, everybody, segments, now),
    )


def asking(load: Workload, there: Floats, joined: Floats, stays: Floats, noise: float) -> Asking:
    """Return a workload for the accounts that are expected: `there` and `joined` (M, S), `stays` (J, S).

    `noise` is the standard deviation of one account's hours over their mean.
    """
    total = there + joined
    part = np.divide(there, total, out=np.zeros_like(total), where=total > 0)[:, :, None]
    each = part * load.there + (1 - part) * load.later
    by_role = each @ load.of_role
    # Of a forecast of few months nobody becomes as old as `young` goes.
    ages = min(len(load.young), len(stays))
    young = load.young[:ages] * stays[:ages, :, None]
    return Asking(each, young, (noise * by_role) ** 2, load)


@dataclass(frozen=True)
class _Work:
    """The activities that anybody asks for, each with its role and its minutes in proportion."""

    keys: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    low: Floats
    likely: Floats
    high: Floats

    @property
    def of_role(self) -> Floats:
        return np.array([[float(role == each) for each in self.roles] for _, role in self.keys]).reshape(
            len(self.keys), len(self.roles)
        )

    def by_month(
        self, found: Demand, ahead: Sequence[Month], segments: Sequence[str], live: Mapping[str, float]
    ) -> Floats:
        """Return the hours of the mean account, (M, S, A); the company's where a segment has nobody."""
        place = {key: number for number, key in enumerate(self.keys)}
        row = {month: number for number, month in enumerate(ahead)}
        column = {segment: number for number, segment in enumerate(segments)}
        hours = np.zeros((len(ahead), len(segments), len(self.keys)))
        for side, each in found.totals("month", "segment", "activity", "role").items():
            month, segment, activity, role = side
            key = (str(activity), str(role))
            likely = float(each.likely) if self.likely[place[key]] else each.high
            hours[row[month], column[str(segment or "")], place[key]] += likely  # type: ignore[index]
        count = np.array([live.get(segment, 0.0) for segment in segments])
        everybody = hours.sum(axis=1, keepdims=True) / max(float(count.sum()), 1.0)
        own = hours / np.maximum(count, 1.0)[:, None]
        return np.asarray(np.where(count[:, None] > 0, own, everybody))


def _work(there: Demand, coming: Demand, csm: str) -> _Work:
    sums: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(3))
    for found in (there, coming):
        for side, hours in found.totals("activity", "role").items():
            sums[str(side[0]), str(side[1])] += (hours.low, float(hours.likely), hours.high)
    keys = tuple(sorted(sums))
    roles = sorted({role for _, role in keys} | {csm}, key=lambda role: (role != csm, role))
    table = np.array([sums[key] for key in keys]).reshape(len(keys), 3)
    return _Work(keys, tuple(roles), table[:, 0], table[:, 1], table[:, 2])


def _live(accounts: Iterable[Life], there: Demand, reader: Reader) -> Mapping[str, float]:
    """Return the accounts of each segment that are live on `as_of`."""
    today = Month.of(reader.as_of)
    return _counted([life for life in accounts if life.live_on(reader.as_of)], there, today)


def _counted(accounts: Iterable[Life], there: Demand, today: Month) -> Mapping[str, float]:
    found: dict[str, float] = defaultdict(float)
    for life in accounts:
        found[there.known.segment(life.account_id, today) or ""] += 1.0
    return found


def _examples(accounts: Sequence[Life], reader: Reader, there: Demand, segments: Sequence[str]) -> list[Life]:
    """Return the accounts that those who come are taken after: the last of each segment to be a year old.

    Of a segment without such, the last that came; accounts that were there before the data begins are none.
    """
    today = Month.of(reader.as_of)
    by_segment: dict[str, list[Life]] = defaultdict(list)
    for life in accounts:
        segment = there.known.segment(life.account_id, today) or ""
        if life.started > LONG_AGO and segment in segments:
            by_segment[segment].append(life)
    most = min(EXAMPLES, max(2, MOST_EXAMPLES // max(len(by_segment), 1)))
    grown = reader.as_of - timedelta(days=365)
    return [
        life
        for each in by_segment.values()
        for life in sorted(
            each, key=lambda life: (life.started <= grown, life.started, life.account_id), reverse=True
        )[:most]
    ]


def _coming(reader: Reader, examples: Sequence[Life], later: tuple[Month, ...]) -> Demand:
    """Return what the examples would ask for if they came in the middle of the first of some months.

    A group's sessions are theirs in proportion: they join groups that are held for others anyway.
    """
    start = later[0].first_day + timedelta(days=later[0].days // 2)
    by_id = sorted(examples, key=lambda life: life.account_id)
    moved = roster_of(_moved(life, start - life.started) for life in by_id)
    work = [_own(task) for task in tasks(reader.journey, reader.policy)]
    names = frozenset(name for task in work for name, _ in task.per_unit)
    known = traits(reader, moved, later, names)
    return asked(day_rows(moved, reader.journey.stages, later), work, known, later)


def _moved(life: Life, by: timedelta) -> Life:
    """Return a life that begins so much later, stays, and has the events and renewals it had after that."""
    start = life.started + by
    events = {
        kind: tuple((day + by, value) for day, value in each if day >= life.started)
        for kind, each in life.events.items()
    }
    renewals = tuple(day + by for day in life.renewals if life.started <= day < FAR - abs(by))
    return replace(life, live=((start, FAR),), started=start, renewals=renewals, events=events)


def _own(task: Task) -> Task:
    if task.group_size is None:
        return task
    return replace(task, group_size=None, manual=task.manual / task.group_size)


def _trimmed(young: Floats) -> Floats:
    """Return the ages up to the last at which anybody takes other hours than later."""
    different = np.abs(young).max(axis=(1, 2), initial=0.0) > 1e-9  # noqa: PLR2004 - floats that are equal
    return young[: int(np.flatnonzero(different).max(initial=-1)) + 1]
