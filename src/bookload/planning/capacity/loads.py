"""Loads: whose hours the demand is. What people carry and what nobody does add up to the demand of each role.

The hours of an account go to its owners in the role, by days. What no owner does of the revenue role's hours
stays with nobody; of any other role's it is spread over the people of the role, by their available hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.team.people import role_word
from bookload.metrics.team.working_time import WorkHours
from bookload.planning.capacity.carried import carried
from bookload.planning.capacity.carriers import NOBODY, Carrier, Carriers
from bookload.planning.capacity.share import Share
from bookload.planning.journey import Demand

Verdict = Literal["within", "tight", "overload"]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What is asked of one person in a month, of all roles together, against what they have.

    `utilisation` = asked / available; None where nothing is available, and hours are not known for an owner
    whom no row of people knows. `load` says what it means against the target; None where hours of the month
    are `assumed`.
    """

    person_id: str
    month: Month
    hours_asked: Fraction
    hours_available: Fraction | None
    hours_plannable: Fraction | None
    utilisation: Fraction | None
    load: Verdict | None
    assumed: bool


def utilisation(asked: Fraction, available: Fraction | None) -> Fraction | None:
    """Return hours asked / available; None where nothing is available."""
    return asked / available if available else None


def load_of(used: Fraction | None, policy: Policy) -> Verdict | None:
    """Return what a utilisation means: tight above the target, overload above 1; None where there is none."""
    return _verdict(used, Fraction(policy.working_time.target_utilisation))


def _verdict(used: Fraction | None, target: Fraction) -> Verdict | None:
    if used is None:
        return None
    if used > 1:
        return "overload"
    return "tight" if used > target else "within"


def shares(
    demand: Demand, carriers: Mapping[str, Carriers], supply: Iterable[WorkHours], policy: Policy
) -> tuple[Share, ...]:
    """Return who does the demand of each role and month; `carriers` by role, where accounts have any."""
    owned = role_word(policy.revenue.revenue_role)
    available: dict[tuple[Month, str], dict[str, Fraction]] = defaultdict(dict)
    for row in supply:
        available[row.month, row.role][row.person_id] = row.available
    found: dict[tuple[Month, str, Carrier], Fraction] = {}
    for role in sorted({effort.task.role for each in demand.efforts for effort in each}):
        owned_hours = carried(demand, role, carriers[role]) if role in carriers else _by_nobody(demand, role)
        for (month, carrier), hours in owned_hours.items():
            spread = _spread(available[month, role]) if role != owned and carrier.person_id is None else {}
            for person, part in spread.items():
                _add(found, (month, role, Carrier(person, carrier.owner_id)), hours * part)
            if not spread:
                _add(found, (month, role, carrier), hours)
    return tuple(Share(month, role, carrier, hours) for (month, role, carrier), hours in found.items())


def _add(sums: dict[Key, Fraction], key: Key, hours: Fraction) -> None:
    """Add hours to a sum; most have one part, which is not added to 0: that takes as long as any other."""
    sums[key] = sums[key] + hours if key in sums else hours


def _by_nobody(demand: Demand, role: str) -> Mapping[tuple[Month, Carrier], Fraction]:
    """Return the hours of a role that no account has an owner in, by month."""
    totals = demand.totals("month", "role")
    return {(month, NOBODY): totals[month, role].likely for month in demand.months if (month, role) in totals}


def _spread(available: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Return each person's part of what is spread over a role; nobody's where nobody has hours."""
    total = sum(available.values(), Fraction(0))
    return {person: hours / total for person, hours in available.items() if hours} if total else {}


def person_loads(
    shares: Iterable[Share],
    supply: Iterable[WorkHours],
    roles: Collection[str],
    assumed: Collection[Month],
    policy: Policy,
) -> tuple[PersonLoad, ...]:
    """Return the load of each person and month: whoever carries something, or could in one of the roles.

    `assumed` are the months some of whose hours are.
    """
    asked: dict[tuple[str, Month], Fraction] = {}
    for share in shares:
        if share.carrier.person_id is not None:
            _add(asked, (share.carrier.person_id, share.month), share.hours)
    available: dict[tuple[str, Month], Fraction] = {}
    plannable: dict[tuple[str, Month], Fraction] = {}
    for row in supply:
        key = (row.person_id, row.month)
        _add(available, key, row.available)
        _add(plannable, key, row.plannable)
        if row.role in roles:
            asked.setdefault(key, Fraction(0))
    target = Fraction(policy.working_time.target_utilisation)
    found = []
    for person, month in sorted(asked, key=lambda key: (key[0], key[1].ordinal)):
        key = (person, month)
        used = utilisation(asked[key], available.get(key))
        load = None if month in assumed else _verdict(used, target)
        hours = (available.get(key), plannable.get(key))
        found.append(PersonLoad(*key, asked[key], *hours, used, load, month in assumed))
    return tuple(found)
