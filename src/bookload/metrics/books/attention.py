"""What needs a look in a book: first contractions, gaps of ownership, accounts of somebody who left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bookload.base.period import Month
from bookload.metrics.books.retention import live_shares
from bookload.metrics.books.shares import UNASSIGNED
from bookload.metrics.revenue.movements.moves import account_moves
from bookload.metrics.team.people import staff

if TYPE_CHECKING:
    from bookload.data.reader import Reader

RECENT_MONTHS = 3
"""How far back something still needs attention, the month itself included."""

Kind = Literal["first_contraction", "ownership_gap", "owner_left"]


@dataclass(frozen=True, slots=True)
class Attention:
    """Something about an account of a book that somebody should look at, and the month it is about.

    `arr` is the owner's part of the account, in quanta.
    """

    account_id: str
    kind: Kind
    month: Month
    words: str
    arr: int


def attention(reader: Reader, owner_id: str, month: Month, arr: Mapping[str, int]) -> tuple[Attention, ...]:
    """Return what needs a look among the accounts of a book (`arr`: by account, the owner's part of it).

    Largest account first.
    """
    found = [
        Attention(account, kind, when, words, arr[account])
        for account, kind, when, words in (
            *_first_contractions(reader, month),
            *_gaps(reader, month),
            *_left(reader, owner_id, month, arr),
        )
        if account in arr
    ]
    return tuple(sorted(found, key=lambda each: (-each.arr, each.account_id, each.kind)))


Notice = tuple[str, Kind, Month, str]
"""An account, and what is to be said of it."""


def _first_contractions(reader: Reader, month: Month) -> Iterator[Notice]:
    """Yield the accounts that paid less for the first time within the recent months."""
    rows = account_moves(reader)
    less = rows.filter(rows.kind == "contraction", rows.month <= month.ordinal)
    first = less.group_by("account_id").aggregate(month=less.month.min())
    found: list[dict[str, Any]] = reader.collect(first).rows()
    for row in found:
        when = Month(row["month"])
        if when > month - RECENT_MONTHS:
            yield row["account_id"], "first_contraction", when, f"paid less for the first time in {when}"


def _gaps(reader: Reader, month: Month) -> Iterator[Notice]:
    """Yield the live accounts that nobody carried all of lately, each with the latest month end of these."""
    rows = live_shares(reader)
    gaps = rows.filter(
        rows.owner_id == UNASSIGNED, rows.month <= month.ordinal, rows.month > month.ordinal - RECENT_MONTHS
    )
    found: list[dict[str, Any]] = reader.collect(gaps).rows()
    latest = {row["account_id"]: row for row in sorted(found, key=lambda row: int(row["month"]))}
    for account, row in latest.items():
        when = Month(row["month"])
        words = f"nobody carried {row['share'] / 100:g}% of it at the end of {when}"
        yield account, "ownership_gap", when, words


def _left(reader: Reader, owner_id: str, month: Month, arr: Mapping[str, int]) -> Iterator[Notice]:
    """Yield every account of a book whose owner is no longer employed."""
    person = staff(reader).people.get(owner_id)
    if person is not None and person.leave_date <= min(month.last_day, reader.as_of):
        for account in arr:
            yield account, "owner_left", month, f"its owner left on {person.leave_date}"
