"""What a hiring plan states: searches to open, chances of cover, its cost, and what else was compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from bookload.base.access import Right, needs
from bookload.base.period import Month
from bookload.planning.forecast.draws import Band, Cap
from bookload.planning.plan.hiring.pay import Basis
from bookload.planning.plan.hiring.why import Why

Name = Literal["plan", "no_hires", "flat", "targets", "once_ramped"]
"""What else could be hired: nobody; by the flat rule; by the policy's targets; to hold once ramped."""


@dataclass(frozen=True, slots=True)
class Search:
    """Heads of a role to hire: when to open the search, and the month that they start in."""

    role: str
    opens: Month
    starts: Month
    heads: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A role in a month: estimates over futures that the plan was not fitted on.

    `hours_asked`, `hours_there` (of today's people) and `hours_hired` are means; `required` the ramped heads
    that hires have to carry to keep the levels. `chance` is that of enough hours with the plan, `without`
    that without any hire. `held`: whether the level holds, None in months before the first that it can.
    `short_hours` is the mean of what is lacking. In a share of futures, `bound`, what one person can hold
    asks for more heads than the work, of `bound_by` in most of them: hours asked are of these heads then.

    `need` is how many ramped heads the hours ask for, `there` how many today's people who are still there
    are, `hired` what hires are expected to carry, both means; all None where a standard head has no hours.
    """

    month: Month
    role: str
    hours_asked: float
    hours_there: float
    hours_hired: float
    required: float
    chance: float
    without: float
    held: bool | None
    short_hours: float
    bound: float = 0.0
    bound_by: Cap | None = None
    need: Band | None = None
    there: float | None = None
    hired: float | None = None

    @property
    def have(self) -> float | None:
        """Ramped heads that are there with the plan, on average."""
        return None if self.there is None or self.hired is None else self.there + self.hired


@dataclass(frozen=True, slots=True)
class Together:
    """All roles of a month: the chance that each has enough hours; `held` as in `Cover`."""

    month: Month
    chance: float
    without: float
    held: bool | None


@dataclass(frozen=True, slots=True)
class Unmet:
    """Heads that a role lacks in a month under any plan, for no more may be hired a month."""

    month: Month
    role: str
    heads: float


@dataclass(frozen=True, slots=True)
class Bill:
    """What the hires of a role come to over the months planned.

    Exact: `head_months`, the months that hires are expected to be paid for. Estimates: the hours `short` and
    `idle` (of the hires, beyond what is asked) from the first month that a hire can be in. Money, in units of
    the currency: `pay` with on-costs and `hiring` follow exactly from the policy and the pay of a hire;
    `too_few` is what the hours short cost, `too_many` what is paid for idle ones, and is part of `pay`;
    `total` = pay + hiring + too_few. Money is None where the pay is not known; estimates and money are where
    no hire can be in within the months planned.
    """

    role: str
    heads: int
    head_months: Fraction
    short: float | None
    idle: float | None
    pay: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    hiring: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    too_few: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    too_many: Fraction | None = field(metadata=needs(Right.PAY_GROUP))
    total: Fraction | None = field(metadata=needs(Right.PAY_GROUP))


@dataclass(frozen=True)
class Way:
    """One way to hire, in the same futures: who, what it comes to, and the least chance of cover by role.

    `worst` is by role the least chance in a month that the level should hold in, None where there is none;
    `together` the least of all roles of a month. `arr_per_head` is that of a flat rule.
    """

    name: Name
    searches: tuple[Search, ...]
    bills: tuple[Bill, ...]
    worst: Mapping[str, float | None]
    together: float | None
    arr_per_head: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """How near to the least cost a role's plan is, in pay months over the futures that it was fitted on.

    `objective` = `hires` (exact: pay months and hiring) + `shortfall`. No plan that covers what is `required`
    costs less than `bound`: `gap` = (objective - bound) / objective. None that keeps the levels at all,
    whichever role of a month it lets fall short, costs less than `free_bound`.
    """

    role: str
    hires: Fraction
    shortfall: float
    objective: float
    bound: float
    gap: float
    free_bound: float


@dataclass(frozen=True)
class HiringPlan:
    """Whom to hire when, at least cost, so that the chance of enough cover stays at the policy's levels.

    Chances are judged on `judged` futures; the plan was fitted on `fitted` others. `first` is by role the
    first month that its level holds in (None: no hire reaches one), `first_together` that of the joint level.
    `whole` is the chance that every role is covered in every month from there on. `stopped`: the solver ran
    out of time, so that the gap may be wider than the policy's. `people` are those who are there on `as_of`,
    by role, part-time ones in parts: what a plan starts from.
    """

    as_of: date
    months: tuple[Month, ...]
    roles: tuple[str, ...]
    cover: Fraction
    joint_cover: Fraction
    fitted: int
    judged: int
    first: Mapping[str, Month | None]
    first_together: Month | None
    searches: tuple[Search, ...]
    rows: tuple[Cover, ...]
    together: tuple[Together, ...]
    whole: float | None
    unmet: tuple[Unmet, ...]
    ways: tuple[Way, ...]
    programmes: tuple[Programme, ...]
    gap: float
    stopped: bool
    revenue_role: str
    pay_basis: Mapping[str, Basis] = field(metadata=needs(Right.PAY_GROUP))
    why: tuple[Why, ...] = ()
    people: Mapping[str, Fraction] = field(default_factory=dict)

    def way(self, name: Name) -> Way | None:
        """Return a way to hire; None where it was not compared."""
        return next((each for each in self.ways if each.name == name), None)

    @property
    def held(self) -> bool:
        """Whether every level holds in the futures that judge, wherever a hire can still reach."""
        rows: list[Cover | Together] = [*self.rows, *self.together]
        return not any(row.held is False for row in rows)
