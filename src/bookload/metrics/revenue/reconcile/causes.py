"""Why two profiles differ: the switches that they set otherwise, one at a time, in an order that is fixed.

A *step* changes one switch (of `counted_statuses`, one status). Steps go from which rows count, over
from when to when, to what a row is worth, to how changes are told; so that a row which does not count
at all is told as such, and not as one whose discount is counted otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.data.documents.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.data.documents import Policy

STATUSES = {"past_due": "past due", "unpaid": "unpaid", "canceled": "cancelled", "active": "active"}
"""The statuses of `counted_statuses` in the order that they change in, and the cause that each is."""

CAUSES = {
    "past_due_days": "past due days",
    "paused": "paused",
    "trials": "trial",
    "churn_date": "churn date",
    "renewal_gap_days": "renewal gap",
    "discounts": "discounts",
    "days_a_year": "day factor",
    "weeks_a_year": "week factor",
    "rounding": "rounding",
    "past": "currency",
    "grain": "grain",
    "movements": "same-month churn",
}
"""The other switches in the order that they change in, and the cause that each is."""

Value = str | int | tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One switch set otherwise: the cause that it is, its values before and after; `status` if it is one."""

    cause: str
    switch: str
    before: Value
    after: Value
    status: str | None = None

    def forward(self, switches: Switches) -> Switches:
        """Return switches with this one as it is after the step."""
        return self._set(switches, self.after)

    def backward(self, switches: Switches) -> Switches:
        """Return switches with this one as it was before the step."""
        return self._set(switches, self.before)

    def _set(self, switches: Switches, value: Value) -> Switches:
        if self.status is None:
            return switches.model_copy(update={self.switch: value})
        counted = {*switches.counted_statuses} - {self.status} | ({self.status} if value == COUNTS else set())
        return switches.model_copy(update={self.switch: tuple(one for one in STATUSES if one in counted)})


COUNTS, DOES_NOT = "counts", "does not count"


def steps(before: Switches, after: Switches) -> tuple[Step, ...]:
    """Return the steps that lead from one set of switches to another, only those that differ."""
    counted = tuple(
        Step(cause, "counted_statuses", _whether(status, before), _whether(status, after), status)
        for status, cause in STATUSES.items()
        if (status in before.counted_statuses) != (status in after.counted_statuses)
    )
    others = (
        Step(cause, name, getattr(before, name), getattr(after, name)) for name, cause in CAUSES.items()
    )
    return (*counted, *(step for step in others if step.before != step.after))


def _whether(status: str, side: Switches) -> str:
    return COUNTS if status in side.counted_statuses else DOES_NOT


def path(before: Switches, taken: Sequence[Step]) -> list[Switches]:
    """Return the switches before any step, and after each."""
    found = [before]
    for step in taken:
        found.append(step.forward(found[-1]))
    return found


def switches_of(policy: Policy) -> Switches:
    """Return the switches that a policy's revenue stands under, its statuses in one order."""
    return same_order(Switches.model_validate(policy.revenue.model_dump(include=set(Switches.model_fields))))


def same_order(switches: Switches) -> Switches:
    """Return switches whose statuses are in the one order, so that equal sets are equal."""
    counted = tuple(status for status in STATUSES if status in switches.counted_statuses)
    return switches.model_copy(update={"counted_statuses": counted})


def with_switches(policy: Policy, switches: Switches) -> Policy:
    """Return a policy whose revenue stands under these switches."""
    stated: Mapping[str, object] = switches.model_dump()
    return policy.model_copy(update={"revenue": policy.revenue.model_copy(update=stated)})
