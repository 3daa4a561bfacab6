"""Each taker's best knapsack, where one resource in whole numbers is all that binds: by recursion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bookload.planning.balance.problem import Floats, Ints, Problem

LARGEST = 10_000
"""Rooms beyond which it is not tried: each is a row of the recursion."""


def applies(problem: Problem) -> bool:
    """Return whether one resource binds, in whole numbers, and nothing off its aim costs anything."""
    if len(problem.resources) != 1:
        return False
    (only,) = problem.resources
    whole = bool((only.use == np.round(only.use)).all() and np.isfinite(only.room).all())
    return whole and not only.weight.any() and float(only.room.max()) <= LARGEST


@dataclass(frozen=True)
class Filled:
    """Knapsacks to fill: pairs by taker, from `first` (m + 1,): `unit`, `cost`, `use` (p,); and `room` (m,).

    `pair` (p,) says which pairs of the problem they are.
    """

    pair: Ints
    first: Ints
    unit: Ints
    cost: Floats
    use: Ints
    room: Ints

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the knapsacks of a problem that this `applies` to."""
        (only,) = problem.resources
        order, first = problem.by_taker()
        use, room = only.use[order].astype(np.int64), np.floor(only.room).astype(np.int64)
        return cls(order, first, problem.unit[order], problem.cost[order], use, room)

    def __call__(self, worth: Floats) -> tuple[float, float, Ints]:
        """Return what the best knapsacks cost at worths, what was added up, and the pairs in them."""
        least, size, taken = filled(self.first, self.unit, self.cost, self.use, self.room, worth)
        return least, size, self.pair[taken]


@njit(cache=True, nogil=True)
def filled(
    first: Ints, unit: Ints, cost: Floats, use: Ints, room: Ints, worth: Floats
) -> tuple[float, float, NDArray[np.bool_]]:
    """Return what the best knapsacks cost less what their units are worth, and which pairs are in them (p,).

    Pairs are by taker, from `first` (m + 1,). Between the two: the sum of the sizes of what was added up.
    """
    taken = np.zeros(len(unit), np.bool_)
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
                taken[item[place]] = True
                load -= use[item[place]]
    return total, size, taken
