"""The bridge from opening to closing by person: a transfer is nobody's expansion and nobody's churn.

Stocks belong to the owners at month end, and a change of owner is a transfer, equal and opposite. The rule in
full is in `bookload.metrics.books.lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bookload.base.period import Month, months
from bookload.base.result import Rows
from bookload.metrics.books.months import SUMMED, moved_lines, owner_months
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.movements.bridges import AMOUNTS, MovementRow, Movements
from bookload.metrics.revenue.rates.conversion import month_factors
from bookload.metrics.team.pools import pools

if TYPE_CHECKING:
    from bookload.data.reader import Reader


@dataclass(frozen=True, slots=True)
class Transfer:
    """An account, or a share of it, that came to an owner in a month (or left them: `arr` below 0).

    `arr` is opening ARR x change of share, in quanta; `others` are the owners on the other side.
    """

    month: Month
    account_id: str
    owner_id: str
    arr: int
    others: tuple[str, ...]


def by_person(reader: Reader, first: Month, last: Month) -> Movements:
    """Return the bridge of every owner, by month and then owner; first and last month are included.

    The key is a person, a pool or `""` (unassigned). Every owner that occurs in the range has a row for each
    of its months, of zeros where nothing happened; months whose opening is not known are None throughout. A
    reader of one book gets the rows of that person and their pools alone.
    """
    rows = owner_months(reader)
    collected = reader.collect(rows.filter(rows.month >= first.ordinal, rows.month <= last.ordinal))
    found = {
        (Month(row["month"]), str(row["owner_id"])): row  # type: ignore[arg-type]
        for row in collected.rows()
        if any(row[name] for name in SUMMED)
    }
    laid_out = _laid_out(reader, found, months(first, last))
    notes = month_factors(reader).notes(first, last)
    return Movements(tuple(laid_out), collected.needs, reader.policy.revenue.grain, notes)


def transfers(reader: Reader, first: Month, last: Month) -> Rows[Transfer]:
    """Return every change of owner of MRR from first to last month, by month, account and owner.

    Those of one account and month add up to 0. A month whose opening is not known has none. A reader of one
    book gets its own side.
    """
    rows = moved_lines(reader)
    collected = reader.collect(rows.filter(rows.month >= first.ordinal, rows.month <= last.ordinal))
    sides: dict[tuple[Month, str], dict[str, int]] = {}
    for row in collected.rows():
        month = Month(row["month"])  # type: ignore[arg-type]
        if not opening_known(reader, month):
            continue
        side = sides.setdefault((month, str(row["account_id"])), {})
        side[str(row["owner_id"])] = int(row["transfer"])  # type: ignore[call-overload]
    seen = owners_seen(reader, {owner for side in sides.values() for owner in side})
    return Rows(
        tuple(
            Transfer(month, account, owner, side[owner], _others(side, owner))
            for (month, account), side in sorted(sides.items())
            for owner in sorted(side)
            if owner in seen
        ),
        collected.needs,
    )


def owners_seen(reader: Reader, owners: Iterable[str]) -> frozenset[str]:
    """Return the owners, of those given, whose lines the reader may see: all, or its people and pools."""
    if reader.access.sees_all_rows:
        return frozenset(owners)
    people, groups = reader.access.people, pools(reader)
    mine = people.union(*(groups.of(person, reader.as_of) for person in people))
    return frozenset(owner for owner in owners if owner in mine)


def _others(side: Mapping[str, int], owner: str) -> tuple[str, ...]:
    return tuple(sorted(each for each, arr in side.items() if (arr < 0) != (side[owner] < 0)))


def _laid_out(
    reader: Reader, found: Mapping[tuple[Month, str], Mapping[str, Any]], asked: Iterable[Month]
) -> Iterator[MovementRow]:
    owners = sorted(owners_seen(reader, {owner for _, owner in found}))
    for month in asked:
        known = opening_known(reader, month)
        for owner in owners:
            row = found.get((month, owner), {})
            amounts = {name: row.get(name, 0) if known else None for name in AMOUNTS}
            yield MovementRow(month=month, key=owner, **amounts)
