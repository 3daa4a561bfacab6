"""A better bound where one resource in whole numbers is all that binds: each taker fills its room exactly.

Let units go to any number of takers, at a price each, and let every taker choose what pays best of all that
fits into its room: the knapsack relaxation of generalised assignment (Fisher, Jaikumar and Van Wassenhove
1986). For any prices no solution costs less, and the best prices prove at least what the linear relaxation
does. They are looked for along deflected subgradients (Camerini, Fratta and Maffioli 1975), in steps as long
as the distance to a known solution allows (Polyak 1969).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numba import njit

from bookload.planning.balance.prices import ROUNDING
from bookload.planning.balance.problem import Floats, Ints, Problem

LARGEST = 10_000
"""Rooms beyond which it is not tried: each is a row of the recursion."""

PATIENCE = 15
SHORTER = 0.7
SHORTEST = 1e-4
DEFLECTED = 1.5
"""After so many steps without a better bound, steps get shorter; the last is that short. What is kept of the
direction before turns the new one away from it."""


def applies(problem: Problem) -> bool:
    """Return whether one resource binds, in whole numbers, and nothing off its aim costs anything."""
    if len(problem.resources) != 1:
        return False
    (only,) = problem.resources
    whole = bool((only.use == np.round(only.use)).all() and np.isfinite(only.room).all())
    return whole and not only.weight.any() and float(only.room.max()) <= LARGEST


def bounds(problem: Problem, price: Floats, known: float) -> Iterator[float]:
    """Yield the best bound so far, again and again, from the prices (1, m) of the linear relaxation.

    `known` is what a solution costs. For problems that this `applies` to.
    """
    (only,) = problem.resources
    order = np.argsort(problem.taker, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(problem.taker, minlength=len(problem.takers)))])
    unit, cost = problem.unit[order], problem.cost[order]
    use, room = only.use[order].astype(np.int64), np.floor(only.room).astype(np.int64)
    paid = problem.cost + price[0][problem.taker] * only.use
    worth = np.minimum.reduceat(paid, problem.start[:-1])
    best, best_at, length, since = -np.inf, worth, 1.0, 0
    direction = np.zeros(len(worth))
    while length > SHORTEST:
        least, size, taken = filled(first, unit, cost, use, room, worth)
        bound = float(worth.sum()) + least - ROUNDING * (size + float(np.abs(worth).sum()))
        slope = 1.0 - taken
        if bound > best:
            best, best_at, since = bound, worth, 0
        else:
            since += 1
        yield best
        if not slope.any() or best >= known:
            return
        if since > PATIENCE:
            worth, length, since, direction = best_at, length * SHORTER, 0, np.zeros(len(worth))
            continue
        along = float(slope @ direction)
        turned = max(0.0, -DEFLECTED * along / float(direction @ direction)) if direction.any() else 0.0
        direction = slope + (turned if along < 0 else 1 / 2) * direction
        worth = worth + length * (known - bound) / float(direction @ direction) * direction


@njit(cache=True, nogil=True)
def filled(
    first: Ints, unit: Ints, cost: Floats, use: Ints, room: Ints, worth: Floats
) -> tuple[float, float, Ints]:
    """Return what the best knapsacks cost less what their units are worth, and how often each is taken.

    Pairs are by taker, from `first` (m + 1,). Between the two: the sum of the sizes of what was added up.
    """
    taken = np.zeros(len(worth), np.int64)
    most = 0
    for taker in range(len(room)):
        most = max(most, first[taker + 1] - first[taker])
    kept = np.empty((most, np.max(room) + 1), np.bool_)
    item = np.empty(most, np.int64)
    value = np.empty(np.max(room) + 1)
    total, size = 0.0, 0.0
    for taker in range(len(room)):
        value[: room[taker] + 1] = 0.0
        items = 0
        for pair in range(first[taker], first[taker + 1]):
            gain, takes = worth[unit[pair]] - cost[pair], use[pair]
            if gain <= 0 or takes > room[taker]:
                continue
            item[items] = pair
            size += abs(worth[unit[pair]]) + abs(cost[pair])
            for load in range(room[taker], takes - 1, -1):
                kept[items, load] = value[load - takes] + gain > value[load]
                if kept[items, load]:
                    value[load] = value[load - takes] + gain
            for load in range(takes):
                kept[items, load] = False
            items += 1
        total -= value[room[taker]]
        load = room[taker]
        for place in range(items - 1, -1, -1):
            if kept[place, load]:
                taken[unit[item[place]]] += 1
                load -= use[item[place]]
    return total, size, taken
