"""The table of ownership as a proposal has it: rows that end, rows that begin, all others as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bookload.base.errors import UsageError
from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.team.people import role_word
from bookload.planning.balance.proposal import Move


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """A row of the table `ownership`; `share` is x 10^4, `end_date` None while it lasts."""

    account_id: str
    owner_id: str
    start_date: date
    end_date: date | None
    role: str
    share: int


class Moving(Protocol):
    """Moves that were proposed on a day: all of a proposal's, or those that were accepted."""

    @property
    def as_of(self) -> date:
        """The day of the books that they begin from."""
        ...

    @property
    def moves(self) -> Sequence[Move]:
        """The moves in their order."""
        ...


def owners_after(reader: Reader, found: Moving, starts: date) -> tuple[OwnerRow, ...]:
    """Return every row of ownership once a proposal's moves are done on a day; other roles stay as they are.

    Raises `UsageError` for a day that is not after the proposal's date: what was is not written anew.
    """
    if starts <= found.as_of:
        raise UsageError(f"owners change after {found.as_of}, the date of the proposal, not on {starts}")
    role = role_word(reader.policy.revenue.revenue_role)
    going = {(move.account_id, move.from_id): move for move in found.moves}
    rows: list[OwnerRow] = []
    for row in _rows(reader):
        move = going.get((row.account_id, row.owner_id))
        lasts = row.start_date <= found.as_of < (row.end_date or FAR)
        if move is None or not lasts or role_word(row.role) != role:
            rows.append(row)
            continue
        rows.append(OwnerRow(row.account_id, row.owner_id, row.start_date, starts, row.role, row.share))
        if row.end_date is None or row.end_date > starts:
            rows.append(OwnerRow(row.account_id, move.to_id, starts, row.end_date, row.role, row.share))
    rows += [_new(move, starts, role) for move in found.moves if not move.from_id]
    return tuple(sorted(_together(rows), key=lambda row: (row.account_id, row.start_date, row.owner_id)))


def _new(move: Move, starts: date, role: str) -> OwnerRow:
    return OwnerRow(move.account_id, move.to_id, starts, None, role, move.share)


def _together(rows: Iterable[OwnerRow]) -> list[OwnerRow]:
    """Return the rows with those of one account, owner, role and time as one, their shares together."""
    found: dict[tuple[object, ...], OwnerRow] = {}
    for row in rows:
        key = (row.account_id, row.owner_id, row.start_date, row.end_date, row.role)
        share = row.share + (found[key].share if key in found else 0)
        found[key] = OwnerRow(row.account_id, row.owner_id, row.start_date, row.end_date, row.role, share)
    return list(found.values())


def _rows(reader: Reader) -> list[OwnerRow]:
    columns = ("account_id", "owner_id", "start_date", "end_date", "role", "share")
    read: list[dict[str, Any]] = reader.collect(unbound("ownership").select(*columns)).rows()
    return [
        OwnerRow(
            row["account_id"],
            row["owner_id"],
            row["start_date"],
            row["end_date"] if row["end_date"] is not None and row["end_date"] < FAR else None,
            row["role"] or "csm",
            SHARE_ONE if row["share"] is None else row["share"],
        )
        for row in read
    ]
