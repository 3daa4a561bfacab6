"""Demand by brute force: day by day and account by account, in plain Python, with nothing of the program.

Stages and activities are written as in journey.toml, in dictionaries. What starts after `as_of` is not known,
what ends after it has no end yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from brute_books import NOBODY, Owned, carried

Hours = dict[tuple[str, str], Fraction]
"""Hours by (month, role) or by (month, person)."""

PERIODS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Account:
    """One account: the days it was live, its renewals, its events (day, kind, value), and what it is like."""

    account_id: str
    live: tuple[tuple[date, date | None], ...]
    renewals: tuple[date, ...] = ()
    events: tuple[tuple[date, str, str], ...] = ()
    segment: str = ""
    touch: str = "high"
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Team:
    """When people of the revenue role are employed, and who is in which pool with what share, when."""

    people: Mapping[str, tuple[date, date | None]]
    pools: Mapping[str, tuple[tuple[str, date, date | None, int], ...]]


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def there(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day < end)


def is_live(account: Account, day: date, as_of: date) -> bool:
    known = [row for row in account.live if row[0] <= as_of]
    return any(there(start, None if end and end > as_of else end, day) for start, end in known)


def latest(account: Account, kind: str, day: date, as_of: date) -> tuple[date, str] | None:
    known = [(at, value) for at, name, value in account.events if name == kind and at <= min(day, as_of)]
    return max(known, default=None)


def stage_on(stages: Iterable[Mapping[str, Any]], account: Account, day: date, as_of: date) -> str | None:
    """The first stage whose rules all hold on a day."""
    started = min(start for start, _ in account.live)
    for stage in stages:
        held = []
        begun = latest(account, stage["from_event"], day, as_of) if "from_event" in stage else None
        if "days_since_start" in stage:
            low, high = stage["days_since_start"]
            held.append(low <= (day - (begun[0] if begun else started)).days < high)
        elif "from_event" in stage:
            held.append(begun is not None)
        if "until_event" in stage:
            held.append(latest(account, stage["until_event"], day, as_of) is None)
        if "event" in stage:
            event = latest(account, "stage", day, as_of)
            held.append(event is not None and event[1] == stage["event"])
        if "health" in stage:
            event = latest(account, "health", day, as_of)
            held.append(event is not None and event[1] in stage["health"])
        if "days_to_renewal" in stage:
            low, high = stage["days_to_renewal"]
            ahead = [renewal for renewal in account.renewals if renewal >= day]
            held.append(bool(ahead) and low <= (min(ahead) - day).days < high)
        if all(held):
            return str(stage["name"])
    return None


@dataclass(frozen=True)
class Due:
    """So much of an activity that fell due for an account on a day, with its minutes."""

    activity: int
    account: Account
    day: date
    deliveries: Fraction
    minutes: Fraction


def due(
    stages: list[dict[str, Any]],
    activities: list[dict[str, Any]],
    accounts: list[Account],
    day: date,
    as_of: date,
) -> Iterator[Due]:
    """What falls due on one day."""
    length = len([each for each in days(day.replace(day=1), day + timedelta(31)) if each.month == day.month])
    yesterday = day - timedelta(days=1)
    for account in accounts:
        if not is_live(account, day, as_of):
            continue
        stage = stage_on(stages, account, day, as_of)
        was_live = is_live(account, yesterday, as_of)
        entered = not was_live or stage_on(stages, account, yesterday, as_of) != stage
        for number, activity in enumerate(activities):
            if activity["stage"] != stage:
                continue
            if activity.get("segments") and account.segment not in activity["segments"]:
                continue
            if activity.get("touch_models") and account.touch not in activity["touch_models"]:
                continue
            times = Fraction(str(activity.get("times", 1))) * Fraction(str(activity.get("share", 1)))
            per = activity.get("per", "month")
            if per in PERIODS:
                deliveries = times / PERIODS[per] / length
            else:
                deliveries = times if entered else Fraction(0)
            minutes = Fraction(str(activity["minutes"]["likely"]))
            for name, unit in activity.get("per_unit", {}).items():
                minutes += Fraction(str(unit)) * account.numbers.get(name, 0)
            yield Due(number, account, day, deliveries, minutes)


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def timed(
    stages: list[dict[str, Any]],
    activities: list[dict[str, Any]],
    accounts: list[Account],
    first: date,
    last: date,
    as_of: date,
) -> list[tuple[Due, Fraction]]:
    """Everything due from the first day to the last, with the hours of people that it takes."""
    found = [each for day in days(first, last) for each in due(stages, activities, accounts, day, as_of)]
    total: dict[tuple[int, str], Fraction] = defaultdict(Fraction)
    for each in found:
        total[each.activity, month_of(each.day)] += each.deliveries
    timed = []
    for each in found:
        activity = activities[each.activity]
        automated = (
            1 if activity.get("mode") == "automated" else Fraction(str(activity.get("automated_share", 0)))
        )
        sessions = each.deliveries
        if activity.get("mode") == "group" and sessions:
            all_due = total[each.activity, month_of(each.day)]
            size = Fraction(str(activity.get("group_size", 1)))
            sessions = sessions * max(Fraction(1), all_due / size) / all_due
        timed.append((each, sessions * each.minutes / 60 * (1 - automated)))
    return timed


def by_role(activities: list[dict[str, Any]], found: list[tuple[Due, Fraction]]) -> Hours:
    """Hours by month and role."""
    hours: Hours = defaultdict(Fraction)
    for each, spent in found:
        if spent:
            hours[month_of(each.day), activities[each.activity].get("role", "csm")] += spent
    return dict(hours)


def workers(owner: str, team: Team, day: date) -> dict[str, Fraction]:
    """Who works for an owner on a day, with their parts; nobody is ""."""
    if owner == NOBODY:
        return {NOBODY: Fraction(1)}
    if owner not in team.pools:
        employed = owner not in team.people or there(*team.people[owner], day)
        return {owner if employed else NOBODY: Fraction(1)}
    parts: dict[str, int] = defaultdict(int)
    for person, start, end, share in team.pools[owner]:
        if there(start, end, day) and there(*team.people[person], day):
            parts[person] += share
    total = sum(parts.values())
    return {person: Fraction(part, total) for person, part in parts.items()} or {NOBODY: Fraction(1)}


def owners_on(owned: Iterable[Owned], account: Account, day: date, as_of: date) -> dict[str, Fraction]:
    """Who owns an account on a day, as known by `as_of`."""
    rows = [
        Owned(
            row.account_id,
            row.owner_id,
            row.start,
            None if row.end and row.end > as_of else row.end,
            row.share,
        )
        for row in owned
        if row.account_id == account.account_id and row.start <= as_of
    ]
    return carried(rows, day)


def by_person(
    found: list[tuple[Due, Fraction]],
    owned: list[Owned],
    team: Team,
    stages: list[dict[str, Any]],
    as_of: date,
) -> Hours:
    """Hours by month and person: an account's hours of a stage in a month, shared by the days of it."""
    hours: Hours = defaultdict(Fraction)
    spent_in: dict[tuple[str, str, str | None], Fraction] = defaultdict(Fraction)
    in_stage: dict[tuple[str, str, str | None], list[date]] = defaultdict(list)
    known: dict[str, Account] = {each.account.account_id: each.account for each, _ in found}
    for each, spent in found:
        key = (each.account.account_id, month_of(each.day), stage_on(stages, each.account, each.day, as_of))
        spent_in[key] += spent
        if each.day not in in_stage[key]:
            in_stage[key].append(each.day)
    for key, spent in spent_in.items():
        account_id, month, _ = key
        for day in in_stage[key]:
            for owner, share in owners_on(owned, known[account_id], day, as_of).items():
                for person, part in workers(owner, team, day).items():
                    hours[month, person] += spent * share * part / len(in_stage[key])
    return {key: spent for key, spent in hours.items() if spent}
