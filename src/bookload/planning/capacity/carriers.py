"""Who does the work of an account on each day: its owners, a pool's members in its place, or nobody.

Shares are by days, unlike those of revenue, which go by month ends. Shares of one account that add up to 1
within 0.001 are taken as all of it, the rest on the largest, as in books.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import ibis

from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.books.shares import TOLERANCE, UNASSIGNED
from bookload.metrics.team.people import Person, Range, Staff, role_word
from bookload.metrics.team.pools import Pools

Exact = int | Fraction
"""A share x 10^4, or days weighted by one: a whole number unless a pool's members split it otherwise."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody who does work: a person, for an owner (themselves or a pool).

    `person_id` None is nobody: the account is unassigned (owner ""), its pool has no members, or its owner
    has left.
    """

    person_id: str | None
    owner_id: str


NOBODY = Carrier(None, UNASSIGNED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `[start, end)` over which the same carriers share something; the shares (x 10^4) add up to 1."""

    start: date
    end: date
    parts: tuple[tuple[Carrier, Exact], ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """An owner's share (x 10^4) of an account over `[start, end)`."""

    owner_id: str
    start: date
    end: date
    share: int


@dataclass(frozen=True)
class Carriers:
    """Who does the work of each account in one role, over a window of days."""

    stretches: Mapping[str, tuple[Stretch, ...]]

    def shares(self, account_id: str, ranges: Iterable[Range]) -> dict[Carrier, Exact]:
        """Return the days of some ranges that each carrier does an account's work on, x share x 10^4."""
        found: dict[Carrier, Exact] = {}
        stretches = self.stretches.get(account_id, ())
        for start, end in ranges:
            left = (end - start).days
            for stretch in stretches:
                if stretch.end <= start or stretch.start >= end:
                    continue
                days = (min(stretch.end, end) - max(stretch.start, start)).days
                left -= days
                for carrier, share in stretch.parts:
                    found[carrier] = found.get(carrier, 0) + days * share
            if left:
                found[NOBODY] = found.get(NOBODY, 0) + left * SHARE_ONE
        return found

    def on(self, account_id: str, day: date) -> tuple[tuple[Carrier, Exact], ...]:
        """Return the carriers of an account on a day, with their shares (x 10^4)."""
        for stretch in self.stretches.get(account_id, ()):
            if stretch.start <= day < stretch.end:
                return stretch.parts
        return ((NOBODY, SHARE_ONE),)


def owned(reader: Reader) -> Mapping[str, Mapping[str, list[Owned]]]:
    """Return the ownership rows by role and account, as known by `as_of`; who owns then owns on."""
    rows = unbound("ownership")
    known = rows.filter(rows.start_date <= ibis.literal(reader.as_of))
    columns = ("account_id", "owner_id", "start_date", "end_date", "role", "share")
    listed: list[dict[str, Any]] = reader.collect(known.select(*columns)).rows()
    found: dict[str, dict[str, list[Owned]]] = defaultdict(lambda: defaultdict(list))
    for row in listed:
        start = row["start_date"]
        end = FAR if row["end_date"] is None or row["end_date"] > reader.as_of else row["end_date"]
        share = SHARE_ONE if row["share"] is None else row["share"]
        if start < end and share:
            found[role_word(row["role"] or "csm")][row["account_id"]].append(
                Owned(row["owner_id"], start, end, share)
            )
    return found


def carriers(
    accounts: Mapping[str, Sequence[Owned]],
    staff: Staff,
    pools: Pools,
    window: Range,
    known_from: date | None,
) -> Carriers:
    """Return who does the work of accounts over a window, from the ownership rows of one role.

    Who owned an account or was employed on `known_from`, the day that a list of them began, did before.
    """
    owners = {row.owner_id for rows in accounts.values() for row in rows}
    workers = {owner: tuple(_workers(owner, staff, pools, window, known_from)) for owner in sorted(owners)}
    before = {
        account: [replace(row, start=date.min) if row.start == known_from else row for row in rows]
        for account, rows in accounts.items()
    }
    return Carriers({account: tuple(_stretches(rows, workers, window)) for account, rows in before.items()})


def _stretches(
    rows: Sequence[Owned], workers: Mapping[str, tuple[Stretch, ...]], window: Range
) -> Iterator[Stretch]:
    for start, end in _between(((row.start, row.end) for row in rows), window):
        held: dict[str, int] = defaultdict(int)
        for row in rows:
            if row.start <= start < row.end:
                held[row.owner_id] += row.share
        for low, high in _between(
            ((each.start, each.end) for owner in held for each in workers[owner]), (start, end)
        ):
            yield Stretch(low, high, tuple(_parts(_whole(held), workers, low)))


def _whole(held: Mapping[str, int]) -> Mapping[str, int]:
    """Return owners' shares with what is missing from 1: on the largest within 0.001, else on nobody."""
    rest = SHARE_ONE - sum(held.values())
    if not rest:
        return held
    if held and abs(rest) <= TOLERANCE:
        largest = min(held, key=lambda owner: (-held[owner], owner))
        return {**held, largest: held[largest] + rest}
    return {**held, UNASSIGNED: held.get(UNASSIGNED, 0) + rest}


def _parts(
    held: Mapping[str, int], workers: Mapping[str, tuple[Stretch, ...]], day: date
) -> Iterator[tuple[Carrier, Exact]]:
    for owner, share in held.items():
        if owner == UNASSIGNED:
            yield NOBODY, share
            continue
        for stretch in workers[owner]:
            if stretch.start <= day < stretch.end:
                yield from ((carrier, _part(share, within)) for carrier, within in stretch.parts)


def _part(share: int, within: Exact) -> Exact:
    """Return a share of a share, both x 10^4, as a whole number where it is one."""
    part = Fraction(share * within, SHARE_ONE)
    return part.numerator if part.denominator == 1 else part


def _workers(
    owner: str, staff: Staff, pools: Pools, window: Range, known_from: date | None
) -> Iterator[Stretch]:
    """Yield who works for an owner over a window: themselves, or a pool's members by their shares."""
    if owner not in pools:
        for start, end in _between([_employed(staff.people.get(owner), known_from)], window):
            there = _there(staff.people.get(owner), start, known_from)
            yield Stretch(start, end, ((Carrier(owner if there else None, owner), SHARE_ONE),))
        return
    memberships = [each for each in pools.memberships if each.pool_id == owner]
    edges = [(each.from_date, each.to_date) for each in memberships]
    edges += [_employed(staff.people.get(each.person_id), known_from) for each in memberships]
    for start, end in _between(edges, window):
        shares: dict[str, int] = defaultdict(int)
        for each in memberships:
            there = _there(staff.people.get(each.person_id), start, known_from)
            if each.from_date <= start < each.to_date and there:
                shares[each.person_id] += each.share
        total = sum(shares.values())
        members = tuple(
            (Carrier(person, owner), Fraction(share * SHARE_ONE, total))
            for person, share in shares.items()
            if share
        )
        yield Stretch(start, end, members or ((Carrier(None, owner), SHARE_ONE),))


def _employed(person: Person | None, known_from: date | None) -> Range:
    """Return the days that somebody is employed on; an owner whom no row of people knows, always."""
    if person is None:
        return date.min, FAR
    return date.min if person.hire_date == known_from else person.hire_date, person.leave_date


def _there(person: Person | None, day: date, known_from: date | None) -> bool:
    start, end = _employed(person, known_from)
    return start <= day < end


def _between(ranges: Iterable[Range], window: Range) -> Iterator[Range]:
    """Yield a window cut at every edge of some ranges."""
    first, end = window
    cuts = {edge for pair in ranges for edge in pair if first < edge < end}
    yield from pairwise([first, *sorted(cuts), end])
