"""Contracted renewals by who carries the account: the revenue's, with its owners and each one's part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.metrics.books.movements import owners_seen
from bookload.metrics.books.shares import UNASSIGNED, shares
from bookload.metrics.revenue.renewals import Renewals, renewals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.data.reader import Reader


@dataclass(frozen=True, slots=True)
class OwnerRenewals:
    """What is due in one owner's book, by their shares on `as_of`, in quanta; `""` is nobody's."""

    owner_id: str
    rows: int
    due: int = field(metadata=IN_QUANTA)
    overdue: int = field(metadata=IN_QUANTA)


def owned_renewals(reader: Reader, months_ahead: int = 12) -> tuple[Renewals, tuple[OwnerRenewals, ...]]:
    """Return the renewals with their owners on `as_of`, and what is due by owner.

    A reader of one book sees itself and its pools alone. `due` leaves out what is overdue; of an account
    that is shared each owner has their part.
    """
    found = renewals(reader, months_ahead)
    held = _held(reader)
    seen = owners_seen(reader, {owner for owners in held.values() for owner in owners})
    rows = tuple(
        replace(row, owners=tuple(sorted(owner for owner in held.get(row.account_id, {}) if owner in seen)))
        for row in found.rows
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        for owner in row.owners:
            part = row.arr * held[row.account_id][owner] // SHARE_ONE
            count, due, overdue = sums[owner]
            sums[owner] = [count + 1, due + part * (not row.overdue), overdue + part * row.overdue]
    owners = tuple(OwnerRenewals(owner, *sums[owner]) for owner in sorted(sums))
    return replace(found, rows=rows), owners


def _held(reader: Reader) -> Mapping[str, Mapping[str, int]]:
    """Return each account's owners on `as_of`, with their shares (x 10^4)."""
    rows = shares(reader)
    today = rows.filter(rows.month == Month.of(reader.as_of).ordinal)
    held: dict[str, dict[str, int]] = defaultdict(dict)
    for row in reader.collect(today.select("account_id", "owner_id", "share")).rows():
        held[str(row["account_id"])][str(row["owner_id"] or UNASSIGNED)] = int(row["share"])  # type: ignore[call-overload]
    return held
