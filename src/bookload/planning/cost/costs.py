"""Costs: what the team's capacity costs, which accounts take it, what is left unused, and the margins.

    cost of an account = sum over roles of its minutes x the role's rate, and its segment's direct costs
    costs of all accounts + unused + stranded = cost supplied, exactly

Minutes are the likely ones of the journey. The heads of a month are those at its end, as in all ratios; what
they cost is a twelfth of their yearly pay, what they can give the available hours of so many standard heads.
A segment's direct costs go by the days that its accounts are live.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from bookload.base.access import Right, needs
from bookload.base.errors import Finding, UsageError, unknown
from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.base.result import Rows
from bookload.data.engine import exact_sum
from bookload.data.reader import Reader
from bookload.metrics.ratios.facts import crews
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.known import end_reached, last_over
from bookload.metrics.revenue.stocks import converted_balances
from bookload.metrics.team.people import role_word
from bookload.metrics.team.working_time import standard_available
from bookload.planning.cost.dated import DatedCosts, dated_costs
from bookload.planning.cost.heads import count, heads, yearly_pay
from bookload.planning.cost.pool import MONTHS_A_YEAR, Pool, Work, pool
from bookload.planning.cost.served import (
    NOT_STATED,
    AccountCost,
    By,
    GroupCost,
    Served,
    Taken,
    account_costs,
    group_cost,
    taken,
)
from bookload.planning.journey import Demand, demand

MINUTES_AN_HOUR = 60
Place = tuple[str, Month]
"""An account in a month."""


@dataclass(frozen=True)
class Costs:
    """What the team cost over some months, and who took it.

    `pools` are by month and role; `groups` by the key asked for, with what they have `taken` of each pool;
    `total` is all accounts together. `supplied` =
    `served` (the costs of all accounts) + `unused` + `stranded`: costs of a role without people or that is
    asked for nothing, or of a segment without accounts. `beside` are the heads at the last month's end of
    roles that are asked for nothing (who supervises, interns): their pay is in no pool, and costs of
    everybody are for those who serve, so none of them falls on these. `running` is the day that the last
    month has reached, None where it is over: its heads and MRR are those of that day, its hours and costs a
    whole month's. What comes from pay is None where it is hidden or not known.
    """

    months: tuple[Month, ...]
    by: By
    pools: Rows[Pool]
    groups: Rows[GroupCost]
    accounts: Rows[AccountCost]
    total: GroupCost
    stranded: Fraction
    direct: Fraction
    assumed: bool
    findings: tuple[Finding, ...]
    beside: tuple[tuple[str, Fraction], ...]
    running: date | None
    taken: tuple[Taken, ...] = field(repr=False)
    supplied: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    unused: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    served: tuple[Served, ...] = field(repr=False, metadata=needs(Right.PAY_GROUP))


def costs(reader: Reader, by: By = "segment", first: Month | None = None, last: Month | None = None) -> Costs:
    """Return what the team's capacity cost from one month to another, and who took it.

    The last month that is over unless named; in a company's first month, that one as it runs. Raises
    `UsageError` for months that are not known (those after `as_of` are plans, not facts), and
    `AccessDeniedError` for a reader of some accounts only.
    """
    if by not in get_args(By):
        raise unknown("grouping of costs", by, get_args(By))
    reader.access.demand({Right.ALL_ROWS}, "the cost to serve")
    months = _months(reader, first, last)
    asked = demand(reader, months)
    other = dated_costs(reader, months)
    minutes = _minutes(asked)
    pools = tuple(each for month in months for each in _pools(reader, asked, month, other[month]))
    revenue = _revenue(reader, months)
    direct, lost = _direct(asked, other)
    served = _served(minutes, direct, revenue, pools)
    stranded = lost + sum((_stranded(pools, month, other[month]) for month in months), Fraction(0))
    return _costs(reader, by, months, asked, Found(pools, served, revenue, stranded, sum(direct.values())))


@dataclass(frozen=True)
class Found:
    """What costs are gathered from: pools, accounts by month, their revenue, what is stranded, and direct."""

    pools: tuple[Pool, ...]
    served: tuple[Served, ...]
    revenue: Mapping[Place, Fraction]
    stranded: Fraction
    direct: Fraction | int


def _costs(reader: Reader, by: By, months: tuple[Month, ...], asked: Demand, found: Found) -> Costs:
    total = group_cost(None, found.served, len(found.revenue))
    grouped = _grouped(reader, by, months, found.served)
    unused = _summed([each.unused for each in found.pools])
    supplied = _summed([each.supplied for each in found.pools])
    beside = Fraction(found.direct) + found.stranded
    return Costs(
        months=months,
        by=by,
        pools=Rows(found.pools, frozenset({Right.PAY_GROUP})),
        groups=Rows(_groups(grouped, found.revenue), frozenset({Right.PAY_GROUP})),
        accounts=Rows(account_costs(found.served), frozenset({Right.PAY_GROUP})),
        total=total,
        stranded=found.stranded,
        direct=Fraction(found.direct),
        assumed=asked.assumed,
        findings=(*asked.findings, *_unknown_pay(reader, found.pools)),
        beside=_beside(reader, months[-1], {each.role for each in found.pools}),
        running=None if end_reached(reader, months[-1]) else reader.as_of,
        taken=tuple(each for key, rows in grouped.items() for each in taken(key, rows)),
        supplied=None if supplied is None else supplied + beside,
        unused=unused,
        served=found.served,
    )


def _months(reader: Reader, first: Month | None, last: Month | None) -> tuple[Month, ...]:
    known = crews(reader)
    now = Month.of(reader.as_of)
    usual = min(last_over(reader), max(known, default=now))
    # Of a company's first month nothing before is known: what it costs is told of that month, as it runs.
    end = last or max(usual, min(known, default=now))
    start = first or end
    wanted = tuple(month_range(start, end))
    missing = [month for month in wanted if month not in known]
    if missing or not wanted:
        message = (
            f"the costs of {start} to {end} are not all known; name months from {min(known)} to {max(known)}"
            if known
            else "no month's costs are known yet"
        )
        raise UsageError(message)
    return wanted


def _minutes(asked: Demand) -> Mapping[Place, Mapping[str, Fraction]]:
    """Return the likely minutes by account, month and role; live accounts that ask for nothing have none."""
    found: dict[Place, dict[str, Fraction]] = {(row.account_id, row.month): {} for row in asked.days}
    for (account, month, role), hours in asked.totals("account_id", "month", "role").items():
        if hours.likely:
            found[str(account), month][str(role)] = hours.likely * MINUTES_AN_HOUR  # type: ignore[index]
    return found


def _pools(reader: Reader, asked: Demand, month: Month, other: DatedCosts) -> list[Pool]:
    """Return the pools of a month: of the revenue role, and of each that is asked for or costs something."""
    crew = crews(reader)[month]
    there = heads(reader, crew)
    totals = asked.totals("month", "role")
    csm = role_word(reader.policy.revenue.revenue_role)
    asked_for = {str(role): hours for (when, role), hours in totals.items() if when == month}
    roles = sorted({csm, *asked_for}, key=lambda role: (role != csm, role))
    counts = {role: count(there.get(role, {})) for role in roles}
    more = other.of_roles(counts)
    available = standard_available(reader.policy.working_time, reader.policy.company.country, month)
    found = []
    for role in roles:
        pay = yearly_pay(reader, crew, there.get(role, {}))
        hours = asked_for.get(role)
        work = Work(
            month=month,
            role=role,
            heads=counts[role],
            practical=counts[role] * available * MINUTES_AN_HOUR,
            asked=hours.likely * MINUTES_AN_HOUR if hours else Fraction(0),
            assumed=bool(hours and hours.assumed),
        )
        monthly = None if pay is None else pay / MONTHS_A_YEAR
        rate = Fraction(reader.policy.team.on_cost_rate)
        found.append(pool(work, monthly, rate, more.get(role, Fraction(0))))
    return found


def _beside(reader: Reader, month: Month, served: Collection[str]) -> tuple[tuple[str, Fraction], ...]:
    there = heads(reader, crews(reader)[month])
    return tuple((role, count(there[role])) for role in sorted(there) if role not in served)


def _stranded(pools: Sequence[Pool], month: Month, other: DatedCosts) -> Fraction:
    return other.stranded({each.role: each.heads for each in pools if each.month == month})


def _direct(asked: Demand, other: Mapping[Month, DatedCosts]) -> tuple[dict[Place, Fraction], Fraction]:
    """Return each account's part of its segment's direct costs, by days live, and those of nobody."""
    days: dict[tuple[Month, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in asked.days:
        segment = asked.known.segment(row.account_id, row.month)
        if segment is not None and segment in other[row.month].by_segment:
            days[row.month, segment][row.account_id] += row.days
    found: dict[Place, Fraction] = {}
    lost = Fraction(0)
    for month, each in other.items():
        for segment, amount in each.by_segment.items():
            held = days.get((month, segment), {})
            total = sum(held.values())
            lost += 0 if total else amount
            for account, spent in held.items():
                found[account, month] = amount * spent / total
    return found, lost


def _served(
    minutes: Mapping[Place, Mapping[str, Fraction]],
    direct: Mapping[Place, Fraction],
    revenue: Mapping[Place, Fraction],
    pools: Sequence[Pool],
) -> tuple[Served, ...]:
    by_role = {(each.month, each.role): each for each in pools}
    found = []
    for account, month in sorted({*minutes, *revenue}, key=lambda place: (place[1], place[0])):
        taken = minutes.get((account, month), {})
        own = direct.get((account, month), Fraction(0))
        each = [(by_role[month, role], spent) for role, spent in taken.items()]
        cost = _summed([Fraction(0) if of.unstaffed else _times(of.rate, spent) for of, spent in each])
        idle = sum((spent for of, spent in each if of.unstaffed), Fraction(0))
        whole = None if cost is None else cost + own
        paid = revenue.get((account, month), Fraction(0))
        found.append(Served(account, month, taken, own, paid, whole, idle))
    return tuple(found)


def _times(rate: Fraction | None, minutes: Fraction) -> Fraction | None:
    return None if rate is None else rate * minutes


def _summed(amounts: Sequence[Fraction | None]) -> Fraction | None:
    """Return a sum; None where one of its parts is not known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def _revenue(reader: Reader, months: Sequence[Month]) -> dict[Place, Fraction]:
    """Return the MRR of each account that is live at a month's end."""
    rows = converted_balances(reader)
    wanted = rows.filter(rows.month.isin([month.ordinal for month in months]))
    sums = wanted.group_by("account_id", "month").aggregate(closing=exact_sum(wanted.closing))
    listed: list[dict[str, Any]] = reader.collect(sums).rows()
    return {(row["account_id"], Month(row["month"])): mrr(row["closing"]) for row in listed if row["closing"]}


def _grouped(
    reader: Reader, by: By, months: Sequence[Month], served: Sequence[Served]
) -> Mapping[str, Sequence[Served]]:
    """Return the accounts by group, in the order of keys; one that changes group is in each."""
    rows = attribute(reader, by)
    wanted = rows.filter(rows.month.isin([month.ordinal for month in months]))
    listed: list[dict[str, Any]] = reader.collect(wanted.select("account_id", "month", "value")).rows()
    keys = {(row["account_id"], Month(row["month"])): row["value"] for row in listed}
    gathered: dict[str, list[Served]] = defaultdict(list)
    for row in served:
        gathered[keys.get((row.account_id, row.month)) or NOT_STATED].append(row)
    return {key: gathered[key] for key in sorted(gathered)}


def _groups(
    grouped: Mapping[str, Sequence[Served]], revenue: Mapping[Place, Fraction]
) -> tuple[GroupCost, ...]:
    return tuple(
        group_cost(key, rows, sum((row.account_id, row.month) in revenue for row in rows))
        for key, rows in grouped.items()
    )


def _unknown_pay(reader: Reader, pools: Sequence[Pool]) -> tuple[Finding, ...]:
    """Return a note where who may see single salaries is not told all of them."""
    missing = sorted({each.role for each in pools if each.pay is None})
    if not missing or not reader.access.allows(Right.PAY_PERSON):
        return ()
    return (
        Finding(
            code="pay_missing",
            message=f"the pay of somebody in role '{missing[0]}' is not known, so the role has no costs",
            remedy="Add a row of pay for everybody who works in the role",
            severity="warning",
            table="pay",
            column="person_id",
            value=missing[0],
            count=len(missing),
        ),
    )
