"""What a hiring plan has to keep to: levels, how hires come about, ramp and leave, and what they cost.

Costs are in *pay months*: one month of a hire's loaded pay (pay + on-cost) is 1. Every cost of the programme
is a part of the role's own pay, so which heads are cheapest does not depend on how high the pay is: who may
not see pay gets the same plan, and nothing about pay can be computed from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError, unknown
from bookload.base.period import MONTHS_A_YEAR
from bookload.data.documents import Policy
from bookload.metrics.team.people import role_word

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoleTerms:
    """How heads of a role come about.

    `lead` is the months from opening the search to the first day, `most` how many may start in a month (None:
    as many as it takes).
    """

    role: str
    lead: int
    most: int | None


@dataclass(frozen=True)
class Terms:
    """The policy of a plan; levels are chances, `leaving` the chance that a hire leaves at a month's end.

    `ramp` is the share of a full load that a hire carries in months 1, 2, ... (1 after the last); `reach` how
    many months after the first possible start the levels begin to hold. `hiring` and an hour of `shortfall`
    are in pay months and in hours of a present head.
    """

    roles: tuple[RoleTerms, ...]
    cover: Fraction
    joint_cover: Fraction
    confidence: Fraction
    reach: int
    ramp: tuple[Fraction, ...]
    leaving: Fraction
    hiring: Fraction
    shortfall: Fraction
    gap: float = 0.001
    seconds: float = 60.0

    def first(self, role: int, months: int) -> int:
        """Return the first month (from 0) that the level of a role holds in; `months` where none does."""
        return min(months, self.roles[role].lead + self.reach)

    def first_joint(self, months: int) -> int:
        """Return the first month that the joint level holds in: once a hire can reach every role."""
        return max((self.first(role, months) for role in range(len(self.roles))), default=months)

    def stays(self, months: int) -> tuple[Fraction, ...]:
        """Return the chance that a hire is still there 0, 1, ... months after the first one."""
        return tuple((1 - self.leaving) ** month for month in range(months))

    def ramped(self, months: int) -> Floats:
        """Return the share of a full load that a hire who stays carries 0, 1, ... months after the first."""
        steps = [float(step) for step in self.ramp[:months]]
        return np.array(steps + [1.0] * (months - len(steps)))

    def carried(self, months: int) -> Floats:
        """Return the heads that one hire is expected to carry 0, 1, ... months after the first."""
        stays = np.array([float(share) for share in self.stays(months)])
        return np.asarray(self.ramped(months) * stays)

    def pay_months(self, left: int) -> Fraction:
        """Return the pay months that a hire is expected to cost with so many months left, hiring included."""
        return sum(self.stays(left), Fraction(0)) + self.hiring


def terms_of(policy: Policy, roles: Sequence[str], attrition: Fraction | None = None) -> Terms:
    """Return the terms that a policy states for some roles, as demand and supply name them.

    `attrition` is the share of people that leaves in a year: the policy's where it is not given. Raises
    `UsageError` for a role of the policy's [plan] that is none of them.
    """
    plan, team = policy.plan, policy.team
    lead = _by_role(plan.time_to_hire_by_role, roles, "time_to_hire_by_role")
    most = _by_role(plan.most_hires_by_role, roles, "most_hires_by_role")
    ramp = _ramp(policy.working_time.capacity_ramp, team.ramp_months)
    return Terms(
        roles=tuple(
            RoleTerms(
                role,
                lead.get(role, plan.time_to_hire_months),
                most.get(role, plan.most_hires_a_month) or None,
            )
            for role in roles
        ),
        cover=Fraction(plan.cover),
        joint_cover=Fraction(plan.joint_cover),
        confidence=Fraction(plan.confidence),
        reach=0 if plan.begins == "hired" else len(ramp),
        ramp=ramp,
        leaving=(Fraction(policy.forecast.attrition_a_year) if attrition is None else attrition)
        / MONTHS_A_YEAR,
        hiring=Fraction(plan.hiring_cost) * MONTHS_A_YEAR / (1 + Fraction(team.on_cost_rate)),
        shortfall=Fraction(plan.shortfall_cost),
        gap=float(plan.gap),
        seconds=float(plan.seconds),
    )


def _ramp(steps: Sequence[object], months: int) -> tuple[Fraction, ...]:
    """Return the policy's steps stretched over the months of a ramp, as working time stretches them."""
    if not steps:
        return ()
    return tuple(Fraction(str(steps[month * len(steps) // months])) for month in range(months))


def _by_role(stated: dict[str, int], roles: Sequence[str], where: str) -> dict[str, int]:
    found = {}
    for title, value in stated.items():
        role = role_word(title)
        if role not in roles:
            raise unknown(f"role in plan.{where}", title, roles)
        found[role] = value
    return found


def within(terms: Terms, months: int) -> None:
    """Raise `UsageError` for a plan without months or roles."""
    if months < 1 or not terms.roles:
        raise UsageError(f"a plan needs a month and a role; it has {months} and {len(terms.roles)}")
