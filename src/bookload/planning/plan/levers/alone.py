"""One lever at a time: what each frees on its own, over its range, and what it would break."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bookload.data.documents import Lever
from bookload.planning.plan.levers.chosen import Cost, choose
from bookload.planning.plan.levers.experience import NONE, Floor
from bookload.planning.plan.levers.options import Standing, freed_at


@dataclass(frozen=True)
class Alone:
    """A lever pulled on all of its activities, and nothing else.

    `freed` is exact for the likely effect; `low` and `high` are estimates. `lowered` are the segments and
    stages whose experience would fall below today's; `overloaded` counts the people (and roles without any)
    who would in some month carry more than the larger of today's load and the target. Where there is either,
    the lever cannot stand alone.
    """

    lever: Lever
    freed: Fraction
    low: float
    high: float
    cost: Cost
    lowered: tuple[Floor, ...]
    overloaded: int

    @property
    def allowed(self) -> bool:
        """Whether it could be pulled on its own."""
        return not self.lowered and not self.overloaded


def alone(standing: Standing, role: str | None) -> tuple[Alone, ...]:
    """Return each lever on its own, the one that frees most first."""
    found = [_alone(standing, lever, role) for lever in standing.levers]
    return tuple(sorted(found, key=lambda each: (-each.freed, each.lever.name)))


def _alone(standing: Standing, lever: Lever, role: str | None) -> Alone:
    options = [each for choices in standing.options for each in choices if each.levers == (lever,)]
    found = choose(standing, options, role)
    low, high = (
        float(sum((freed_at(standing, option, role, at) for option in options), NONE))
        for at in ("low", "high")
    )
    return Alone(
        lever=lever,
        freed=found.freed,
        low=low,
        high=high,
        cost=found.cost,
        lowered=tuple(cell for cell in found.floors if cell.lowered),
        overloaded=len({each.who for each in found.above}),
    )
