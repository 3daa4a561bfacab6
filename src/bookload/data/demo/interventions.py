"""Two campaigns of the sample company: one that makes accounts grow, and one that does nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bookload.data.demo.accounts import Account
from bookload.data.demo.dice import Dice
from bookload.data.demo.rows import Row, cents, day_text
from bookload.data.demo.segments import MID_MARKET, SMB
from bookload.data.demo.story import Story
from bookload.data.demo.timeline import Timeline

_SPRINT_ACCOUNTS = 80
_SPRINT_WAVES = (-11, -10, -9, -8)
_LETTER_ACCOUNTS = 60
_LETTER_ON = (-14, 10)


def sprints(accounts: Sequence[Account], seed: int, timeline: Timeline) -> dict[str, date]:
    """Return which accounts the adoption sprint is planned for, and from which day."""
    dice = Dice(seed, "sprints")
    able = [
        one.account_id
        for one in accounts
        if one.segment in (MID_MARKET, SMB) and one.start < timeline.on(-14)
    ]
    return {
        account_id: timeline.on(_SPRINT_WAVES[at % len(_SPRINT_WAVES)], 8)
        for at, account_id in enumerate(dice.shuffled(able)[: _SPRINT_ACCOUNTS * 3 // 2])
    }


def intervention_rows(
    stories: Sequence[Story], planned: Mapping[str, date], seed: int, timeline: Timeline
) -> list[Row]:
    """Return the table `interventions`: the accounts that were live on the day that their campaign began."""
    reached = [
        (planned[story.account.account_id], story.account.account_id)
        for story in stories
        if story.account.account_id in planned and story.live_on(planned[story.account.account_id])
    ]
    rows = [
        _row("INT-1", account_id, since, "Adoption sprint", timeline.on(-5), 18_000)
        for since, account_id in sorted(reached)
    ]
    day = timeline.on(*_LETTER_ON)
    dice = Dice(seed, "letters")
    able = [one.account.account_id for one in stories if one.segment_on(day) is SMB and one.live_on(day)]
    chosen = sorted(dice.shuffled(able)[:_LETTER_ACCOUNTS])
    return rows + [
        _row("INT-2", account_id, day, "Executive letter", timeline.on(-12), 2_500) for account_id in chosen
    ]


def _row(intervention_id: str, account_id: str, since: date, name: str, until: date, cost: int) -> Row:
    return {
        "intervention_id": intervention_id,
        "account_id": account_id,
        "start_date": day_text(since),
        "name": name,
        "kind": "campaign",
        "end_date": day_text(until),
        "cost": cents(cost),
    }
