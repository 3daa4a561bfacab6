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


# ------------------------------------------------------------------------------------------- a whole bridge


@dataclass(frozen=True)
class Paid:
    """A subscription in the workspace's currency; `end` None is open, `annual` is in whole units."""

    account_id: str
    start: date
    end: date | None
    annual: int


def worth(rows: Iterable[Paid], day: date) -> int:
    """Return what an account pays a year on a day."""
    return sum(row.annual for row in rows if row.start <= day and (row.end is None or day < row.end))


def bridges(
    paid: Iterable[Paid], owned: Iterable[Owned], as_of: date, months: int, handover: int = 0
) -> dict[tuple[str, str], dict[str, Fraction]]:
    """Return the bridge of each (`YYYY-MM`, owner), in units a year, for the months that end with `as_of`'s.

    Nothing was paid before the first of them.
    """
    found: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    rows, owners = defaultdict(list), by_account(owned)
    for row in paid:
        rows[row.account_id].append(row)
    number = as_of.year * 12 + as_of.month - 1
    for account, subscriptions in rows.items():
        met = False
        for month in range(number - months + 1, number + 1):
            day = min(last_day(*divmod_month(month)), as_of)
            before = last_day(*divmod_month(month - 1))
            opening, closing = worth(subscriptions, before), worth(subscriptions, day)
            kind = "new" if closing and not opening and not met else _kind(opening, closing)
            met = met or closing > 0
            was, now = carried(owners.get(account, []), before), carried(owners.get(account, []), day)
            by = now
            if kind == "churn":
                last = day
                while not worth(subscriptions, last):
                    last -= timedelta(days=1)
                by = carried(owners.get(account, []), last - timedelta(days=handover))
                if set(by) == {NOBODY}:
                    by = carried(owners.get(account, []), last)
            for owner in {*was, *now, *by}:
                line = found[f"{month // 12:04}-{month % 12 + 1:02}", owner]
                share = by.get(owner, Fraction(0))
                line["opening"] += opening * was.get(owner, Fraction(0))
                line["closing"] += closing * now.get(owner, Fraction(0))
                line[kind] += (closing - opening) * share
                moved = opening * (share - was.get(owner, Fraction(0)))
                line["transfer_in" if moved > 0 else "transfer_out"] += moved
    return found


def divmod_month(month: int) -> tuple[int, int]:
    """Return the year and the month of the year of a month's number."""
    return month // 12, month % 12 + 1


def _kind(opening: int, closing: int) -> str:
    if not opening:
        return "reactivation" if closing else "none"
    if not closing:
        return "churn"
    return "expansion" if closing > opening else "contraction" if closing < opening else "none"
