"""The rows of capacity: one role in one month, what is asked of it, what it has, and what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.people import role_word
from bookload.planning.capacity.heads import Binding, Relationships, Required, required
from bookload.planning.capacity.loads import Verdict, load_of, utilisation
from bookload.planning.capacity.supply import RoleSupply, StandardHead, Supply
from bookload.planning.journey import Demand, Hours


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """One role in one month. Hours and heads are exact, those named `low` and `high` are estimates.

    - `demand_hours` are asked, `supply_hours` available, `plannable_hours` available x target x ramp;
      `utilisation` = asked / available, None where nothing is; `load` is what it means.
    - `need` required heads, `need_whole` the same as whole people, `binding` what asks for them;
      `have` heads there are at the month's end, `ramped` those by what they can carry.
    - `gap` = need - ramped: heads to hire, or to spare where negative. None where hours are assumed: those
      carry no hiring verdict.
    - `assumed_hours` of the demand nobody measured; `projected`: days after `as_of`, with today's accounts.
    """

    month: Month
    role: str
    demand_hours: Fraction
    demand_low: float
    demand_high: float
    assumed_hours: Fraction
    supply_hours: Fraction
    plannable_hours: Fraction
    utilisation: Fraction | None
    load: Verdict | None
    need: Fraction | None
    need_whole: int | None
    need_low: float | None
    need_high: float | None
    need_by_hours: Fraction | None
    need_by_accounts: Fraction
    need_by_contacts: Fraction
    binding: Binding | None
    have: Fraction
    ramped: Fraction
    gap: Fraction | None
    assumed: bool
    projected: bool


def capacity_rows(
    asked: Demand, have: Supply, held: Mapping[Month, Relationships], policy: Policy, as_of: date
) -> tuple[CapacityRow, ...]:
    """Return the rows of all months: the revenue role first, then every other that something is asked of.

    `held` are the relationships of each month, which bind in the revenue role alone.
    """
    totals = asked.totals("month", "role")
    csm = role_word(policy.revenue.revenue_role)
    roles = sorted({str(role) for _, role in totals} | {csm}, key=lambda role: (role != csm, role))
    none = Fraction(0)
    return tuple(
        _row(
            totals.get((month, role), Hours()),
            have.roles.get((month, role), RoleSupply(month, role, none, none, none, none)),
            have.standard[month],
            held[month] if role == csm else Relationships(),
            policy,
            as_of,
        )
        for month in asked.months
        for role in roles
    )


def _row(
    hours: Hours,
    have: RoleSupply,
    standard: StandardHead,
    held: Relationships,
    policy: Policy,
    as_of: date,
) -> CapacityRow:
    used = utilisation(hours.likely, have.available)
    need = required(hours.likely, standard.plannable, held)
    assumed = bool(hours.assumed)
    return CapacityRow(
        month=have.month,
        role=have.role,
        demand_hours=hours.likely,
        demand_low=hours.low,
        demand_high=hours.high,
        assumed_hours=hours.assumed,
        supply_hours=have.available,
        plannable_hours=have.plannable,
        utilisation=used,
        load=None if assumed else load_of(used, policy),
        need=need.heads,
        need_whole=need.whole,
        need_low=_band(hours.low, standard, need),
        need_high=_band(hours.high, standard, need),
        need_by_hours=need.by_hours,
        need_by_accounts=need.by_accounts,
        need_by_contacts=need.by_contacts,
        binding=need.binding,
        have=have.have,
        ramped=have.ramped,
        gap=None if assumed or need.heads is None else need.heads - have.ramped,
        assumed=assumed,
        projected=have.month.last_day > as_of,
    )


def _band(hours: float, standard: StandardHead, need: Required) -> float | None:
    """Return the heads at one end of the band: the caps on relationships hold there too."""
    if not standard.plannable:
        return None
    return max(hours / float(standard.plannable), float(need.by_accounts), float(need.by_contacts))
