"""Accounts that nobody looks after: without an owner, of somebody who left, of a pool without members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.data.tables import unbound
from bookload.metrics.books.movements import owners_seen
from bookload.metrics.books.retention import carried_shares
from bookload.metrics.books.shares import UNASSIGNED
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Why = Literal["unassigned", "left", "empty_pool"]


@dataclass(frozen=True, slots=True)
class Held:
    """An owner's part (share x 10^4, quanta) of a live account on `as_of`; `""` owns what is nobody's."""

    account_id: str
    name: str
    owner_id: str
    share: int
    arr: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A part of a live account that nobody looks after, and why; `owner_id` is who is stated, `""` nobody."""

    account_id: str
    name: str
    owner_id: str
    why: Why
    arr: int = field(metadata=IN_QUANTA)


def held_today(reader: Reader, owners: Iterable[str] | None = None) -> tuple[Held, ...]:
    """Return who holds what of each live account on `as_of`, the largest first; of one book, its own.

    Of some `owners` alone where they are named.
    """
    today = _today(reader)
    if owners is not None:
        today = today.filter(today.owner_id.isin(sorted(owners)))
    named = today.inner_join(unbound("accounts").select("account_id", "name"), "account_id")
    read: list[dict[str, Any]] = reader.collect(named).rows()
    seen = owners_seen(reader, {row["owner_id"] for row in read})
    found = [
        Held(
            row["account_id"],
            row["name"] or row["account_id"],
            row["owner_id"],
            row["share"],
            row["closing"] * row["share"] // SHARE_ONE,
        )
        for row in read
        if row["owner_id"] in seen
    ]
    return tuple(sorted(found, key=lambda each: (-each.arr, each.account_id, each.owner_id)))


def _today(reader: Reader) -> ir.Table:
    rows = carried_shares(reader)
    return rows.filter(rows.month == Month.of(reader.as_of).ordinal, rows.live_after == 1)


def orphans(reader: Reader) -> tuple[Orphan, ...]:
    """Return the parts of live accounts that nobody looks after on `as_of`, the largest first.

    Whom no row of people knows is taken to be there, as for hours.
    """
    people, groups = staff(reader).people, pools(reader)

    def why(owner_id: str) -> Why | None:
        if owner_id == UNASSIGNED:
            return "unassigned"
        if owner_id in groups:
            return None if groups.members(owner_id, reader.as_of) else "empty_pool"
        person = people.get(owner_id)
        return "left" if person is not None and person.leave_date <= reader.as_of else None

    holders = reader.collect(_today(reader).select("owner_id").distinct()).rows()
    reasons = {owner: reason for row in holders if (reason := why(owner := str(row["owner_id"]))) is not None}
    return tuple(
        Orphan(each.account_id, each.name, each.owner_id, reasons[each.owner_id], each.arr)
        for each in (held_today(reader, reasons) if reasons else ())
    )
