"""One person's book: the accounts in it, what the months did to it, and what needs a look."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.errors import AccessDeniedError, UsageError, unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.tables import unbound
from bookload.metrics.books.attention import Attention, attention
from bookload.metrics.books.movements import Transfer, by_person, owners_seen, transfers
from bookload.metrics.books.retention import JUDGED_FROM, book_retention, carried_shares
from bookload.metrics.books.shares import UNASSIGNED, ownership
from bookload.metrics.revenue.known import end_known
from bookload.metrics.revenue.movements.bridges import Movements
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools

if TYPE_CHECKING:
    from bookload.data.reader import Reader

HISTORY_MONTHS = 12
"""Months of movements and transfers that a book shows."""


@dataclass(frozen=True, slots=True)
class BookAccount:
    """An account in a book: the owner's share (x 10^4) and part of its ARR (quanta; `base.money.mrr`).

    One that is not `live` is there for an ARR below 0 (a credit that recurs): left out, the book would not
    add up to its movements' closing.
    """

    account_id: str
    name: str
    share: int
    arr: int
    live: bool


@dataclass(frozen=True)
class Book:
    """One owner's book at a month end, the largest account first.

    `movements` and `transfers` are of the twelve months that end with it. `judged` is False under ten
    accounts: NRR and GRR are shown then, without a verdict. A reader of one book sees the accounts that are
    theirs now, so their history leaves out what left the book, and has no NRR and GRR.
    """

    owner_id: str
    name: str | None
    month: Month
    accounts: tuple[BookAccount, ...]
    movements: Movements
    transfers: tuple[Transfer, ...]
    nrr: Fraction | None
    grr: Fraction | None
    judged: bool
    attention: tuple[Attention, ...]

    @property
    def arr(self) -> int:
        """The book's ARR in quanta: the closing of its movements, exactly."""
        return sum(account.arr for account in self.accounts)

    @property
    def live(self) -> tuple[BookAccount, ...]:
        """The accounts that are live: those that counts and verdicts are about."""
        return tuple(account for account in self.accounts if account.live)


def book(reader: Reader, owner_id: str, month: Month | None = None) -> Book:
    """Return the book of a person, a pool or nobody (`""`) at a month, of `as_of` unless told otherwise.

    Raises `AccessDeniedError` for a book that the reader may not see, whether it exists or not, and
    `UsageError` for an owner that nobody knows or a month whose end the data does not know.
    """
    asked = month or Month.of(reader.as_of)
    if owner_id not in owners_seen(reader, {owner_id}):
        raise AccessDeniedError("there is no such book among those that you may see")
    _known(reader, owner_id, asked)
    accounts = _accounts(reader, owner_id, asked)
    first = max(asked - (HISTORY_MONTHS - 1), reader.months[0])
    bridge = by_person(reader, first, asked)
    rate = next(
        (row for row in book_retention(reader) if (row.month, row.owner_id) == (asked, owner_id)), None
    )
    return Book(
        owner_id=owner_id,
        name=_name(reader, owner_id),
        month=asked,
        accounts=accounts,
        movements=Movements(
            tuple(row for row in bridge if row.key == owner_id), bridge.needs, bridge.grain, bridge.notes
        ),
        transfers=tuple(each for each in transfers(reader, first, asked) if each.owner_id == owner_id),
        nrr=rate.nrr if rate else None,
        grr=rate.grr if rate else None,
        judged=sum(account.live for account in accounts) >= JUDGED_FROM,
        attention=attention(
            reader, owner_id, asked, {account.account_id: account.arr for account in accounts}
        ),
    )


def _known(reader: Reader, owner_id: str, month: Month) -> None:
    if month not in reader.months or not end_known(reader, month):
        raise UsageError(f"the data does not know the end of {month}; it goes to {reader.months[-1]}")
    rows = ownership(reader)
    owners = {str(row["owner_id"]) for row in reader.collect(rows.select("owner_id").distinct()).rows()}
    everybody = {*staff(reader).people, *pools(reader).names, *owners}
    if owner_id != UNASSIGNED and owner_id not in everybody:
        raise unknown("owner", owner_id, everybody)


def _name(reader: Reader, owner_id: str) -> str | None:
    person = staff(reader).people.get(owner_id)
    return person.name if person else pools(reader).names.get(owner_id)


def _accounts(reader: Reader, owner_id: str, month: Month) -> tuple[BookAccount, ...]:
    rows = carried_shares(reader)
    mine = rows.filter(rows.owner_id == owner_id, rows.month == month.ordinal)
    named = mine.inner_join(unbound("accounts").select("account_id", "name"), "account_id")
    read: list[dict[str, Any]] = reader.collect(named).rows()
    found = [
        BookAccount(
            account_id=row["account_id"],
            name=row["name"],
            share=row["share"],
            arr=row["closing"] * row["share"] // SHARE_ONE,
            live=row["live_after"] == 1,
        )
        for row in read
    ]
    return tuple(sorted(found, key=lambda account: (-account.arr, account.account_id)))
