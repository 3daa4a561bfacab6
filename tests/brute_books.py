"""Ownership by brute force: day by day, in plain Python, with nothing of the program in it.

The rule, once more: whoever holds a row `[start, end)` on a day carries its share of the account on that day;
shares that add up to 1 within 0.001 are 1, the rest on the largest; what is missing is nobody's ("").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

NOBODY = ""


@dataclass(frozen=True)
class Owned:
    """A row of ownership; `end` None is open."""

    account_id: str
    owner_id: str
    start: date
    end: date | None
    share: Decimal


def carried(rows: Iterable[Owned], day: date) -> dict[str, Fraction]:
    """Return who carries what share of an account, whose rows these are, on a day; nobody's part included."""
    held: Counter[str] = Counter()
    for row in rows:
        if row.start <= day and (row.end is None or day < row.end):
            held[row.owner_id] += int(row.share * 10_000)
    found = {owner: share for owner, share in held.items() if share}
    rest = 10_000 - sum(found.values())
    if found and abs(rest) <= 10:
        largest = min(found, key=lambda owner: (-found[owner], owner))
        found[largest] += rest
        rest = 0
    if rest:
        found[NOBODY] = found.get(NOBODY, 0) + rest
    return {owner: Fraction(share, 10_000) for owner, share in found.items() if share}


def last_day(year: int, month: int) -> date:
    """Return a month's last day."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def by_account(rows: Iterable[Owned]) -> Mapping[str, list[Owned]]:
    """Return the rows of each account."""
    found = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found
