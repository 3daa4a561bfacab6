"""Pools: owners that are not a person, with the members who look after their accounts together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bookload.base.money import SHARE_ONE
from bookload.base.period import FAR
from bookload.data.once import once
from bookload.data.reader import Reader
from bookload.data.tables import unbound


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's part in a pool over `[from_date, to_date)`; `share` of their time goes to it, x 10^4."""

    pool_id: str
    person_id: str
    from_date: date
    to_date: date
    share: int


@dataclass(frozen=True)
class Pools:
    """All pools by id, with their names, and who was in which when."""

    names: Mapping[str, str]
    memberships: tuple[Membership, ...]

    def __contains__(self, owner_id: object) -> bool:
        """Return whether an owner is a pool."""
        return owner_id in self.names

    def __bool__(self) -> bool:
        """Return whether there are pools at all."""
        return bool(self.names)

    def members(self, pool_id: str, day: date) -> Mapping[str, int]:
        """Return a pool's members on a day, with the share of their time (x 10^4) that goes to it."""
        return _sums((each.person_id, each.share) for each in self._on(day) if each.pool_id == pool_id)

    def of(self, person_id: str, day: date) -> Mapping[str, int]:
        """Return the pools that a person is in on a day, with the share of their time (x 10^4) for each."""
        return _sums((each.pool_id, each.share) for each in self._on(day) if each.person_id == person_id)

    def _on(self, day: date) -> Iterator[Membership]:
        return (each for each in self.memberships if each.from_date <= day < each.to_date)


@once
def pools(reader: Reader) -> Pools:
    """Return the pools; one without members has a name and no memberships."""
    columns = ("pool_id", "name", "person_id", "from_date", "to_date", "share")
    rows: list[dict[str, Any]] = reader.collect(unbound("pools").select(*columns)).rows()
    rows.sort(key=lambda row: (row["pool_id"], row["person_id"] or "", row["from_date"] or date.min))
    names = {row["pool_id"]: row["name"] for row in reversed(rows)}
    return Pools(
        dict(sorted(names.items())),
        tuple(_membership(row) for row in rows if row["person_id"] is not None),
    )


def _membership(row: Mapping[str, Any]) -> Membership:
    return Membership(
        pool_id=row["pool_id"],
        person_id=row["person_id"],
        from_date=row["from_date"] or date.min,
        to_date=row["to_date"] or FAR,
        share=SHARE_ONE if row["share"] is None else row["share"],
    )


def _sums(shares: Iterator[tuple[str, int]]) -> Mapping[str, int]:
    totals: Counter[str] = Counter()
    for key, share in shares:
        totals[key] += share
    return totals
