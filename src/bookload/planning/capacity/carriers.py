"""Who does the work of an account on each day: its owners, a pool's members in its place, or nobody.

Shares are by days, unlike those of revenue, which go by month ends. Shares of one account that add up to 1
within 0.001 are taken as all of it, the rest on the largest, as in books.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.books.shares import TOLERANCE, UNASSIGNED
from bookload.metrics.team.people import Person, Range, Staff, role_word
from bookload.metrics.team.pools import Pools
from bookload.planning.journey.lives import ordinals_of, places_of
from bookload.planning.journey.roster import Roster
from bookload.planning.journey.runs import SPAN, Ints, distinct, keyed, met, spread, summed, times

Exact = int | Fraction
"""A share x 10^4, or days weighted by one: a whole number unless a pool's members split it otherwise."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody who does work: a person, for an owner (themselves or a pool).

    `person_id` None is nobody: the account is unassigned (owner ""), its pool has no members, or its owner
    has left. `away`: they are absent for long, so that others have to do it (see `cover`).
    """

    person_id: str | None
    owner_id: str
    away: bool = False


NOBODY = Carrier(None, UNASSIGNED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `[start, end)` over which the same carriers share something; the shares (x 10^4) add up to 1."""

    start: date
    end: date
    parts: tuple[tuple[Carrier, Exact], ...]


@dataclass(frozen=True)
class Owned:
    """The ownership rows of one role, as columns: owners' shares (x 10^4) of accounts over `[start, end)`.

    `account` is a place in the roster, -1 for one that was never live; `owner` one in `owners`; the days are
    ordinals.
    """

    owners: tuple[str, ...]
    account: Ints
    owner: Ints
    start: Ints
    end: Ints
    share: Ints


Away = Mapping[str, Sequence[Range]]
"""By person, the days on which others cover for them."""


@dataclass(frozen=True)
class Crew:
    """Those who may do the work, when they are there, and when others have to do it for them.

    `known_from` is the day that a list of them began, if it did: who is on it was there before.
    """

    staff: Staff
    pools: Pools
    known_from: date | None = None
    away: Away = field(default_factory=dict)

    def edges(self, person_id: str) -> list[Range]:
        """Return the ranges at whose edges it changes whether somebody is there."""
        person = self.staff.people.get(person_id)
        return [_employed(person, self.known_from), *self.away.get(person_id, ())]

    def there(self, person_id: str, day: date) -> bool:
        """Return whether somebody is employed on a day; whom no row of people knows is, always."""
        start, end = _employed(self.staff.people.get(person_id), self.known_from)
        return start <= day < end

    def absent(self, person_id: str, day: date) -> bool:
        """Return whether others do somebody's work on a day, because they are away while employed."""
        away = any(start <= day < end for start, end in self.away.get(person_id, ()))
        return away and self.there(person_id, day)


@dataclass(frozen=True)
class Carriers:
    """Who does the work of each account in one role, over a window of days.

    `since` and `until` are keyed (see `journey.runs`): ranges that cover the window for every account. The
    `parts` of range n are those from `first[n]` to before `first[n + 1]`: `owner` is a place in `owners` (the
    last one nobody), `share` x 10^4; those of a range add up to 1. `workers` are who works for each owner.
    """

    since: Ints
    until: Ints
    first: Ints
    owner: Ints
    share: Ints
    owners: tuple[str, ...]
    workers: tuple[tuple[Stretch, ...], ...]

    def place(self, account: Ints, day: Ints) -> Ints:
        """Return the range that each account is in on a day of the window."""
        return met(self.since, account, day, day + 1)[0]

    def pooled(self, pools: Pools) -> Ints:
        """Return the share (x 10^4) of each range that pools own."""
        of_pools = np.array([owner in pools for owner in self.owners], bool)[self.owner]
        source, _ = spread(np.diff(self.first))
        shares = np.where(of_pools, self.share, 0)
        return summed(source, shares, len(self.since))


def owned(reader: Reader, accounts: Roster) -> Mapping[str, Owned]:
    """Return the ownership rows by role, as known by `as_of`; who owns then owns on."""
    rows = unbound("ownership")
    known = rows.filter(rows.start_date <= ibis.literal(reader.as_of))
    columns = ("account_id", "owner_id", "start_date", "end_date", "role", "share")
    table = reader.collect(known.select(*columns)).table
    start, end = ordinals_of(table["start_date"]), ordinals_of(table["end_date"])
    end = np.where((end < 0) | (end > reader.as_of.toordinal()), FAR.toordinal(), end)
    share = np.asarray(pc.fill_null(table["share"], SHARE_ONE).to_numpy()).astype(np.int64)
    coded = pc.fill_null(table["role"], "csm").combine_chunks().dictionary_encode()
    words = [role_word(str(role) or "csm") for role in coded.dictionary.to_pylist()]
    role = np.asarray(coded.indices.to_numpy()).astype(np.int64)
    owners = table["owner_id"].combine_chunks().dictionary_encode()
    ids = np.asarray(owners.dictionary.to_pylist(), object)
    owner = np.asarray(owners.indices.to_numpy()).astype(np.int64)
    account = places_of(table["account_id"], pa.array(accounts.ids, pa.string()))
    counted = (start < end) & (share != 0)
    found = {}
    for word in sorted(set(words)):
        own = counted & np.array([each == word for each in words], bool)[role]
        if own.any():
            used = np.unique(owner[own])
            named = used[np.argsort(ids[used].astype(str), kind="stable")]
            place = np.zeros(len(ids), np.int64)
            place[named] = np.arange(len(named))
            found[word] = Owned(
                tuple(ids[named].tolist()),
                account[own],
                place[owner[own]],
                start[own],
                end[own],
                share[own],
            )
    return found


NO_OWNERS = Owned((), *(np.empty(0, np.int64) for _ in range(5)))
"""The ownership of a role that owns nothing."""


def carriers(held: Owned, count: int, crew: Crew, window: Range) -> Carriers:
    """Return who does the work of so many accounts over a window, from the ownership rows of one role.

    Who owned an account or was employed on the day that a list of them began, did before.
    """
    first, end = (day.toordinal() for day in window)
    start = held.start
    if crew.known_from is not None:
        start = np.where(start == crew.known_from.toordinal(), 0, start)
    low, high = np.maximum(start, first), np.minimum(held.end, end)
    some = (held.account >= 0) & (low < high)
    account, owner, share = held.account[some], held.owner[some], held.share[some]
    begin, finish = keyed(account, low[some]), keyed(account, high[some])
    every = keyed(np.arange(count), first)
    edges = distinct(np.concatenate([every, begin, finish]))
    since = edges[times(edges) < end]
    until = np.append(since[1:], -1)
    until = np.where(until // SPAN == since // SPAN, until, keyed(since // SPAN, end))
    opened, closed = np.searchsorted(since, begin), np.searchsorted(since, finish)
    source, place = spread(closed - opened)
    parts = _whole(opened[source] + place, owner[source], share[source], len(since), held.owners)
    names = (*held.owners, UNASSIGNED)
    workers = tuple(tuple(_workers(each, crew, window)) for each in held.owners)
    nobody = (Stretch(*window, ((NOBODY, SHARE_ONE),)),)
    return Carriers(since, until, *parts, names, (*workers, nobody))


def _whole(
    place: Ints, owner: Ints, share: Ints, count: int, owners: tuple[str, ...]
) -> tuple[Ints, Ints, Ints]:
    """Return the parts of each range: their first places, owners and shares.

    What is missing from 1 goes to the largest share within 0.001, else to nobody.
    """
    nobody = len(owners)
    pairs, inverse = np.unique(place * (nobody + 1) + owner, return_inverse=True)
    held = summed(inverse, share, len(pairs))
    at, who = pairs // (nobody + 1), pairs % (nobody + 1)
    rest = SHARE_ONE - summed(at, held, count)
    some = np.zeros(count, bool)
    some[at] = True
    near = some & (np.abs(rest) <= TOLERANCE)
    order = np.lexsort((who, -held, at))
    largest = order[np.append(True, at[order][1:] != at[order][:-1])] if len(at) else order
    held[largest] += np.where(near[at[largest]], rest[at[largest]], 0)
    left = np.flatnonzero((rest != 0) & ~near)
    at = np.concatenate([at, left])
    who = np.concatenate([who, np.full(len(left), nobody)])
    held = np.concatenate([held, rest[left]])
    order = np.lexsort((who, at))
    first = np.searchsorted(at[order], np.arange(count + 1))
    return first, who[order], held[order]


def _workers(owner: str, crew: Crew, window: Range) -> Iterator[Stretch]:
    """Yield who works for an owner over a window: themselves, or a pool's members by their shares."""
    if owner not in crew.pools:
        for start, end in _between(crew.edges(owner), window):
            carrier = Carrier(owner if crew.there(owner, start) else None, owner, crew.absent(owner, start))
            yield Stretch(start, end, ((carrier, SHARE_ONE),))
        return
    memberships = [each for each in crew.pools.memberships if each.pool_id == owner]
    edges = [(each.from_date, each.to_date) for each in memberships]
    edges += [edge for each in memberships for edge in crew.edges(each.person_id)]
    for start, end in _between(edges, window):
        shares: dict[str, int] = defaultdict(int)
        for each in memberships:
            if each.from_date <= start < each.to_date and crew.there(each.person_id, start):
                shares[each.person_id] += each.share
        total = sum(shares.values())
        members = tuple(
            (Carrier(person, owner, crew.absent(person, start)), Fraction(share * SHARE_ONE, total))
            for person, share in shares.items()
            if share
        )
        yield Stretch(start, end, members or ((Carrier(None, owner), SHARE_ONE),))


def long_absences(staff: Staff, days: int) -> Away:
    """Return the absences of so many days or more, by person."""
    found = {
        person.person_id: tuple(each for each in person.away if (each[1] - each[0]).days >= days)
        for person in staff.people.values()
    }
    return {person: ranges for person, ranges in found.items() if ranges}


def _employed(person: Person | None, known_from: date | None) -> Range:
    """Return the days that somebody is employed on; an owner whom no row of people knows, always."""
    if person is None:
        return date.min, FAR
    return date.min if person.hire_date == known_from else person.hire_date, person.leave_date


def _between(ranges: Iterable[Range], window: Range) -> Iterator[Range]:
    """Yield a window cut at every edge of some ranges."""
    first, end = window
    cuts = {edge for pair in ranges for edge in pair if first < edge < end}
    yield from pairwise([first, *sorted(cuts), end])
