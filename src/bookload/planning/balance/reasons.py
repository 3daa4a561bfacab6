"""Why an account goes where it goes, in words: what the move relieves, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookload.data.documents.balance import BalanceTerms
from bookload.metrics.books.orphans import Why
from bookload.planning.balance.books import BookChange
from bookload.planning.balance.fits import lacking
from bookload.planning.balance.parts import NEVER, Parts
from bookload.planning.balance.takers import Taker

MONTHS_A_YEAR = 12
ORPHANED: Mapping[Why, str] = {
    "unassigned": "nobody looks after it",
    "left": "its owner has left",
    "empty_pool": "its pool has no members",
}


@dataclass(frozen=True)
class Told:
    """What reasons are told from: the parts, who may take, their books before and after, and the terms.

    `orphans` says why nobody looks after an owner's accounts, by owner; `leavers` are those who go.
    """

    parts: Parts
    takers: Mapping[str, Taker]
    books: Mapping[str, BookChange]
    terms: BalanceTerms
    orphans: Mapping[str, Why]
    leavers: Sequence[str]
    hire: str | None


def reason(told: Told, part: int, to: str) -> str:
    """Return why a part goes to somebody, what it relieves, and what it costs."""
    return "; ".join((*_why(told, part, to), *_cost(told, part)))


def _why(told: Told, part: int, to: str) -> list[str]:
    owner, gets = told.parts.held[part].owner_id, told.books[to]
    taken = f"{gets.name} goes from {_used(gets)}"
    if owner in told.leavers:
        return ["its owner leaves", taken]
    if owner not in told.books:
        return [ORPHANED[told.orphans.get(owner, "unassigned")], taken]
    gives = told.books[owner]
    lacks = _lacks(told, part, owner)
    if lacks:
        return [f"asks for {lacks}, which {gives.name} does not have", taken]
    if to == told.hire:
        return [f"builds a book for {gets.name}", *_relief(told, part, gives)]
    return [*(_relief(told, part, gives) or [_exchange(gives, gets)]), taken]


def _relief(told: Told, part: int, gives: BookChange) -> list[str]:
    """Return by how much a move relieves an owner who carries less afterwards, of hours or else of ARR."""
    if gives.after.hours < gives.before.hours:
        hours = told.parts.hours[part]
        return [f"relieves {gives.name} by {hours:.1f} h a month ({_used(gives)} in all)"]
    return []


def _exchange(gives: BookChange, gets: BookChange) -> str:
    """Return why somebody gives an account who carries no fewer hours afterwards."""
    if gives.after.arr < gives.before.arr or gets.after.arr > gets.before.arr:
        return f"evens out ARR between {gives.name} and {gets.name}"
    return f"makes room at {gives.name} for accounts that others give"


def _used(book: BookChange) -> str:
    before, after = book.before.utilisation, book.after.utilisation
    if before is None or after is None:
        return f"{book.before.hours:.1f} to {book.after.hours:.1f} h a month"
    return f"{before:.0%} to {after:.0%}"


def _lacks(told: Told, part: int, owner: str) -> str | None:
    """Return what an account firmly asks for that its owner does not have; None for nothing."""
    taker = told.takers.get(owner)
    for match in told.terms.match:
        asked = told.parts.stated[match.account][part]
        if taker is not None and taker.kind == "csm" and match.hard and lacking(asked, taker, match):
            return f"{match.account} {' and '.join(sorted(asked))}"
    return None


def _cost(told: Told, part: int) -> list[str]:
    each = told.parts.held[part]
    found = []
    if each.owner_id in told.books and each.owner_id not in told.leavers:
        found.append(f"costs a change of owner after {since(told.parts.years[part])}")
    renews = int(told.parts.renews[part])
    if renews != NEVER and renews <= told.terms.renewal_near_days:
        found.append(f"renewal in {renews} days")
    return found


def since(years: float) -> str:
    """Return a time in whole months, or days where it is less than one."""
    months = int(years * MONTHS_A_YEAR)
    if months:
        return f"{months} month{'s' if months > 1 else ''}"
    days = int(years * 365.25)
    return f"{days} day{'s' if days != 1 else ''}"
