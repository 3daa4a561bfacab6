"""A better bound: each taker chooses by itself what is cheapest, in whole units.

Let units go to any number of takers, at a price each, what they are worth, and let every taker choose the
subset that costs least: the Dantzig-Wolfe bound of the problem, for generalised assignment the knapsack
relaxation (Fisher, Jaikumar and Van Wassenhove 1986). For any worths no solution costs less, and the best
prove at least what the linear relaxation does: books are no longer filled to the cent by parts of accounts.
They are looked for along deflected subgradients (Camerini, Fratta and Maffioli 1975), in steps as long as the
distance to a known solution allows (Polyak 1969). How often takers chose a pair on the way tends to the
solution of the relaxation (Barahona and Anbil 2000), and so says which pairs a good solution has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bookload.planning.balance import knapsacks, subsets
from bookload.planning.balance.prices import ROUNDING, Prices, cheapest_of, paid, reduced
from bookload.planning.balance.problem import Floats, Ints, Problem

FIRST = 0.1
PATIENCE = 5
SHORTER = 0.6
SHORTEST = 1e-4
"""Steps begin with such a share of the distance; after so many without a better bound they get shorter; the
last is that short."""

DEFLECTED = 1.5
KEPT = 0.5
"""What is kept of the direction before: enough to turn the new one away from it, or such a share."""

HOPED = 0.005
"""Until a solution is known, one is taken to be above the bound by such a share."""

LATEST = 0.02
"""What the latest choices count among all so far, at least."""

Apart = Callable[[Floats], tuple[float, float, Ints]]
"""What takers' cheapest subsets cost in all at worths (n,), the sizes added up, and the pairs in them."""


class Raised(NamedTuple):
    """The best bound so far, and how often each pair was chosen of late (p,), from 0 to 1."""

    bound: float
    often: NDArray[np.float32]


def raised(problem: Problem, best: Prices, known: Callable[[], float]) -> Iterator[Raised]:
    """Yield better and better bounds, from the prices of the linear relaxation on.

    `known` says what the best known solution costs, infinite where there is none.
    """
    apart: Apart = (
        knapsacks.Filled.of(problem) if knapsacks.applies(problem) else subsets.Chosen.of(problem, best)
    )
    unit = problem.unit
    worth = _between(problem, best)
    found, best_at, length, since = best.bound, worth, FIRST, 0
    direction, often, steps = np.zeros(len(worth)), np.zeros(len(unit), dtype=np.float32), 0
    while length > SHORTEST:
        least, size, chosen = apart(worth)
        bound = float(worth.sum()) + least - ROUNDING * (size + float(np.abs(worth).sum()))
        slope = 1.0 - np.bincount(unit[chosen], minlength=len(worth))
        steps += 1
        latest = max(LATEST, 2 / (steps + 1))
        often = np.float32(1 - latest) * often
        often[chosen] += latest
        if bound > found:
            found, best_at, since = bound, worth, 0
        else:
            since += 1
        yield Raised(found, often)
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
