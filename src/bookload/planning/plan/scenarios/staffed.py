"""What a scenario asks to hire, and how safe it is: the hiring plan of a company as each scenario has it.

Estimates of simulated futures, beside the exact figures of a comparison and never in its bridges.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bookload.base.access import Right
from bookload.base.progress import Progress
from bookload.data.reader import Reader
from bookload.planning.plan.hiring import HiringPlan, plan


@dataclass(frozen=True, slots=True)
class Staffed:
    """A company (`name` None: as it is) with its own hiring plan.

    `heads` are to be hired beyond those whom the scenario hires; `without` is the least chance that all roles
    have enough hours in a month without them, `chance` that with them: None where no month can be reached.
    `cost` is what those hires come to, hours short included.
    """

    name: str | None
    heads: int
    without: float | None
    chance: float | None
    cost: Fraction | None = None


def staffed(reader: Reader, name: str | None, months: int, progress: Progress) -> Staffed:
    """Return a company with its hiring plan; raises as `plan` does.

    The cost is there for readers with the right to single salaries alone: the difference of two plans would
    tell what the one who differs earns.
    """
    found = plan(reader, months, progress)
    nobody = found.way("no_hires")
    chosen = found.ways[0]
    return Staffed(
        name,
        sum(each.heads for each in found.searches),
        None if nobody is None else nobody.together,
        chosen.together,
        _cost(found) if reader.access.allows(Right.PAY_PERSON) else None,
    )


def _cost(found: HiringPlan) -> Fraction | None:
    totals = [bill.total for bill in found.ways[0].bills if bill.short is not None]
    known = [each for each in totals if each is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(totals) else None
