"""What might make another tool's figure another: each switch alone, two together, a vendor's preset.

A hypothesis is tested by computing the figures under it. One that gives the other tool's figure *would
explain* it: a suggestion, for others may do so too, and so may what nobody thought of.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args

from bookload.data.documents.profiles import presets
from bookload.data.documents.switches import Switches
from bookload.metrics.revenue.reconcile.causes import (
    CAUSES,
    COUNTS,
    DOES_NOT,
    STATUSES,
    Step,
    Value,
    path,
    steps,
    switches_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.documents import Policy

DAYS: dict[str, tuple[Value, ...]] = {
    "past_due_days": ("always", 14, 30, 60, 90),
    "renewal_gap_days": (0, 7, 30),
}
"""The days that are tried of switches that take any number of them."""

MOST_TOGETHER = 12
"""How many switches that make a difference are tried two by two."""


@dataclass(frozen=True)
class Hypothesis:
    """Switches set otherwise than ours: `one` of them, `two`, or a vendor's `preset` named `name`."""

    kind: Literal["one", "two", "preset"]
    name: str
    steps: tuple[Step, ...]

    def switches(self, ours: Switches) -> Switches:
        """Return the switches that it supposes."""
        return path(ours, self.steps)[-1]


def single(ours: Switches) -> tuple[Hypothesis, ...]:
    """Return each switch set to each other value that it can have; `active` always counts."""
    found = [
        Step(cause, "counted_statuses", *_turned(status in ours.counted_statuses), status=status)
        for status, cause in STATUSES.items()
        if status != "active"
    ]
    found += [
        Step(cause, name, getattr(ours, name), value)
        for name, cause in CAUSES.items()
        for value in DAYS.get(name) or get_args(Switches.model_fields[name].annotation)
        if value != getattr(ours, name)
    ]
    return tuple(Hypothesis("one", told(step), (step,)) for step in found)


def together(alone: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Return each two of the first hypotheses that change different things, in the order of causes."""
    pairs = combinations(alone[:MOST_TOGETHER], 2)
    return tuple(
        Hypothesis("two", f"{one.name} and {other.name}", (*one.steps, *other.steps))
        for one, other in pairs
        if one.steps[0].cause != other.steps[0].cause
    )


def vendors(policy: Policy, ours: Switches) -> tuple[Hypothesis, ...]:
    """Return the presets that set any switch otherwise than ours."""
    found = (Hypothesis("preset", name, steps(ours, switches_of(policy.under(name)))) for name in presets())
    return tuple(one for one in found if one.steps)


def told(step: Step) -> str:
    """Return a step in words: the switch, or the status, and what it becomes."""
    if step.status is not None:
        return f"status {step.status} {step.after}"
    return f"{step.switch} = {step.after}"


def _turned(counted: bool) -> tuple[str, str]:  # noqa: FBT001 - the state, not a mode
    return (COUNTS, DOES_NOT) if counted else (DOES_NOT, COUNTS)
