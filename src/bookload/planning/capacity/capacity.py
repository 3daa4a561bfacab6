"""Capacity: the hours that the journey asks for against those that the team has, by role and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bookload.base.access import Right, needs
from bookload.base.errors import Finding, UsageError
from bookload.base.period import Month
from bookload.base.period import months as month_range
from bookload.base.result import Rows
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.books.shares import UNASSIGNED
from bookload.metrics.team.people import role_word
from bookload.metrics.team.pools import Pools, pools
from bookload.planning.capacity.began import demand_known, left_out, owners_known_from
from bookload.planning.capacity.carriers import (
    NO_OWNERS,
    Carrier,
    Carriers,
    Crew,
    Owned,
    carriers,
    long_absences,
    owned,
)
from bookload.planning.capacity.cover import Covered, Team, cover
from bookload.planning.capacity.heads import relationships, unknown_contacts
from bookload.planning.capacity.implied import Implied, Need, implied
from bookload.planning.capacity.levels import LevelRow, level_cover
from bookload.planning.capacity.lifecycle import StageHours, stage_hours
from bookload.planning.capacity.loads import PersonLoad, person_loads, shares
from bookload.planning.capacity.means import MeanHours, mean_hours
from bookload.planning.capacity.rows import CapacityRow, capacity_rows
from bookload.planning.capacity.share import Share
from bookload.planning.capacity.supply import StandardHead, Supply, heads_day, supply
from bookload.planning.journey import Demand, demand_of
from bookload.planning.journey.lives import roster
from bookload.planning.journey.stages import countable

MONTHS_AHEAD = 3
Reason = Literal["unassigned", "empty_pool", "leaver", "no_people", "absent"]


@dataclass(frozen=True, slots=True)
class Unowned:
    """Hours of a role and month that nobody carries, and why.

    `unassigned` accounts have no owner, an `empty_pool` no members, a `leaver` is no longer (or not yet)
    employed, an `absent` one is away for long and no colleague has the hours, and `no_people` means that
    nobody works in the role.
    """

    month: Month
    role: str
    reason: Reason
    hours: Fraction


@dataclass(frozen=True)
class Capacity:
    """Demand and supply by role and month, with the parts that each figure is made of.

    `people` is None for readers without the right to the time of single people. `assumed`: the journey has
    no activities, so hours come from published averages; `band` is then the range of one CSM's hours a month
    that they were taken from. `outside`: accounts outside all stages, weighted by days.
    """

    as_of: date
    rows: Rows[CapacityRow]
    implied: tuple[Implied, ...]
    unowned: tuple[Unowned, ...]
    covered: tuple[Covered, ...]
    levels: tuple[LevelRow, ...]
    means: tuple[MeanHours, ...]
    stages: tuple[StageHours, ...]
    outside: Mapping[Month, Fraction]
    standard: Mapping[Month, StandardHead]
    assumed: bool
    band: tuple[Decimal, Decimal] | None
    findings: tuple[Finding, ...]
    demand: Demand
    people: Rows[PersonLoad] | None = field(default=None, metadata=needs(Right.TIME_PERSON))
    shares: tuple[Share, ...] | None = field(default=None, metadata=needs(Right.TIME_PERSON), repr=False)
    carriers: Mapping[str, Carriers] | None = field(
        default=None, metadata=needs(Right.TIME_PERSON), repr=False
    )

    def row(self, month: Month, role: str) -> CapacityRow | None:
        """Return the row of a role and month; None where there is none."""
        return next((row for row in self.rows if (row.month, row.role) == (month, role)), None)


def capacity(reader: Reader, months_ahead: int = MONTHS_AHEAD, *, first: Month | None = None) -> Capacity:
    """Return demand, supply, required heads and implied ratios from a month (as_of's) to some months ahead.

    Months ahead see today's accounts move on through the stages (no growth is assumed), and the absences,
    holidays, hires and leavers known today. Months that open before the data knows anything are left out, but
    for that of `as_of`. Raises `AccessDeniedError` for a reader of some accounts only: a team's capacity
    cannot be told from them; and `UsageError` for months ahead below 0, a first month after the last, and an
    `as_of` before the data.
    """
    reader.access.demand({Right.ALL_ROWS}, "the capacity of the team")
    if months_ahead < 0:
        message = (
            f"months ahead are 0 or more, not {months_ahead}; name a first month for those that are past"
        )
        raise UsageError(message)
    demand_known(reader)
    today = Month.of(reader.as_of)
    last = today + months_ahead
    if first is not None and first > last:
        message = f"{first} is after the last month ahead, {last}; name that month or an earlier one as the "
        raise UsageError(f"{message}first, or more months ahead than {months_ahead}")
    accounts = roster(reader)
    rows = owned(reader, accounts)
    began = owners_known_from(accounts, rows, reader.known_from)
    months = countable(month_range(first or today, last), reader.as_of, began)
    return _capacity(reader, demand_of(reader, accounts, months), rows, began)


def _capacity(reader: Reader, asked: Demand, owners: Mapping[str, Owned], began: date | None) -> Capacity:
    policy, months = reader.policy, asked.months
    csm = role_word(policy.revenue.revenue_role)
    owners = {csm: NO_OWNERS, **owners}
    have, groups = supply(reader, months, began), pools(reader)
    away = long_absences(have.staff, policy.cover.from_days) if policy.cover.by == "team" else {}
    who = _carriers(owners, asked, Crew(have.staff, groups, began, away))
    work, covered = cover(
        shares(asked, who, have.hours, policy), Team(have.staff, groups, have.hours, policy)
    )
    by_level = level_cover(asked, have, policy)
    days = {month: heads_day(month, reader.as_of) for month in months}
    held = relationships(asked, who[csm], groups, days, policy)
    rows = capacity_rows(asked, have, held, policy, reader.as_of)
    single = reader.access.allows(Right.TIME_PERSON)
    terms = policy.capacity
    return Capacity(
        as_of=reader.as_of,
        rows=Rows(rows),
        implied=implied(reader, [_need(row) for row in rows if row.role == csm]),
        unowned=_unowned(work, groups, csm),
        covered=covered,
        levels=by_level.rows,
        means=mean_hours(asked),
        stages=stage_hours(asked),
        outside=asked.outside(),
        standard=have.standard,
        assumed=asked.assumed,
        band=(terms.assumed_hours_low, terms.assumed_hours_high) if asked.assumed else None,
        findings=(
            *asked.findings,
            *have.findings,
            *by_level.findings,
            *unknown_contacts(held[months[-1]]),
            *_outside(asked),
            *left_out(began, reader.known_from),
        ),
        demand=asked,
        people=_people(work, have, rows, policy) if single else None,
        shares=work if single else None,
        carriers=who if single else None,
    )


def _people(
    work: Sequence[Share], have: Supply, rows: Sequence[CapacityRow], policy: Policy
) -> Rows[PersonLoad]:
    roles = {row.role for row in rows}
    assumed = {row.month for row in rows if row.assumed}
    loads = person_loads(work, have.hours, roles, assumed, policy)
    return Rows(loads, frozenset({Right.TIME_PERSON}))


def _carriers(owners: Mapping[str, Owned], asked: Demand, crew: Crew) -> Mapping[str, Carriers]:
    """Return who does the work of each role that owns accounts, and of the revenue role in any case."""
    window = (asked.months[0].first_day, asked.months[-1].next_first_day)
    count = len(asked.accounts.ids)
    return {role: carriers(rows, count, crew, window) for role, rows in owners.items()}


def _need(row: CapacityRow) -> Need:
    return Need(row.month, row.need, row.need_low, row.need_high, row.assumed)


def _unowned(work: Sequence[Share], groups: Pools, csm: str) -> tuple[Unowned, ...]:
    found: dict[tuple[Month, str, Reason], Fraction] = {}
    for share in work:
        if share.carrier.person_id is None and share.hours:
            key = (share.month, share.role, _reason(share.carrier, share.role, groups, csm))
            found[key] = found.get(key, Fraction(0)) + share.hours
    return tuple(
        Unowned(month, role, reason, hours) for (month, role, reason), hours in sorted(found.items())
    )


def _reason(carrier: Carrier, role: str, groups: Pools, csm: str) -> Reason:
    if carrier.away:
        return "absent"
    if role != csm:
        return "no_people"
    if carrier.owner_id == UNASSIGNED:
        return "unassigned"
    return "empty_pool" if carrier.owner_id in groups else "leaver"


def _outside(asked: Demand) -> tuple[Finding, ...]:
    accounts = asked.outside_accounts()
    if not accounts or asked.assumed:
        return ()
    return (
        Finding(
            code="outside_all_stages",
            message="some accounts are on some days outside all stages; nothing is asked for then",
            remedy="Add a stage without rules at the end of journey.toml, which holds for everybody else",
            severity="note",
            table="accounts",
            column="account_id",
            value=min(accounts),
            count=len(accounts),
        ),
    )
