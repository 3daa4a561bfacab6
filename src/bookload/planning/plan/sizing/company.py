"""What heads are counted by: accounts, ARR and hours by touch model, and the month of one head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.ratios.targets import TOUCH_MODELS
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.movements.lines import account_lines_of
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import Capacity, CapacityRow, StandardHead


@dataclass(frozen=True, slots=True)
class Carried:
    """What one touch model has at the month's end: accounts, ARR and the month's hours.

    `sizes` is the ARR of each account. `hours` are those that the journey asks of the revenue role, of
    accounts that left in the month too.
    """

    touch_model: str
    sizes: tuple[Fraction, ...]
    hours: Fraction

    @property
    def accounts(self) -> int:
        """The live accounts."""
        return len(self.sizes)

    @property
    def arr(self) -> Fraction:
        """Their ARR."""
        return sum(self.sizes, Fraction(0))


@dataclass(frozen=True, slots=True)
class HeadMonth:
    """A month of one head: hours at work x share of the year not on leave x share for customers x target.

    The product is what the head can plan with.
    """

    at_work: Fraction
    not_on_leave: Fraction
    for_customers: Fraction
    target: Fraction

    @property
    def plannable(self) -> Fraction:
        """The hours that the head can plan with."""
        return self.at_work * self.not_on_leave * self.for_customers * self.target


def carried(reader: Reader, found: Capacity, month: Month) -> tuple[Carried, ...]:
    """Return what each touch model has; one that is no touch model of targets is the policy's default."""
    sizes: dict[str, list[Fraction]] = defaultdict(list)
    for touch, arr in _sizes(reader, month):
        sizes[_touch(touch, reader.policy)].append(arr)
    role = role_word(reader.policy.revenue.revenue_role)
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for (when, who, touch), asked in found.demand.totals("month", "role", "touch_model").items():
        if (when, who) == (month, role):
            hours[_touch(touch, reader.policy)] += asked.likely
    there = [touch for touch in TOUCH_MODELS if touch in sizes or hours.get(touch)]
    return tuple(Carried(touch, tuple(sizes[touch]), hours[touch]) for touch in there)


def head_month(policy: Policy, standard: StandardHead) -> HeadMonth | None:
    """Return the parts of a standard head's month; None where it has no hours."""
    terms = policy.working_time
    days = standard.working_days * Fraction(terms.hours_a_day)
    customers = 1 - Fraction(terms.internal_share)
    if not standard.plannable or not days:
        return None
    worked = standard.available / (days * customers)
    return HeadMonth(days, worked, customers, Fraction(terms.target_utilisation))


def caps(row: CapacityRow) -> Fraction:
    """Return the heads that relationships alone ask for."""
    return max(row.need_by_accounts, row.need_by_contacts)


def total(held: Sequence[Carried], by_touch: Mapping[str, Fraction]) -> Fraction:
    """Return the sum over accounts of something by touch model."""
    return sum((each.accounts * by_touch[each.touch_model] for each in held), Fraction(0))


def _touch(touch: object, policy: Policy) -> str:
    return str(touch) if touch in TOUCH_MODELS else policy.touch.default


def _sizes(reader: Reader, month: Month) -> list[tuple[object, Fraction]]:
    lines = account_lines_of(reader, month, month)
    live = lines.filter((lines.month == month.ordinal) & (lines.live_after == 1))
    touch = attribute(reader, "touch_model").select("account_id", "month", touch="value")
    rows = live.left_join(touch, ["account_id", "month"])
    chosen = rows.select("account_id", "touch", "closing").order_by(ibis.asc("account_id"))
    return [(row["touch"], Fraction(int(row["closing"]), QUANTA)) for row in reader.collect(chosen).rows()]  # type: ignore[call-overload]
