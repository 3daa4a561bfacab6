"""The journey's activities as exact quantities: how often each is due, and the minutes that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bookload.base.money import MONTHS_A_YEAR
from bookload.base.period import Month
from bookload.data.documents import Activity, Journey, Policy
from bookload.metrics.team.people import role_word
from bookload.metrics.team.ramp import csm_roles

MONTHS_A_PERIOD: Mapping[str, int] = MappingProxyType({"month": 1, "quarter": 3, "year": 12})
TOUCH_MODELS = ("high", "mid", "low", "tech")
ASSUMED = "assumed hours"
"""The activity that stands in for a journey without any."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of one delivery: the likely ones, which demand counts, between the low and the high."""

    low: Fraction
    likely: Fraction
    high: Fraction

    def more(self, minutes: Fraction) -> Minutes:
        """Return all three with so many minutes added."""
        return Minutes(self.low + minutes, self.likely + minutes, self.high + minutes)


@dataclass(frozen=True, slots=True)
class Task:
    """One activity: `per_month` deliveries per account in the stage for a month, `per_entry` on entering it.

    `number` is its place in the journey, which tells two that are alike apart.
    `seasons` is empty for an even year, else twelve factors that sum to 12. `level` is the least it takes.
    `stage` None is every live day. `manual` is the part of the minutes that people spend. `group_size` is
    None for what is done for one account at a time. `segments` and `touch_models` are empty where all get it.
    """

    number: int
    activity: str
    stage: str | None
    role: str
    per_month: Fraction
    per_entry: Fraction
    minutes: Minutes
    manual: Fraction
    group_size: Fraction | None = None
    per_unit: tuple[tuple[str, Fraction], ...] = ()
    segments: frozenset[str] = frozenset()
    touch_models: frozenset[str] = frozenset()
    assumed: bool = False
    level: str | None = None
    seasons: tuple[Fraction, ...] = ()

    def monthly(self, month: Month) -> Fraction:
        """Return the deliveries per account in the stage for a whole month, by the season of the year."""
        return self.per_month * self.seasons[month.number - 1] if self.seasons else self.per_month


def tasks(journey: Journey, policy: Policy) -> tuple[Task, ...]:
    """Return the journey's tasks; one without activities has the policy's assumed hours, marked."""
    if journey.activities:
        return tuple(_task(number, activity, policy) for number, activity in enumerate(journey.activities))
    return tuple(_assumed(number, touch, policy) for number, touch in enumerate(TOUCH_MODELS))


def assumed_only(journey: Journey) -> bool:
    """Return whether assumed hours stand in for the journey."""
    return not journey.activities


def role_of(role: str, policy: Policy) -> str:
    """Return the role whose demand and supply are one: every CSM role is the policy's `revenue_role`."""
    word = role_word(role)
    return role_word(policy.revenue.revenue_role) if word in csm_roles(policy.team) else word


def _task(number: int, activity: Activity, policy: Policy) -> Task:
    deliveries = Fraction(activity.times) * Fraction(activity.share)
    on_entry = activity.per in ("stage", "event")
    automated = Fraction(1) if activity.mode == "automated" else Fraction(activity.automated_share)
    minutes, role = activity.minutes, role_of(activity.role, policy)
    return Task(
        number=number,
        activity=activity.name,
        stage=activity.stage,
        role=role,
        per_month=Fraction(0) if on_entry else deliveries / MONTHS_A_PERIOD[activity.per],
        per_entry=deliveries if on_entry else Fraction(0),
        minutes=Minutes(Fraction(minutes.low), Fraction(minutes.likely), Fraction(minutes.high)),
        manual=1 - automated,
        group_size=Fraction(activity.group_size) if activity.mode == "group" else None,
        per_unit=tuple((name, Fraction(unit)) for name, unit in sorted(activity.per_unit.items()) if unit),
        segments=frozenset(activity.segments),
        touch_models=frozenset(activity.touch_models),
        assumed=activity.assumed,
        level=activity.level,
        seasons=_seasons(activity.name, role, policy),
    )


def _seasons(activity: str, role: str, policy: Policy) -> tuple[Fraction, ...]:
    """Return by how much more than an even month's share is due in each calendar month."""
    stated = policy.seasonality
    by_role = {role_of(name, policy): shares for name, shares in stated.roles.items()}
    shares = stated.activities.get(activity) or by_role.get(role, ())
    return tuple(Fraction(share) * MONTHS_A_YEAR for share in shares)


def _assumed(number: int, touch: str, policy: Policy) -> Task:
    """Return the assumed hours of a touch model: hours of one CSM a month / accounts per CSM."""
    terms = policy.capacity
    accounts = getattr(terms, f"assumed_accounts_{touch}")
    low, likely, high = (
        Fraction(hours) * 60 / accounts
        for hours in (terms.assumed_hours_low, terms.assumed_hours_a_month, terms.assumed_hours_high)
    )
    return Task(
        number=number,
        activity=f"{ASSUMED}, {touch} touch",
        stage=None,
        role=role_word(policy.revenue.revenue_role),
        per_month=Fraction(1),
        per_entry=Fraction(0),
        minutes=Minutes(low, likely, high),
        manual=Fraction(1),
        touch_models=frozenset({touch}),
        assumed=True,
        seasons=_seasons(ASSUMED, role_word(policy.revenue.revenue_role), policy),
    )
