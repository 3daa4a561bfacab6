"""Who carried which account when: territories, holders, handovers, shared accounts and unassigned ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bookload.base.period import FAR
from bookload.data.demo import team
from bookload.data.demo.dice import Dice
from bookload.data.demo.rows import Row, day_text, hundredths
from bookload.data.demo.segments import DIGITAL, ENTERPRISE, MID_MARKET, SMB, Segment
from bookload.data.demo.story import Story
from bookload.data.demo.timeline import Timeline

RESHUFFLE = (-16, 1)
_SHARED = 8
_LEFT_BEHIND = 8
_NOT_YET_GIVEN = 16
_NEW_MONTHS = 3
_ONBOARDING_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Span:
    """An owner's part of an account over `[start, end)`."""

    owner: str
    start: date
    end: date
    percent: int = 100
    role: str = "csm"


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds a territory from a day on; `after_gap` where a leaver's accounts lie idle for some days."""

    owner: str
    since: tuple[int, int] | None = None
    after_gap: bool = False


_TERRITORIES: Mapping[str, tuple[_Holder, ...]] = {
    "ent-na": (_Holder(team.ENT_NA),),
    "ent-dach": (_Holder(team.ENT_DACH),),
    "ent-emea": (_Holder(team.MANAGER), _Holder(team.ENT_EMEA, (team.PROMOTED_ON, 1))),
    "mid-na-1": (
        _Holder(team.MID_LEFT),
        _Holder(team.MID_NA, team.MID_LEFT_ON, after_gap=True),
        _Holder(team.MID_NEW, (-1, 18)),
    ),
    "mid-na-2": (
        _Holder(team.MID_LEFT),
        _Holder(team.SMB_NA, team.MID_LEFT_ON, after_gap=True),
    ),
    "mid-na-3": (_Holder(team.MID_NA),),
    "mid-emea-1": (_Holder(team.MID_EMEA),),
    "mid-emea-2": (_Holder(team.MID_EMEA), _Holder(team.ENT_EMEA, (-18, 1))),
    "mid-dach": (
        _Holder(team.ENT_DACH),
        _Holder(team.MID_DACH, (-32, 1)),
        _Holder(team.ENT_DACH, team.LEAVE_FROM),
        _Holder(team.MID_DACH, team.LEAVE_TO),
    ),
    "smb-1": (_Holder(team.SMB_LEFT), _Holder(team.SMB_NA, team.SMB_LEFT_ON, after_gap=True)),
    "smb-2": (_Holder(team.SMB_LEFT), _Holder(team.SMB_NA, (-29, 1)), _Holder(team.SMB_NEW, (-1, 4))),
    "digital": (_Holder(team.POOL),),
}

_PLACES: Mapping[tuple[Segment, str], Mapping[str, int]] = {
    (ENTERPRISE, "NA"): {"ent-na": 62, "ent-dach": 23, "ent-emea": 15},
    (ENTERPRISE, "EMEA"): {"ent-emea": 100},
    (ENTERPRISE, "DACH"): {"ent-dach": 100},
    (MID_MARKET, "NA"): {"mid-na-1": 30, "mid-na-2": 25, "mid-na-3": 45},
    (MID_MARKET, "EMEA"): {"mid-emea-1": 50, "mid-emea-2": 30, "mid-dach": 20},
    (MID_MARKET, "DACH"): {"mid-dach": 90, "ent-dach": 10},
    (SMB, "NA"): {"smb-1": 65, "digital": 35},
    (SMB, "EMEA"): {"smb-2": 65, "digital": 35},
    (SMB, "DACH"): {"smb-2": 65, "digital": 35},
    (DIGITAL, "NA"): {"digital": 100},
    (DIGITAL, "EMEA"): {"digital": 100},
    (DIGITAL, "DACH"): {"digital": 100},
}

_MOVES = {"mid-emea-1": ("mid-emea-2", 0.4), "mid-na-3": ("mid-na-1", 0.4), "ent-na": ("ent-dach", 0.08)}
"""Where some accounts of a territory go in the reshuffle, and how many of them."""

_PARTNER = {team.ENT_NA: team.MID_NA, team.ENT_DACH: team.MID_DACH}


@dataclass(frozen=True)
class Books:
    """The spans of all accounts by account id, in order of time."""

    spans: Mapping[str, tuple[Span, ...]]

    def owners(self, account_id: str, day: date, role: str = "csm") -> tuple[Span, ...]:
        """Return who carries an account on a day, in a role."""
        return tuple(
            span
            for span in self.spans.get(account_id, ())
            if span.role == role and span.start <= day < span.end
        )

    def rows(self) -> list[Row]:
        """Return the table `ownership`."""
        return [
            {
                "account_id": account_id,
                "owner_id": span.owner,
                "start_date": day_text(span.start),
                "end_date": day_text(None if span.end == FAR else span.end),
                "role": span.role,
                "share": hundredths(span.percent),
            }
            for account_id, spans in self.spans.items()
            for span in spans
        ]


def books(stories: Sequence[Story], seed: int, timeline: Timeline) -> Books:
    """Return who carried every account when."""
    dice = Dice(seed, "ownership")
    spans = {story.account.account_id: list(_spans(story, dice, timeline)) for story in stories}
    _leave_behind(spans, stories, dice, timeline)
    _share(spans, stories, dice, timeline)
    for story in stories:
        spans[story.account.account_id].extend(_onboarding(story, dice, timeline))
    return Books({account_id: tuple(found) for account_id, found in spans.items() if found})


def _spans(story: Story, dice: Dice, timeline: Timeline) -> Iterator[Span]:
    """Yield the spans of one account: each spell as a customer, cut where territory or holder changes."""
    stays = list(_stays(story, dice, timeline))
    gap = timedelta(days=dice.between(2, 12))
    last: Span | None = None
    for begun, ended in story.spells:
        start, end = max(begun, timeline.first), ended or FAR
        for since, until, territory in stays:
            for span in _held(territory, max(start, since), min(end, until), gap, timeline):
                if last and last.owner == span.owner and last.end == span.start:
                    last = replace(last, end=span.end)
                    continue
                if last:
                    yield last
                last = span
    if last:
        yield last


def _stays(story: Story, dice: Dice, timeline: Timeline) -> Iterator[tuple[date, date, str]]:
    """Yield from when until when the account lies in which territory."""
    reshuffle = timeline.on(*RESHUFFLE)
    for at, (since, segment) in enumerate(story.segments):
        until = story.segments[at + 1][0] if at + 1 < len(story.segments) else FAR
        territory = dice.weighted(_PLACES[segment, story.account.country.region])
        following, chance = _MOVES.get(territory, (territory, 0.0))
        if since < reshuffle < until and dice.chance(chance):
            yield since, reshuffle, territory
            yield reshuffle, until, following
        else:
            yield since, until, territory


def _held(territory: str, start: date, end: date, gap: timedelta, timeline: Timeline) -> Iterator[Span]:
    holders = _TERRITORIES[territory]
    for at, holder in enumerate(holders):
        since = timeline.on(*holder.since) if holder.since else date.min
        following = holders[at + 1].since if at + 1 < len(holders) else None
        until = min(end, timeline.on(*following) if following else FAR)
        first = max(start, since + gap if holder.after_gap else since)
        if first < until and first <= timeline.through:
            yield Span(holder.owner, first, until)


def _leave_behind(
    spans: dict[str, list[Span]], stories: Sequence[Story], dice: Dice, timeline: Timeline
) -> None:
    """Leave two dozen accounts to nobody: some of a leaver's, and some new ones that were never given out."""
    left_on = timeline.on(*team.MID_LEFT_ON)
    live = [story.account for story in stories if story.live_on(timeline.through)]
    orphans = [
        one.account_id
        for one in live
        if any(span.owner == team.MID_LEFT and span.end == left_on for span in spans[one.account_id])
    ]
    for account_id in dice.shuffled(orphans)[:_LEFT_BEHIND]:
        spans[account_id] = [span for span in spans[account_id] if span.end <= left_on]
    fresh = [
        one.account_id
        for one in live
        if one.start >= timeline.on(-_NEW_MONTHS)
        and one.segment is SMB
        and all(span.owner != team.POOL for span in spans[one.account_id])
    ]
    for account_id in dice.shuffled(fresh)[:_NOT_YET_GIVEN]:
        spans[account_id] = []


def _share(spans: dict[str, list[Span]], stories: Sequence[Story], dice: Dice, timeline: Timeline) -> None:
    """Give half of a few large accounts to a second person."""
    since = timeline.on(-8, 1)
    able = [
        story.account.account_id
        for story in stories
        if story.segment is ENTERPRISE
        and story.live_on(timeline.through)
        and spans[story.account.account_id]
        and spans[story.account.account_id][-1].owner in _PARTNER
        and spans[story.account.account_id][-1].start < since
    ]
    for account_id in dice.shuffled(able)[:_SHARED]:
        whole = spans[account_id].pop()
        day = timeline.on(dice.between(-8, -1))
        halves = [
            Span(whole.owner, day, whole.end, 50),
            Span(_PARTNER[whole.owner], day, whole.end, 50),
        ]
        spans[account_id].extend([replace(whole, end=day), *halves])


def _onboarding(story: Story, dice: Dice, timeline: Timeline) -> Iterator[Span]:
    """Yield the weeks that somebody of onboarding works on a new, larger account; they carry no revenue."""
    account = story.account
    if account.legacy or account.segment not in (ENTERPRISE, MID_MARKET):
        return
    if not timeline.on(-_ONBOARDING_MONTHS) <= account.start <= timeline.through:
        return
    european = account.country.region != "NA" and account.start >= timeline.on(-22)
    end = min(account.start + timedelta(days=dice.between(55, 100)), story.spells[0][1] or FAR)
    owner = team.ONBOARDING_EU if european else team.ONBOARDING_NA
    yield Span(owner, account.start, end, 100, "onboarding")
