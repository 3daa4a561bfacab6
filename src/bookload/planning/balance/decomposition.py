"""A better bound: each taker chooses by itself what is cheapest, in whole units.

Let units go to any number of takers, at a price each, what they are worth, and let every taker choose the
subset that costs least: the Dantzig-Wolfe bound of the problem, for generalised assignment the knapsack
relaxation (Fisher, Jaikumar and Van Wassenhove 1986). For any worths no solution costs less, and the best
prove at least what the linear relaxation does: books are no longer filled to the cent by parts of accounts.
They are looked for along deflected subgradients (Camerini, Fratta and Maffioli 1975), in steps as long as the
distance to a known solution allows (Polyak 1969).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from bookload.planning.balance import knapsacks, subsets
from bookload.planning.balance.prices import ROUNDING, Prices, cheapest_of, paid, reduced
from bookload.planning.balance.problem import Floats, Ints, Problem

FIRST = 0.3
PATIENCE = 8
SHORTER = 0.6
SHORTEST = 1e-4
"""Steps begin with such a share of the distance; after so many without a better bound they get shorter; the
last is that short."""

DEFLECTED = 1.5
KEPT = 0.5
"""What is kept of the direction before: enough to turn the new one away from it, or such a share."""

HOPED = 0.005
"""Until a solution is known, one is taken to be above the bound by such a share."""

Apart = Callable[[Floats], tuple[float, float, Ints]]
"""What takers' cheapest subsets cost in all at worths (n,), the sizes added up, and how often each is taken."""


def bounds(problem: Problem, best: Prices, known: Callable[[], float]) -> Iterator[float]:
    """Yield the best bound so far, again and again, from the prices of the linear relaxation on.

    `known` says what the best known solution costs, infinite where there is none.
    """
    apart: Apart = (
        knapsacks.Filled.of(problem) if knapsacks.applies(problem) else subsets.Chosen.of(problem, best)
    )
    worth = _between(problem, best)
    found, best_at, length, since = best.bound, worth, FIRST, 0
    direction = np.zeros(len(worth))
    while length > SHORTEST:
        least, size, taken = apart(worth)
        bound = float(worth.sum()) + least - ROUNDING * (size + float(np.abs(worth).sum()))
        slope = 1.0 - taken
        if bound > found:
            found, best_at, since = bound, worth, 0
        else:
            since += 1
        yield found
        aim = known() if np.isfinite(known()) else found + HOPED * abs(found)
        if not slope.any() or found >= aim:
            return
        if since > PATIENCE:
            worth, length, since, direction = best_at, length * SHORTER, 0, np.zeros(len(worth))
            continue
        along = float(slope @ direction)
        turned = max(0.0, -DEFLECTED * along / float(direction @ direction)) if direction.any() else 0.0
        direction = slope + (turned if along < 0 else KEPT) * direction
        worth = worth + length * (aim - bound) / float(direction @ direction) * direction


def _between(problem: Problem, best: Prices) -> Floats:
    """Return worths midway between each unit's cheapest pair and its next: both cost something to change."""
    found, above = paid(problem, best.price), reduced(problem, best.price)
    first = cheapest_of(problem, above)
    above[first] = np.inf
    next_above = np.minimum.reduceat(above, problem.start[:-1])
    some = np.isfinite(next_above)
    return np.asarray(found[first] + np.where(some, next_above, next_above[some].max(initial=0.0)) / 2)
