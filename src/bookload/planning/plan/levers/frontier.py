"""The frontier: the most hours that can be freed for each cost, every point solved to optimality."""

from __future__ import annotations

from fractions import Fraction

from bookload.base.progress import Progress
from bookload.planning.plan.levers.chosen import Chosen
from bookload.planning.plan.levers.programme import Programme

CENT = Fraction(1, 100)
"""How much less the next cheaper set has to cost."""


def frontier(
    programme: Programme, most: int, progress: Progress | None = None
) -> tuple[tuple[Chosen, ...], bool]:
    """Return the sets of the frontier, the cheapest first, and whether they are all that there are.

    No other set frees more hours at the same cost or less. Where there are more than `most` of them, those at
    `most` evenly spaced budgets are returned instead.
    """
    told = progress or Progress()
    top = programme.best(None, progress)
    months = len(programme.standing.months)
    found = [top]
    while found[-1].cost.over(months) >= CENT and len(found) <= most:
        told.step("frontier", len(found), None)
        found.append(programme.best(found[-1].cost.over(months) - CENT, progress))
    if len(found) <= most:
        return tuple(reversed(found)), True
    grid = [top]
    dearest = top.cost.over(months)
    for step in range(most - 2, -1, -1):
        told.step("frontier", most - step, most)
        if dearest * step / (most - 1) < grid[-1].cost.over(months):
            grid.append(programme.best(dearest * step / (most - 1), progress))
    return tuple(reversed(grid)), False
