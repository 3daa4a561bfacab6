"""Loops over pairs, compiled: minima, softened minima, and their curvature."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bookload.planning.balance.problem import Floats, Ints

NEGLIGIBLE = 1e-4
"""A share of a unit below which its curvature is left out: it only steers a step, and proves nothing."""

FAR = 30.0
CHOICE = 2


@njit(cache=True)
def cheapest(start: Ints, taker: Ints, cost: Floats, use: Floats, price: Floats) -> tuple[float, float]:
    """Return the sum over units of their cheapest pair at prices, and the sum of the sizes it was made of."""
    total, size, lost = 0.0, 0.0, 0.0
    for unit in range(len(start) - 1):
        least, of = np.inf, 0.0
        for pair in range(start[unit], start[unit + 1]):
            found, large = cost[pair], abs(cost[pair])
            for resource in range(len(use)):
                paid = price[resource, taker[pair]] * use[resource, pair]
                found += paid
                large += abs(paid)
            least = min(least, found)
            of = max(of, large)
        size += of
        # Kahan's sum: what is lost in one addition is added in the next.
        term = least - lost
        summed = total + term
        lost = (summed - total) - term
        total = summed
    return total, size


@njit(cache=True, fastmath=True, nogil=True)
def _paid(  # noqa: PLR0913, PLR0917 - what a loop reads is passed in
    first: int, count: int, taker: Ints, cost: Floats, use: Floats, price: Floats, paid: Floats
) -> float:
    """Fill in what a unit's pairs cost at prices, from the first of `count` on; return the least of it."""
    least = np.inf
    for k in range(count):
        found = cost[first + k]
        for resource in range(len(use)):
            found += price[resource, taker[first + k]] * use[resource, first + k]
        paid[k] = found
        least = min(least, found)
    return least


@njit(cache=True, nogil=True)
def near(  # noqa: PLR0913, PLR0917 - what a loop reads is passed in
    start: Ints, taker: Ints, cost: Floats, use: Floats, price: Floats, reach: float, usual: Floats
) -> NDArray[np.bool_]:
    """Return which pairs of units are dearer than the cheapest of their unit by no more than a reach.

    For what uses more than the usual (resources,), by so many times as much.
    """
    kept = np.empty(start[-1] - start[0], dtype=np.bool_)
    reduced = np.empty(np.max(np.diff(start)))
    for unit in range(len(start) - 1):
        first, count = start[unit], start[unit + 1] - start[unit]
        least = _paid(first, count, taker, cost, use, price, reduced)
        for k in range(count):
            times = 1.0
            for resource in range(len(use)):
                times = max(times, use[resource, first + k] / usual[resource])
            kept[first - start[0] + k] = reduced[k] - least <= reach * times
    return kept


@njit(cache=True, fastmath=True, nogil=True)
def smoothed(
    start: Ints, taker: Ints, cost: Floats, use: Floats, price: Floats, heat: float
) -> tuple[float, Floats]:
    """Return the softened minima of all units, summed, and the loads that they expect (resources, m)."""
    resources = len(use)
    load = np.zeros(price.shape)
    reduced = np.empty(np.max(np.diff(start)))
    total = 0.0
    for unit in range(len(start) - 1):
        first, count = start[unit], start[unit + 1] - start[unit]
        least = _paid(first, count, taker, cost, use, price, reduced)
        summed = 0.0
        for k in range(count):
            far = (reduced[k] - least) / heat
            reduced[k] = math.exp(-far) if far < FAR else 0.0
            summed += reduced[k]
        total += least - heat * math.log(summed)
        for k in range(count):
            if reduced[k] > 0:
                part = reduced[k] / summed
                for resource in range(resources):
                    load[resource, taker[first + k]] += part * use[resource, first + k]
    return total, load


@njit(cache=True, fastmath=True, nogil=True)
def curvature(  # noqa: C901 - loops in loops are what is compiled
    start: Ints, taker: Ints, cost: Floats, use: Floats, price: Floats, heat: float
) -> Floats:
    """Return the covariance of what units use, summed: the lower half of (resources * m) squared."""
    resources, takers = price.shape
    matrix = np.zeros((resources * takers, resources * takers))
    most = np.max(np.diff(start))
    reduced, near = np.empty(most), np.empty(most, dtype=np.int64)
    place, amount = np.empty(most * resources, dtype=np.int64), np.empty(most * resources)
    for unit in range(len(start) - 1):
        first, count = start[unit], start[unit + 1] - start[unit]
        least = _paid(first, count, taker, cost, use, price, reduced)
        summed, kept = 0.0, 0
        for k in range(count):
            far = (reduced[k] - least) / heat
            if far < FAR:
                part = math.exp(-far)
                summed += part
                if part > NEGLIGIBLE:
                    near[kept] = k
                    reduced[kept] = part  # read already: kept <= k
                    kept += 1
        if kept < CHOICE:
            continue
        for n in range(kept):
            pair = first + near[n]
            part = reduced[n] / summed
            for one in range(resources):
                at = one * takers + taker[pair]
                place[n * resources + one] = at
                amount[n * resources + one] = part * use[one, pair]
                for other in range(one + 1):
                    matrix[at, other * takers + taker[pair]] += part * use[one, pair] * use[other, pair]
        for one in range(kept * resources):
            row = place[one]
            for other in range(kept * resources):
                if place[other] <= row:
                    matrix[row, place[other]] -= amount[one] * amount[other]
    return matrix
