"""Relationships: the heads that accounts drawn ask for, however little work there is with them.

    heads of a draw and month = accounts by segment @ what one account of each takes today
    one account of a segment  = today's heads by its named accounts (or their contacts) / its accounts

So on `as_of` they are those of capacity, by accounts and by contacts; ahead, named and pooled accounts, touch
models and contacts stay mixed as they are in each segment today.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.team.people import role_word, staff
from bookload.metrics.team.pools import pools
from bookload.planning.capacity.began import owners_known_from
from bookload.planning.capacity.carriers import NO_OWNERS, Crew, carriers, owned
from bookload.planning.capacity.heads import relationships_by_segment
from bookload.planning.journey import asked
from bookload.planning.journey.roster import Roster
from bookload.planning.journey.stages import day_rows
from bookload.planning.journey.traits import CONTACTS, traits

Floats = NDArray[np.float64]


def relationships(reader: Reader, accounts: Roster, segments: Sequence[str], now: Floats) -> Floats | None:
    """Return the heads that one account of each segment asks for by the policy's caps, (S, 2).

    `now` (S,) is the accounts of each segment on `as_of`. A segment without any is as the company is; what
    accounts of none of these take is shared by all. None where nobody asks for a head by a cap.
    """
    heads = _today(reader, accounts, segments)
    total = now.sum()
    if not heads.any() or not total:
        return None
    own = np.divide(heads[:-1], now[:, None], out=np.zeros_like(heads[:-1]), where=now[:, None] > 0)
    lost = heads[-1] + heads[:-1][now == 0].sum(axis=0)
    company = (heads.sum(axis=0) - lost) / total
    return np.asarray(np.where(now[:, None] > 0, own, company) + lost / total)


def raised(hours: Floats, accounts: Floats, held: Floats, head: Floats) -> Floats:
    """Raise hours (n, M) of drawn accounts (n, M, S) to those that relationships ask for, in place.

    `head` (M,) is a standard head's hours. Returns in how many draws each cap binds, (M, 2): where it asks
    for more than the work, and for the most of all caps.
    """
    wanted = (accounts @ held) * head[:, None]
    most = wanted.max(axis=2)
    more = most > hours
    which = wanted.argmax(axis=2)[:, :, None] == np.arange(held.shape[1])
    np.maximum(hours, most, out=hours)
    return np.asarray((more[:, :, None] & which).sum(axis=0, dtype=np.float64))


def _today(reader: Reader, accounts: Roster, segments: Sequence[str]) -> Floats:
    """Return the heads on `as_of` by accounts and contacts: of each segment, then of no such, (S + 1, 2)."""
    today = (Month.of(reader.as_of),)
    there = asked(
        day_rows(accounts, (), today), (), traits(reader, accounts, today, frozenset({CONTACTS})), today
    )
    owners, groups = owned(reader, accounts), pools(reader)
    began = owners_known_from(accounts, owners, reader.known_from)
    mine = owners.get(role_word(reader.policy.revenue.revenue_role), NO_OWNERS)
    window = (today[0].first_day, today[0].next_first_day)
    who = carriers(mine, len(accounts.ids), Crew(staff(reader), groups, began), window)
    found = np.zeros((len(segments) + 1, 2))
    place = {segment: number for number, segment in enumerate(segments)}
    for segment, held in relationships_by_segment(there, who, groups, reader.as_of, reader.policy).items():
        found[place.get(segment or "", -1)] += float(held.accounts), float(held.contacts)
    return found
