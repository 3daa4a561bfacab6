"""The stages that accounts are in: each day's by rule, each month's weighted by days.

On each day a live account is in the first stage of the journey whose rules all hold; a day that none holds on
is outside all stages, and shown so. Nothing is walked day by day, and no account by itself: a rule only
changes on a few days, between them the stage stays, and all accounts' ranges between such days are judged at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import FAR, Month
from bookload.base.period import months as month_range
from bookload.base.result import Rows
from bookload.data.documents import Stage
from bookload.data.reader import Reader
from bookload.metrics.team.people import Range, joined
from bookload.planning.journey.lives import Life, roster, roster_of
from bookload.planning.journey.roster import HEALTH, STAGE, Roster
from bookload.planning.journey.runs import SPAN, Ints, distinct, keyed, spread, times

Truths = NDArray[np.bool_]
OUTSIDE = -1
"""The number of no stage."""


@dataclass(frozen=True)
class DayRows:
    """The days that accounts spend in stages without a break, cut into months; by account, then by time.

    `account` is a place in `ids`, `month` one in `months`, `stage` one in `stages` or `OUTSIDE`; the days are
    `[start, end)`, ordinals. `entered` is 1 where the account was in another stage, or not live, the day
    before.
    """

    ids: tuple[str, ...]
    months: tuple[Month, ...]
    stages: tuple[str, ...]
    account: Ints
    month: Ints
    stage: Ints
    start: Ints
    end: Ints
    entered: Ints

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.account)

    def name(self, stage: int) -> str | None:
        """Return a stage's name by its number; None for outside all stages."""
        return None if stage == OUTSIDE else self.stages[stage]


@dataclass(frozen=True)
class Spells:
    """Days `[start, end)` that accounts spend in one stage without a break, whatever the month.

    `entered`: the account was in another stage, or not live, on the day before.
    """

    account: Ints
    stage: Ints
    start: Ints
    end: Ints
    entered: Ints


@dataclass(frozen=True, slots=True)
class StageDays:
    """What an account spends of a month in a stage: days, their ranges, and how often it enters."""

    account_id: str
    month: Month
    stage: str | None
    days: int
    entries: int
    ranges: tuple[Range, ...]


def stages(reader: Reader, *months: Month) -> Rows[StageDays]:
    """Return the days that each account spends in each stage of some months.

    After `as_of` today's accounts move on through their stages: nobody joins, nobody leaves. Months that
    open before the data knows anything have no rows, but for that of `as_of`.
    """
    known = countable(months, reader.as_of, reader.known_from)
    rows = day_rows(roster(reader), reader.journey.stages, known)
    return Rows(tuple(each for each, _ in gathered(rows)))


def countable(months: Iterable[Month], as_of: date, known_from: date | None) -> tuple[Month, ...]:
    """Return the months, in order, whose days are known: not those that open before `known_from`.

    That of `as_of` always counts.
    """
    today = Month.of(as_of)
    return tuple(
        month
        for month in sorted(set(months))
        if known_from is None or month.first_day >= known_from or month >= today
    )


def stage_days(
    lives: Iterable[Life], stages: Sequence[Stage], months: Sequence[Month]
) -> tuple[StageDays, ...]:
    """Return the days that each account spends in each stage of some months, which are in order."""
    return tuple(each for each, _ in gathered(day_rows(roster_of(lives), stages, months)))


def gathered(rows: DayRows) -> Iterator[tuple[StageDays, int]]:
    """Yield what each account spends of each month in each stage, with the number of a row of it."""
    places: dict[tuple[int, int, int], list[int]] = {}
    for number, place in enumerate(
        zip(rows.account.tolist(), rows.month.tolist(), rows.stage.tolist(), strict=True)
    ):
        places.setdefault(place, []).append(number)
    start, end, entered = rows.start.tolist(), rows.end.tolist(), rows.entered.tolist()
    for (account, month, stage), numbers in places.items():
        ranges = [(date.fromordinal(start[n]), date.fromordinal(end[n])) for n in numbers]
        days = sum(end[n] - start[n] for n in numbers)
        entries = sum(entered[n] for n in numbers)
        found = StageDays(
            rows.ids[account], rows.months[month], rows.name(stage), days, entries, joined(ranges)
        )
        yield found, numbers[0]


def day_rows(accounts: Roster, stages: Sequence[Stage], months: Sequence[Month]) -> DayRows:
    """Return the days that accounts spend in each stage of some months, which are in order."""
    names = tuple(stage.name for stage in stages)
    if not months:
        none = np.empty(0, np.int64)
        return DayRows(accounts.ids, (), names, none, none, none, none, none, none)
    held = spells(accounts, stages, months[0].first_day, months[-1].next_first_day)
    return _by_month(accounts.ids, names, tuple(months), held)


def spells(accounts: Roster, stages: Sequence[Stage], first: date, end: date) -> Spells:
    """Return what accounts go through over `[first, end)`, by account and in order, but for days not live."""
    opens = first.toordinal()
    account, start, until = _pieces(accounts, stages, opens - 1, end.toordinal())
    stage = _stage_on(accounts, stages, account, start)
    begins = np.ones(len(account), bool)
    begins[1:] = (account[1:] != account[:-1]) | (start[1:] != until[:-1]) | (stage[1:] != stage[:-1])
    opening = np.flatnonzero(begins)
    closing = np.append(opening[1:], len(account)) - 1 if len(account) else opening
    account, stage, start, until = account[opening], stage[opening], start[opening], until[closing]
    entered = (start >= opens).astype(np.int64)
    columns = (account, stage, np.maximum(start, opens), until, entered)
    inside = until > opens
    return Spells(*(each[inside] for each in columns))


def _pieces(accounts: Roster, stages: Sequence[Stage], first: int, end: int) -> tuple[Ints, Ints, Ints]:
    """Return the live days of `[first, end)` as ranges in which no rule changes: account, start, end."""
    changes = [change for stage in stages for change in _changes(stage, accounts)]
    inside = [each[(times(each) > first) & (times(each) < end)] for each in changes]
    cuts = distinct(np.concatenate(inside)) if inside else np.empty(0, np.int64)
    account = accounts.live_from // SPAN
    start, until = np.maximum(times(accounts.live_from), first), np.minimum(times(accounts.live_to), end)
    some = start < until
    account, start, until = account[some], start[some], until[some]
    low = np.searchsorted(cuts, keyed(account, start), side="right")
    high = np.searchsorted(cuts, keyed(account, until), side="left")
    source, place = spread(high - low + 1)
    edges = np.append(times(cuts), 0)
    begin = np.where(place == 0, start[source], edges[low[source] + place - 1])
    finish = np.where(place == (high - low)[source], until[source], edges[low[source] + place])
    return account[source], begin, finish


def _stage_on(accounts: Roster, stages: Sequence[Stage], account: Ints, day: Ints) -> Ints:
    """Return the number of the stage that each account is in on a day that it is live on."""
    found = np.full(len(account), OUTSIDE)
    left = np.arange(len(account))
    for number, stage in enumerate(stages):
        held = _holds(stage, accounts, account[left], day[left])
        found[left[held]] = number
        left = left[~held]
    return found


def _holds(stage: Stage, accounts: Roster, account: Ints, day: Ints) -> Truths:
    """Return whether all rules of a stage hold for each account and day; see `Stage` for each."""
    held = np.ones(len(account), bool)
    runs = accounts.happened(stage.from_event).runs
    began = runs.place(account, day)
    if stage.days_since_start is not None:
        since = accounts.started[account]
        if len(runs.since):
            since = np.where(began >= 0, times(runs.since[began]), since)
        low, high = stage.days_since_start
        held &= (low <= day - since) & (day - since < high)
    elif stage.from_event is not None:
        held &= began >= 0
    if stage.until_event is not None:
        held &= accounts.happened(stage.until_event).runs.place(account, day) < 0
    if stage.event is not None:
        held &= _said(accounts, STAGE, (stage.event,), account, day)
    if stage.health:
        held &= _said(accounts, HEALTH, stage.health, account, day)
    if stage.days_to_renewal is not None:
        renewal = accounts.next_renewal(account, day)
        low, high = stage.days_to_renewal
        held &= (renewal >= 0) & (low <= renewal - day) & (renewal - day < high)
    return held


def _said(accounts: Roster, kind: str, texts: Sequence[str], account: Ints, day: Ints) -> Truths:
    """Return whether the latest event of a kind says one of some texts."""
    events = accounts.happened(kind)
    return np.isin(events.runs.at(account, day), events.numbers(texts))


def _changes(stage: Stage, accounts: Roster) -> Iterator[Ints]:
    """Yield the days, keyed, on which a stage's rules may begin or cease to hold."""
    began = accounts.happened(stage.from_event).runs.since
    yield began
    if stage.days_since_start is not None:
        for days in stage.days_since_start:
            yield keyed(np.arange(len(accounts.ids)), _later(accounts.started, days))
            yield keyed(began // SPAN, _later(times(began), days))
    if stage.until_event is not None:
        yield accounts.happened(stage.until_event).runs.since
    if stage.event is not None:
        yield accounts.happened(STAGE).runs.since
    if stage.health:
        yield accounts.happened(HEALTH).runs.since
    if stage.days_to_renewal is not None:
        account, day = accounts.renewals // SPAN, times(accounts.renewals)
        for days in (1, *(1 - days for days in stage.days_to_renewal)):
            yield keyed(account, _later(day, days))


def _later(day: Ints, days: int) -> Ints:
    """Return days so many days later, kept inside the calendar."""
    return np.clip(day + days, 1, FAR.toordinal())


def _by_month(
    ids: tuple[str, ...], names: tuple[str, ...], months: tuple[Month, ...], held: Spells
) -> DayRows:
    """Return spells cut into months, those of months that are not asked for left out."""
    calendar = tuple(month_range(months[0], months[-1]))
    opens = np.array([month.first_day.toordinal() for month in calendar], np.int64)
    closes = np.append(opens[1:], calendar[-1].next_first_day.toordinal())
    wanted = {month: number for number, month in enumerate(months)}
    numbers = np.array([wanted.get(month, -1) for month in calendar], np.int64)
    low = np.searchsorted(opens, held.start, side="right") - 1
    high = np.searchsorted(opens, held.end, side="left")
    counts = high - low
    first = np.cumsum(counts) - counts
    month = np.arange(int(counts.sum())) + np.repeat(low - first, counts)
    # Whole months, but for the first and the last of each spell.
    start, end, entered = opens[month], closes[month], np.zeros(len(month), np.int64)
    start[first], end[first + counts - 1], entered[first] = held.start, held.end, held.entered
    account, stage = np.repeat(held.account, counts), np.repeat(held.stage, counts)
    columns = (account, numbers[month], stage, start, end, entered)
    if len(wanted) < len(calendar):
        kept = numbers[month] >= 0
        columns = tuple(each[kept] for each in columns)
    return DayRows(ids, months, names, *columns)
