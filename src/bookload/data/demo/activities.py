"""What the team did in the last year and a half, as a call log has it: heavy tails, gaps and all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bookload.base.period import Month, add_months, months
from bookload.data.demo import team
from bookload.data.demo.absences import Absence
from bookload.data.demo.account_events import Event
from bookload.data.demo.dice import Dice
from bookload.data.demo.kinds import (
    BEGINNING,
    EMAIL,
    ESCALATION,
    INTERNAL,
    RENEWAL,
    RENEWING,
    RESCUE,
    RESCUING,
    STEADY,
    WEBINAR,
    Kind,
    Truth,
)
from bookload.data.demo.ownership import Books
from bookload.data.demo.rows import Row
from bookload.data.demo.story import Story
from bookload.data.demo.timeline import Timeline

_FIRST_HOUR_UTC = {"US": 14, "GB": 8, "DE": 7}
_WEEKEND = 5
_RENEWAL_MONTHS = 4
_WEBINARS_A_MONTH = 2
_CONTACTS = ("ops", "admin", "it", "finance", "ceo", "sales")


@dataclass(frozen=True, slots=True)
class _Deed:
    person_id: str
    kind: Kind
    day: date
    accounts: tuple[Story, ...]
    stage: str = ""


_PEOPLE = {person.person_id: person for person in team.PEOPLE}


@dataclass(frozen=True)
class Log:
    """What the log is written from: the accounts, who had them, who was away, and their dated facts.

    `truths` say what kinds take in some stages; all else takes what its kind says.
    """

    stories: Sequence[Story]
    books: Books
    absences: Sequence[Absence]
    events: Sequence[Event]
    timeline: Timeline
    truths: Sequence[Truth] = ()


@dataclass(frozen=True)
class _Scene:
    """The log's sources, with the draws, and who is away when."""

    log: Log
    dice: Dice
    away: Mapping[str, Sequence[tuple[date, date]]]

    def present(self, person_id: str, day: date) -> bool:
        absent = any(start <= day < end for start, end in self.away.get(person_id, ()))
        known = day <= self.log.timeline.through
        return known and not absent and team.employed(_PEOPLE[person_id], day, self.log.timeline)


def activity_rows(log: Log, seed: int) -> list[Row]:
    """Return the table `activities` by day."""
    dice = Dice(seed, "activities")
    away: dict[str, list[tuple[date, date]]] = {}
    for person_id, start, end, _ in log.absences:
        away.setdefault(person_id, []).append((start, end))
    scene = _Scene(log, dice, away)
    deeds = [*_with_accounts(scene), *_webinars(scene), *_internal(scene)]
    deeds.sort(key=lambda deed: (deed.day, deed.person_id))
    truths = {(truth.stage, truth.kind): truth for truth in log.truths}
    return [
        _row(deed, number, truths.get((deed.stage, deed.kind.name)), dice)
        for number, deed in enumerate(deeds, start=1)
    ]


def _with_accounts(scene: _Scene) -> Iterator[_Deed]:
    """Yield what was done for single accounts; how much one asks for has little to do with what it pays."""
    log, dice = scene.log, scene.dice
    red = {
        (account_id, Month.of(at))
        for account_id, at, kind, value in log.events
        if (kind, value) == ("health", "red")
    }
    live_from = {account_id: at for account_id, at, kind, _ in log.events if kind == "go_live"}
    for story in log.stories:
        account_id = story.account.account_id
        needs = dice.lognormal(0.85, 0.6)
        settled = live_from.get(account_id, add_months(story.account.start, 2)) + timedelta(days=15)
        for month in months(Month.of(log.timeline.logged_from), log.timeline.last):
            middle = month.first_day + timedelta(days=14)
            if not story.customer_on(middle):
                continue
            beginning = middle < settled and not story.account.legacy
            renewing = _renews_within(story, middle)
            stage = "onboarding" if beginning else "renewal" if renewing else "steady"
            for kind, hundredths in _asked(
                story.segment_on(middle).touch, stage, red=(account_id, month) in red
            ):
                for _ in range(int(hundredths * needs / 100 + dice.unit())):
                    yield from _done(story, kind, month, stage, scene)


def _asked(touch: str, stage: str, *, red: bool) -> list[tuple[Kind, int]]:
    """Return how many of each kind an account asks for in a hundred months of a stage."""
    asked = list(STEADY[touch])
    if stage == "onboarding":
        asked += BEGINNING[touch]
    elif stage == "renewal":
        asked.append((RENEWAL, RENEWING[touch]))
    if red:
        asked.append((RESCUE, RESCUING[touch]))
    return asked


def _renews_within(story: Story, day: date) -> bool:
    """Return whether a yearly contract comes up for renewal in the next four months."""
    if story.account.interval != "year":
        return False
    start = max((begun for begun, _ in story.spells if begun <= day), default=day)
    ahead = (Month.of(start).ordinal - Month.of(day).ordinal) % 12
    return 0 < ahead <= _RENEWAL_MONTHS


def _done(story: Story, kind: Kind, month: Month, stage: str, scene: _Scene) -> Iterator[_Deed]:
    """Yield one deed if somebody is there to do it: the role that does such things, else the owner."""
    dice, books = scene.dice, scene.log.books
    day = _workday(dice, month)
    account_id = story.account.account_id
    owners = books.owners(account_id, day)
    person_id = dice.pick(owners).owner if owners else ""
    helpers = books.owners(account_id, day, "onboarding")
    if kind.role == "onboarding" and helpers:
        person_id = helpers[0].owner
    elif kind is ESCALATION and dice.chance(0.45):
        person_id = team.SUPPORT
    elif person_id == team.POOL:
        person_id = team.SUPPORT if dice.chance(0.4) else team.SMB_NA
    if person_id and scene.present(person_id, day) and story.customer_on(day):
        yield _Deed(person_id, kind, day, (story,), stage)


def _workday(dice: Dice, month: Month) -> date:
    """Return a day of a month, nearly always a working day."""
    day = month.first_day + timedelta(days=dice.below(month.days))
    if day.weekday() >= _WEEKEND and not dice.chance(0.04):
        moved = day + timedelta(days=dice.pick((2, 3, 4)))
        day = moved if moved <= month.last_day else day - timedelta(days=dice.pick((2, 3, 4)))
    return day


def _webinars(scene: _Scene) -> Iterator[_Deed]:
    """Yield two webinars a month, each for a dozen accounts of the pool."""
    log, dice = scene.log, scene.dice
    for month in months(Month.of(log.timeline.logged_from), log.timeline.last):
        for _ in range(_WEBINARS_A_MONTH):
            day = _workday(dice, month)
            pooled = [story for story in log.stories if _pooled(story, day, log.books)]
            guests = dice.shuffled(pooled)[: dice.between(7, 16)]
            person_id = dice.pick((team.SMB_NA, team.SUPPORT))
            if guests and scene.present(person_id, day):
                yield _Deed(person_id, WEBINAR, day, tuple(guests), "steady")


def _pooled(story: Story, day: date, books: Books) -> bool:
    owners = books.owners(story.account.account_id, day)
    return any(span.owner == team.POOL for span in owners) and story.live_on(day)


def _internal(scene: _Scene) -> Iterator[_Deed]:
    """Yield everybody's internal meetings, one or two a week."""
    first = scene.log.timeline.logged_from
    weeks = (scene.log.timeline.through - first).days // 7 + 1
    for week in range(weeks):
        for person in team.PEOPLE:
            for _ in range(1 + scene.dice.chance(0.4)):
                day = first + timedelta(days=7 * week + scene.dice.below(7))
                if day.weekday() < _WEEKEND and scene.present(person.person_id, day):
                    yield _Deed(person.person_id, INTERNAL, day, ())


def _row(deed: _Deed, number: int, truth: Truth | None, dice: Dice) -> Row:
    kind = deed.kind
    minutes = kind.logged(_exact(deed, truth, dice))
    missing = dice.chance(0.03)
    forgotten = kind is not INTERNAL and dice.chance(0.012)
    subject = dice.pick(kind.subjects)
    follows = kind.playbook and dice.chance(kind.playbook_percent / 100)
    return {
        "person_id": deed.person_id,
        "kind": kind.name,
        "start_at": _instant(deed, dice),
        "minutes": "" if missing else str(minutes),
        "end_at": "",
        "account_id": "" if forgotten else ";".join(story.account.account_id for story in deed.accounts),
        "stage": deed.stage if dice.chance(0.8) else "",
        "channel": kind.channel,
        "direction": ""
        if kind is INTERNAL
        else "inbound"
        if dice.chance(kind.inbound_percent / 100)
        else "outbound",
        "attendees": _attendees(deed, dice),
        "subject": f"{subject} {Month.of(deed.day)}" if kind is EMAIL and dice.chance(0.3) else subject,
        "playbook": kind.playbook if follows else "",
        "outcome": dice.weighted({"done": 84, "follow-up": 11, "no show": 3, "": 12}),
        "activity_id": f"ACT-{number:05d}",
    }


def _exact(deed: _Deed, truth: Truth | None, dice: Dice) -> float:
    """Return what a deed takes, before it is rounded: its kind's time, or what is true of its stage."""
    if truth is None:
        return dice.lognormal(deed.kind.minutes, deed.kind.spread)
    spread = deed.kind.spread if truth.spread is None else truth.spread
    integrations = sum(story.account.integrations for story in deed.accounts)
    return dice.lognormal(truth.minutes, spread) + truth.per_integration * integrations


def _instant(deed: _Deed, dice: Dice) -> str:
    """Return when it began, in UTC, within the working hours of the person's country."""
    hour = _FIRST_HOUR_UTC[_PEOPLE[deed.person_id].country] + dice.below(9)
    return f"{deed.day.isoformat()}T{hour:02d}:{5 * dice.below(12):02d}:00Z"


def _attendees(deed: _Deed, dice: Dice) -> str:
    if len(deed.accounts) != 1 or deed.kind is EMAIL:
        return ""
    contacts = dice.shuffled(_CONTACTS)[: dice.between(1, 3)]
    return ";".join(f"{contact}@{deed.accounts[0].account.domain}" for contact in contacts)
