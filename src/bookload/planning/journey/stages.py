"""The stages that accounts are in: each day's by rule, each month's weighted by days.

On each day a live account is in the first stage of the journey whose rules all hold; a day that none holds on
is outside all stages, and shown so. Nothing is walked day by day: a rule only changes on a few days, and
between them the stage stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from bookload.base.period import FAR, Month
from bookload.base.result import Rows
from bookload.data.documents import Stage
from bookload.data.reader import Reader
from bookload.metrics.team.people import Range, joined
from bookload.planning.journey.lives import HEALTH, STAGE, Life, lives

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days `[start, end)` that an account spends in one stage without a break; `stage` None is outside all.

    `entered`: it was in another stage, or not live, on the day before.
    """

    stage: str | None
    start: date
    end: date
    entered: bool


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
    return Rows(stage_days(lives(reader), reader.journey.stages, known))


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
    if not months:
        return ()
    first, end = months[0].first_day, months[-1].next_first_day
    wanted = set(months)
    return tuple(row for life in lives for row in _by_month(life, spells(life, stages, first, end), wanted))


def spells(life: Life, stages: Sequence[Stage], first: date, end: date) -> Iterator[Spell]:
    """Yield what an account goes through over `[first, end)`, in order; days not live are left out."""
    before = first - DAY
    held = (
        Spell(stage_on(life, stages, before), before, first, entered=False) if life.live_on(before) else None
    )
    for low, high in _pieces(life, stages, first, end):
        stage = stage_on(life, stages, low)
        if held is not None and (held.end, held.stage) == (low, stage):
            held = replace(held, end=high)
            continue
        if held is not None and held.end > first:
            yield replace(held, start=max(held.start, first))
        held = Spell(stage, low, high, entered=True)
    if held is not None and held.end > first:
        yield replace(held, start=max(held.start, first))


def _pieces(life: Life, stages: Sequence[Stage], first: date, end: date) -> Iterator[Range]:
    """Yield the live days of `[first, end)` as ranges in which no rule changes."""
    cuts = sorted({cut for stage in stages for cut in _changes(stage, life) if first < cut < end})
    for start, until in ((max(start, first), min(until, end)) for start, until in life.live):
        if start < until:
            edges = [start, *(cut for cut in cuts if start < cut < until), until]
            yield from pairwise(edges)


def stage_on(life: Life, stages: Sequence[Stage], day: date) -> str | None:
    """Return the stage of an account that is live on a day; None outside all stages."""
    return next((stage.name for stage in stages if holds(stage, life, day)), None)


def holds(stage: Stage, life: Life, day: date) -> bool:
    """Return whether all rules of a stage hold for an account on a day; see `Stage` for each."""
    began = life.latest(stage.from_event, day) if stage.from_event is not None else None
    if stage.days_since_start is not None:
        low, high = stage.days_since_start
        if not low <= (day - (began[0] if began else life.started)).days < high:
            return False
    elif stage.from_event is not None and began is None:
        return False
    if stage.until_event is not None and life.latest(stage.until_event, day) is not None:
        return False
    if stage.event is not None and _value(life, STAGE, day) != stage.event:
        return False
    if stage.health and _value(life, HEALTH, day) not in stage.health:
        return False
    return stage.days_to_renewal is None or _renewing(stage.days_to_renewal, life, day)


def _value(life: Life, kind: str, day: date) -> str | None:
    event = life.latest(kind, day)
    return event[1] if event else None


def _renewing(days: tuple[int, int], life: Life, day: date) -> bool:
    renewal = life.next_renewal(day)
    return renewal is not None and days[0] <= (renewal - day).days < days[1]


def _changes(stage: Stage, life: Life) -> Iterator[date]:
    """Yield the days on which a stage's rules may begin or cease to hold."""
    began = [day for day, _ in life.events.get(stage.from_event or "", ())]
    yield from began
    if stage.days_since_start is not None:
        for day in (life.started, *began):
            yield from (_later(day, days) for days in stage.days_since_start)
    if stage.until_event is not None:
        yield from (day for day, _ in life.events.get(stage.until_event, ()))
    if stage.event is not None:
        yield from (day for day, _ in life.events.get(STAGE, ()))
    if stage.health:
        yield from (day for day, _ in life.events.get(HEALTH, ()))
    if stage.days_to_renewal is not None:
        for renewal in life.renewals:
            yield _later(renewal, 1)
            yield from (_later(renewal, 1 - days) for days in stage.days_to_renewal)


def _later(day: date, days: int) -> date:
    """Return a day so many days later, kept inside the calendar."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), FAR.toordinal()))


def _by_month(life: Life, found: Iterable[Spell], wanted: set[Month]) -> list[StageDays]:
    """Return an account's spells gathered by month and stage, in the order of time."""
    gathered: dict[tuple[Month, str | None], tuple[int, list[Range]]] = {}
    for spell in found:
        month, start, entered = Month.of(spell.start), spell.start, spell.entered
        while start < spell.end:
            end = min(spell.end, month.next_first_day)
            if month in wanted:
                entries, ranges = gathered.get((month, spell.stage), (0, []))
                ranges.append((start, end))
                gathered[month, spell.stage] = (entries + entered, ranges)
            month, start, entered = month + 1, end, False
    return [
        StageDays(
            life.account_id,
            month,
            stage,
            sum((b - a).days for a, b in ranges),
            entries,
            joined(ranges),
        )
        for (month, stage), (entries, ranges) in gathered.items()
    ]
