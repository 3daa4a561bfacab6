"""Dated facts about accounts: segment changes, go-live, health, satisfaction, usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bookload.base.period import add_months
from bookload.data.demo.dice import Dice
from bookload.data.demo.rows import Row, day_text
from bookload.data.demo.segments import DIGITAL, ENTERPRISE, MID_MARKET, SMB
from bookload.data.demo.story import Story
from bookload.data.demo.timeline import HISTORY_MONTHS, Timeline

_GO_LIVE_DAYS = {ENTERPRISE: (45, 110), MID_MARKET: (25, 75), SMB: (7, 35), DIGITAL: (1, 14)}
_HEALTH_MONTHS = 24
_TROUBLE_BEFORE = timedelta(days=150)

Event = tuple[str, date, str, str]


def account_events(stories: Sequence[Story], seed: int, timeline: Timeline) -> list[Event]:
    """Return account, day, kind and value of all dated facts, by account and day."""
    dice = Dice(seed, "account_events")
    return [
        event
        for story in stories
        for event in sorted(_events(story, dice, timeline), key=lambda one: one[1:])
    ]


def account_event_rows(events: Sequence[Event]) -> list[Row]:
    """Return the table `account_events`."""
    return [
        {"account_id": account_id, "at": day_text(at), "kind": kind, "value": value}
        for account_id, at, kind, value in events
    ]


def _events(story: Story, dice: Dice, timeline: Timeline) -> Iterator[Event]:
    account_id = story.account.account_id
    facts = (
        *_segments(story),
        *_go_live(story, dice),
        *_health(story, dice, timeline),
        *_surveys(story, dice, timeline),
        *_usage(story, dice, timeline),
    )
    for at, kind, value in facts:
        if at <= timeline.through:
            yield account_id, at, kind, value


def _segments(story: Story) -> Iterator[tuple[date, str, str]]:
    """Yield segment, tier and touch of the accounts that changed them; of the others `accounts` says it."""
    if len(story.segments) > 1:
        for at, segment in story.segments:
            yield at, "segment", segment.name
            yield at, "tier", segment.tier
            yield at, "touch_model", segment.touch


def _go_live(story: Story, dice: Dice) -> Iterator[tuple[date, str, str]]:
    start, end = story.spells[0]
    day = start + timedelta(days=dice.between(*_GO_LIVE_DAYS[story.account.segment]))
    yield start, "stage", "onboarding"
    if end is None or day < end:
        yield day, "stage", "live"
        yield day, "go_live", day_text(day)


def _health(story: Story, dice: Dice, timeline: Timeline) -> Iterator[tuple[date, str, str]]:
    """Yield a health of each quarter, and whenever it changes in between; worse before an account leaves."""
    for offset in range(1 - _HEALTH_MONTHS, 1):
        day = timeline.on(offset, 2)
        if not story.live_on(day):
            continue
        leaving = any(end and day < end <= day + _TROUBLE_BEFORE for _, end in story.spells)
        weights = {"green": 20, "amber": 40, "red": 40} if leaving else {"green": 78, "amber": 18, "red": 4}
        value = dice.weighted(weights)
        if offset % 3 == 0 or (value != "green" and dice.chance(0.15)):
            yield day, "health", value


def _surveys(story: Story, dice: Dice, timeline: Timeline) -> Iterator[tuple[date, str, str]]:
    """Yield the answers to the yearly survey, 0 to 10; two in three answer."""
    for years in range(1, 8):
        day = add_months(story.spells[0][0], 12 * years) - timedelta(days=45)
        if timeline.first <= day and story.live_on(day) and dice.chance(0.66):
            yield day, "satisfaction", str(max(0, min(10, int(8.3 + 1.7 * dice.bell()))))


def _usage(story: Story, dice: Dice, timeline: Timeline) -> Iterator[tuple[date, str, str]]:
    """Yield the share of seats in use, in percent, at each quarter's end."""
    level = dice.between(45, 92)
    for offset in range(2 - HISTORY_MONTHS, 1, 3):
        day = timeline.on(offset, 28)
        level = max(8, min(100, level + dice.between(-9, 9)))
        if story.live_on(day) and offset >= -_HEALTH_MONTHS:
            yield day, "usage", str(level)
