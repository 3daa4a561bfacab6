"""Ownership by brute force: day by day, in plain Python, with nothing of the program in it.

The rule, once more: whoever holds a row `[start, end)` on a day carries its share of the account on that day;
shares that add up to 1 within 0.001 are 1, the rest on the largest; what is missing is nobody's ("").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

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
    paid: Iterable[Paid],
    owned: Iterable[Owned],
    as_of: date,
    months: int,
    handover: int = 0,
    *,
    daily: bool = False,
) -> dict[tuple[str, str], dict[str, Fraction]]:
    """Return the bridge of each (`YYYY-MM`, owner), in units a year, for the months that end with `as_of`'s.

    Nothing was paid before the first of them. With `daily`, each day's change counts: those up to a churn go
    by its owners, those after the month's last by the owners at its end.
    """
    found: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    rows, owners = defaultdict(list), by_account(owned)
    for row in paid:
        rows[row.account_id].append(row)
    number = as_of.year * 12 + as_of.month - 1
    for account, subscriptions in rows.items():
        met = False
        mine = owners.get(account, [])
        for month in range(number - months + 1, number + 1):
            day = min(last_day(*divmod_month(month)), as_of)
            before = last_day(*divmod_month(month - 1))
            opening, closing = worth(subscriptions, before), worth(subscriptions, day)
            was, now = carried(mine, before), carried(mine, day)
            changes: list[tuple[str, int, Mapping[str, Fraction]]] = []
            by: Mapping[str, Fraction] = now
            for start, end in reversed(_moments(before, day, daily=daily)):
                sides = worth(subscriptions, start), worth(subscriptions, end)
                kind = _kind(*sides)
                if kind == "churn":
                    by = _left_by(subscriptions, mine, end, handover)
                changes.append((kind, sides[1] - sides[0], by))
            for kind, change, shares in reversed(changes):
                named = "new" if kind == "reactivation" and not met else kind
                met = met or kind == "reactivation"
                for owner, share in shares.items():
                    found[_place(month, owner)][named] += change * share
            for owner in {*was, *now, *(owner for _, _, shares in changes for owner in shares)}:
                line = found[_place(month, owner)]
                ends = opening * was.get(owner, Fraction(0)), closing * now.get(owner, Fraction(0))
                line["opening"] += ends[0]
                line["closing"] += ends[1]
                did = sum(
                    (change * shares.get(owner, Fraction(0)) for _, change, shares in changes), Fraction(0)
                )
                moved = ends[1] - ends[0] - did
                line["transfer_in" if moved > 0 else "transfer_out"] += moved
    return found


def _moments(before: date, day: date, *, daily: bool) -> list[tuple[date, date]]:
    """Return the moments between two days whose changes count, each from one day to a later one."""
    if not daily:
        return [(before, day)]
    days = [before + timedelta(days=count) for count in range((day - before).days + 1)]
    return list(pairwise(days))


def _left_by(paid: Sequence[Paid], owned: Sequence[Owned], gone: date, handover: int) -> dict[str, Fraction]:
    """Return who carried an account on its last live day, or `handover` days before, where somebody did."""
    last = gone
    while not worth(paid, last):
        last -= timedelta(days=1)
    by = carried(owned, last - timedelta(days=handover))
    return carried(owned, last) if set(by) == {NOBODY} else by


def _place(month: int, owner: str) -> tuple[str, str]:
    return f"{month // 12:04}-{month % 12 + 1:02}", owner


def divmod_month(month: int) -> tuple[int, int]:
    """Return the year and the month of the year of a month's number."""
    return month // 12, month % 12 + 1


def _kind(opening: int, closing: int) -> str:
    if not opening:
        return "reactivation" if closing else "none"
    if not closing:
        return "churn"
    return "expansion" if closing > opening else "contraction" if closing < opening else "none"
