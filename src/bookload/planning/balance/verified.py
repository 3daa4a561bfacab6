"""An independent look at moves in order: plain sums in a dictionary, written without the search's arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TOLERANCE = 1e-6
"""By how much a sum may be beyond a limit for rounding, as a share of it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An account's part, or several that go together: who has it, who gets it, and what it uses by limit.

    `before` None is nobody; `after` None is left out. `step` 0 stays.
    """

    name: str
    before: str | None
    after: str | None
    step: int
    uses: Mapping[str, float]


def verify_steps(carried: Iterable[Carried], rooms: Mapping[tuple[str, str], float]) -> tuple[str, ...]:
    """Return what is wrong with moves done step by step; nothing is, if nobody is ever beyond a limit.

    `rooms` are limits by (owner, limit's name); what has none is not limited. After each step all of its
    moves have been done. What stays has no step, and what goes has one.
    """
    everything = tuple(carried)
    wrong = [f"{each.name} has no owner" for each in everything if each.step and each.after is None]
    wrong += [f"{each.name} has step {each.step} but stays" for each in everything if _idle(each)]
    wrong += [f"{each.name} goes and has no step" for each in everything if _forgotten(each)]
    held: dict[tuple[str, str], float] = defaultdict(float)
    for each in everything:
        if each.before is not None:
            for limit, amount in each.uses.items():
                held[each.before, limit] += amount
    wrong += _beyond(held, rooms, "before the first step")
    for step in sorted({each.step for each in everything} - {0}):
        for each in everything:
            if each.step != step:
                continue
            for limit, amount in each.uses.items():
                if each.before is not None:
                    held[each.before, limit] -= amount
                if each.after is not None:
                    held[each.after, limit] += amount
        wrong += _beyond(held, rooms, f"after step {step}")
    return tuple(wrong)


def _idle(each: Carried) -> bool:
    return each.step > 0 and each.before == each.after


def _forgotten(each: Carried) -> bool:
    return each.step == 0 and each.before != each.after


def _beyond(
    held: Mapping[tuple[str, str], float], rooms: Mapping[tuple[str, str], float], when: str
) -> list[str]:
    return [
        f"{owner} has {amount:.3f} of {limit} {when}, of {rooms[owner, limit]:.3f}"
        for (owner, limit), amount in held.items()
        if amount > rooms.get((owner, limit), float("inf")) * (1 + TOLERANCE) + TOLERANCE
    ]
