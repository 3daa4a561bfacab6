"""Loops over pairs, compiled: minima, softened minima, their curvature, and a walk of shifts and swaps."""

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


@njit(cache=True, fastmath=True)
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
        least = np.inf
        for k in range(count):
            found = cost[first + k]
            for resource in range(resources):
                found += price[resource, taker[first + k]] * use[resource, first + k]
            reduced[k] = found
            least = min(least, found)
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


@njit(cache=True, fastmath=True)
def curvature(  # noqa: C901, PLR0912 - loops in loops are what is compiled
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
        least = np.inf
        for k in range(count):
            found = cost[first + k]
            for resource in range(resources):
                found += price[resource, taker[first + k]] * use[resource, first + k]
            reduced[k] = found
            least = min(least, found)
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


@njit(cache=True, nogil=True)
def walk(  # noqa: C901, PLR0913, PLR0917 - arrays, as a compiled loop takes them
    start: Ints,
    taker: Ints,
    cost: Floats,
    use: Floats,
    held: Ints,
    count: Ints,
    place: Ints,
    at: Ints,
    load: Floats,
    goal: Floats,
    dice: NDArray[np.uint64],
    heat: float,
    steps: int,
) -> float:
    """Try shifts, and shifts that push a unit of the new taker on; return by how much the cost changed.

    Over the pairs of a core; `use` (c, resources). `goal` (resources, 5, m) holds aim, band, weight, room
    and what a unit of load beyond room costs. `at` (n,) is each unit's pair, `load` (resources, m); `held`
    (m, n), `count` (m,) and `place` (n,) say which units a taker has. All of them and `dice` (1,) are
    changed in place.
    """
    units = len(at)
    changed = 0.0
    if units == 0:
        return changed
    for _ in range(steps):
        unit = _below(dice, units)
        width = start[unit + 1] - start[unit]
        if width < CHOICE:
            continue
        new = start[unit] + _below(dice, width)
        old = at[unit]
        if new == old:
            continue
        source, target = taker[old], taker[new]
        gain = cost[new] - cost[old]
        gain += _moved(use, goal, load, source, target, old, new)
        if gain <= 0 or _accepted(dice, gain, heat):
            _shift(taker, use, held, count, place, at, load, unit, new)
            changed += gain
            continue
        if count[target] == 0:
            continue
        # Pushed on: another of the target's units makes room, to where it came from if that may be.
        other = held[target, _below(dice, count[target])]
        width = start[other + 1] - start[other]
        if width < CHOICE:
            continue
        given = at[other]
        onward = start[other] + _below(dice, width)
        for pair in range(start[other], start[other + 1]):
            if taker[pair] == source:
                onward = pair
                break
        if onward == given:
            continue
        _loaded(use, load, source, target, old, new)
        gain += cost[onward] - cost[given] + _moved(use, goal, load, target, taker[onward], given, onward)
        _loaded(use, load, target, source, new, old)
        if gain <= 0 or _accepted(dice, gain, heat):
            _shift(taker, use, held, count, place, at, load, unit, new)
            _shift(taker, use, held, count, place, at, load, other, onward)
            changed += gain
    return changed


@njit(cache=True, inline="always")
def _below(dice: NDArray[np.uint64], most: int) -> int:
    """Return a number from 0 on below `most`, by xorshift64* (Vigna 2016)."""
    state = dice[0]
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    dice[0] = state
    high = (state * np.uint64(2685821657736338717)) >> np.uint64(33)
    return int((high * np.uint64(most)) >> np.uint64(31))


@njit(cache=True, inline="always")
def _accepted(dice: NDArray[np.uint64], gain: float, heat: float) -> bool:
    """Return whether a change for the worse is taken at a temperature (Metropolis)."""
    worse = gain / heat
    return worse < FAR and _below(dice, 1 << 30) < math.exp(-worse) * (1 << 30)


@njit(cache=True, inline="always")
def _priced(goal: Floats, resource: int, taker: int, load: float) -> float:
    """Return what a load costs a taker: beyond its band, and beyond its room."""
    off = abs(load - goal[resource, 0, taker]) - goal[resource, 1, taker]
    found = goal[resource, 2, taker] * off if off > 0 else 0.0
    over = load - goal[resource, 3, taker]
    if over > 0:
        found += goal[resource, 4, taker] * over
    return found


@njit(cache=True, inline="always")
def _moved(  # noqa: PLR0913, PLR0917
    use: Floats, goal: Floats, load: Floats, source: int, target: int, old: int, new: int
) -> float:
    """Return by how much the loads' cost changes where a unit goes from one taker to another."""
    if source == target:
        return 0.0
    found = 0.0
    for resource in range(len(load)):
        here, there = load[resource, source], load[resource, target]
        found += _priced(goal, resource, source, here - use[old, resource]) - _priced(
            goal, resource, source, here
        )
        found += _priced(goal, resource, target, there + use[new, resource]) - _priced(
            goal, resource, target, there
        )
    return found


@njit(cache=True, inline="always")
def _loaded(use: Floats, load: Floats, source: int, target: int, old: int, new: int) -> None:
    for resource in range(len(load)):
        load[resource, source] -= use[old, resource]
        load[resource, target] += use[new, resource]


@njit(cache=True, inline="always")
def _shift(  # noqa: PLR0913, PLR0917
    taker: Ints,
    use: Floats,
    held: Ints,
    count: Ints,
    place: Ints,
    at: Ints,
    load: Floats,
    unit: int,
    new: int,
) -> None:
    source, target = taker[at[unit]], taker[new]
    _loaded(use, load, source, target, at[unit], new)
    last = held[source, count[source] - 1]
    held[source, place[unit]] = last
    place[last] = place[unit]
    count[source] -= 1
    held[target, count[target]] = unit
    place[unit] = count[target]
    count[target] += 1
    at[unit] = new
