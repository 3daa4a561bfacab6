"""What it costs to serve accounts, one by one and by group, against what they pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Literal

from bookload.base.access import Right, needs
from bookload.base.period import Month

By = Literal["segment", "tier", "touch_model", "region"]
NOT_STATED = ""
"""The group of accounts that state none."""


@dataclass(frozen=True, slots=True)
class Served:
    """One account in one month: the minutes asked for it by role, its segment's direct costs, and its MRR.

    `cost` = sum over roles of minutes x rate, and `direct`; None where a rate is not known. `unstaffed`
    minutes are those of roles without people: nothing is spent on them. Amounts are exact units.
    """

    account_id: str
    month: Month
    minutes: Mapping[str, Fraction]
    direct: Fraction
    revenue: Fraction
    cost: Fraction | None
    unstaffed: Fraction


@dataclass(frozen=True, slots=True)
class AccountCost:
    """What one account took over the months asked for, and what it paid.

    `revenue` is the sum of its MRR at the months' ends, `margin` = revenue - cost, `gross_margin` the same as
    a share of revenue (None where nothing was paid). Amounts are exact units of the workspace's currency.
    `unstaffed_minutes` are those of `minutes` that no people of the role were there for, `direct` the part of
    `cost` that is its segment's own.
    """

    account_id: str
    minutes: Fraction
    unstaffed_minutes: Fraction
    direct: Fraction
    revenue: Fraction
    cost: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    margin: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    gross_margin: Fraction | None = field(metadata=needs(Right.PAY_GROUP))


@dataclass(frozen=True, slots=True)
class GroupCost:
    """The same of a group of accounts; `key` is None for all of them, `""` for those that state none.

    `account_months` is how many accounts there were at the months' ends, summed: `cost_per_account` a month
    is cost / account_months. An account that changes group is in each for its months.
    """

    key: str | None
    account_months: int
    minutes: Fraction
    unstaffed_minutes: Fraction
    direct: Fraction
    revenue: Fraction
    cost: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    margin: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    gross_margin: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    cost_per_account: Fraction | None = field(metadata=needs(Right.PAY_GROUP))


@dataclass(frozen=True, slots=True)
class Taken:
    """The minutes that a group's accounts take of one pool: a role in a month."""

    key: str
    month: Month
    role: str
    minutes: Fraction


@dataclass(frozen=True, slots=True)
class _Sum:
    minutes: Fraction
    unstaffed_minutes: Fraction
    direct: Fraction
    revenue: Fraction
    cost: Fraction | None
    margin: Fraction | None
    gross_margin: Fraction | None


def account_costs(served: Iterable[Served]) -> tuple[AccountCost, ...]:
    """Return what each account took over all months, in the order of ids."""
    rows: dict[str, list[Served]] = defaultdict(list)
    for row in served:
        rows[row.account_id].append(row)
    return tuple(AccountCost(account, **_named(_sum(rows[account]))) for account in sorted(rows))


def group_cost(key: str | None, rows: Iterable[Served], live: int) -> GroupCost:
    """Return what a group's accounts took; `live` counts those that paid at the months' ends."""
    total = _sum(rows)
    per_account = total.cost / live if total.cost is not None and live else None
    return GroupCost(key, live, **_named(total), cost_per_account=per_account)


def taken(key: str, rows: Iterable[Served]) -> tuple[Taken, ...]:
    """Return what a group's accounts take of each pool, in the order of months and roles."""
    sums: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    for row in rows:
        for role, minutes in row.minutes.items():
            sums[row.month, role] += minutes
    return tuple(Taken(key, month, role, sums[month, role]) for month, role in sorted(sums))


def _sum(rows: Iterable[Served]) -> _Sum:
    none = Fraction(0)
    minutes = unstaffed = direct = revenue = none
    cost: Fraction | None = none
    for row in rows:
        minutes += sum(row.minutes.values(), none)
        unstaffed += row.unstaffed
        direct += row.direct
        revenue += row.revenue
        cost = None if cost is None or row.cost is None else cost + row.cost
    margin = None if cost is None else revenue - cost
    share = margin / revenue if margin is not None and revenue > 0 else None
    return _Sum(minutes, unstaffed, direct, revenue, cost, margin, share)


def _named(total: _Sum) -> dict[str, Fraction]:
    return {each.name: getattr(total, each.name) for each in fields(total)}
