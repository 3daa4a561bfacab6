"""What each taker would choose by itself, in whole units, compiled: the cheapest of all subsets of its pairs.

A pair costs its own cost, and the price of what it uses, less what its unit is worth. Could a taker share
units out, it would take all pairs below nothing and no other, and its loads would cost the least that loads
do. What any subset costs above that is a sum of terms that are never negative: the cost of each pair that is
taken or left otherwise, and what the loads cost above the least. So subsets in which few and cheap pairs are
otherwise are gone through, up to a limit that grows. The dearest pair of each is looked up by what the load
still lacks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bookload.planning.balance.chains import SLIGHT
from bookload.planning.balance.prices import Prices, paid, sides
from bookload.planning.balance.problem import Floats, Ints, Problem

MOST = 300_000
"""Subsets that are gone through for a taker, at most."""

DEEPEST = 40
"""Pairs that are otherwise in a subset, at most that are gone through."""

FIRST = 1 / 64
WIDER = 1.25
REACH = 4.0
"""The first limit, as a share of what loads cost when no pair is otherwise; by how much limits grow; and how
far beyond a limit pairs are ordered at once."""

NONE = -1


class Apart(NamedTuple):
    """The pairs of each taker, from `first` (m + 1,), with what loads cost above the least.

    `unit` (p,), `paid` (p,) the cost with the price of what is used, `use` (p, resources). The cost of a load
    goes from corner to corner: `corner` and `height` (m, resources, 4), `rise` (m, resources, 3) between.
    """

    first: Ints
    unit: Ints
    paid: Floats
    use: Floats
    corner: Floats
    height: Floats
    rise: Floats


class Changes(NamedTuple):
    """Pairs that a taker may take or leave otherwise, the cheapest first: `pair` (c,) from its first.

    `cost` (c,) and `use` (c, resources) are of the change. By what it changes of the resource `key`, changes
    are in the order `place` (c,), by `by_key` (c,).
    """

    pair: Ints
    cost: Floats
    use: Floats
    key: int
    place: Ints
    by_key: Floats


class Way(NamedTuple):
    """Where a search in depth stands: `load` (DEEPEST, resources), `spent` and `last` (DEEPEST,) by depth.

    `found` (DEEPEST + 1,) is what the best changes, `tried` (resources,) a load that is tried.
    """

    load: Floats
    spent: Floats
    last: Ints
    found: Ints
    tried: Floats


@dataclass(frozen=True)
class Chosen:
    """What takers choose from: `pair` (p,) says which pairs of the problem they are.

    `least` is what all loads cost at the least, at prices, `size` what added up to it.
    """

    apart: Apart = field(repr=False)
    pair: Ints = field(repr=False)
    least: float
    size: float

    @classmethod
    def of(cls, problem: Problem, best: Prices) -> Self:
        """Return what takers choose from at prices."""
        order, first = problem.by_taker()
        alone = sides(problem)
        at_prices = alone.cost - best.price[:, :, None] * alone.load
        least = at_prices.min(axis=2)
        height, length = at_prices - least[:, :, None], np.diff(alone.load, axis=2)
        rise = np.diff(height, axis=2) / np.where(length > 0, length, 1.0)
        use = np.stack([each.use[order] for each in problem.resources], axis=1)
        by_taker = (np.ascontiguousarray(each.transpose(1, 0, 2)) for each in (alone.load, height, rise))
        return cls(
            Apart(first, problem.unit[order], paid(problem, best.price)[order], use, *by_taker),
            order,
            float(least.sum()),
            float(np.abs(alone.cost).max(axis=2).sum() + (np.abs(best.price) * alone.load[:, :, 3]).sum()),
        )

    def __call__(self, worth: Floats) -> tuple[float, float, Ints]:
        """Return a bound on what all cheapest subsets cost, what was added up, and the pairs in them."""
        least, size, taken = cheapest_subsets(self.apart, worth, MOST)
        return self.least + least, self.size + size, self.pair[taken]


@njit(cache=True, inline="always")
def _above(of: Apart, taker: int, load: Floats) -> float:
    """Return what loads of a taker cost above the least; beyond a room, infinitely much."""
    found = 0.0
    for resource in range(len(load)):
        corner, height, rise = (
            of.corner[taker, resource],
            of.height[taker, resource],
            of.rise[taker, resource],
        )
        amount = load[resource]
        if amount - corner[3] > SLIGHT * max(1.0, amount):
            return math.inf
        high = 0.0
        for side in range(len(rise)):
            if corner[side] == corner[side + 1]:
                continue
            high = max(high, height[side] + rise[side] * (amount - corner[side]))
        found += high
    return found


@njit(cache=True, inline="always")
def _within(corner: Floats, height: Floats, may: float) -> tuple[float, float]:
    """Return the loads between which one resource costs at most so much above the least."""
    low, high = corner[0], corner[3]
    for side in range(len(corner) - 1):
        here, then = height[side], height[side + 1]
        if here > may >= then:
            low = corner[side] + (here - may) / (here - then) * (corner[side + 1] - corner[side])
        if here <= may < then:
            high = corner[side + 1] - (then - may) / (then - here) * (corner[side + 1] - corner[side])
    slack = SLIGHT * max(1.0, corner[3])
    return low - slack, high + slack


@njit(cache=True)
def _changes(of: Apart, taker: int, net: Floats, upto: float, may: float) -> Changes:
    """Return the changes that cost less than `upto`, looked up by what binds where loads `may` cost."""
    few = np.flatnonzero(np.abs(net) < upto)
    few = few[np.argsort(np.abs(net[few]))]
    use = of.use[of.first[taker] + few] * np.where(net[few] < 0, -1.0, 1.0).reshape(-1, 1)
    key, narrowest = 0, math.inf
    for resource in range(use.shape[1]):
        low, high = _within(of.corner[taker, resource], of.height[taker, resource], may)
        spread = np.std(use[:, resource]) if len(few) else 0.0
        if spread > 0 and (high - low) / spread < narrowest:
            key, narrowest = resource, (high - low) / spread
    place = np.argsort(use[:, key])
    return Changes(few, np.abs(net[few]), use, key, place, use[place, key])


@njit(cache=True)
def _go_through(  # noqa: C901, PLR0912, PLR0913, PLR0917 - loops in loops are what is compiled
    of: Apart, taker: int, changes: Changes, way: Way, limit: float, best: float, most: int
) -> tuple[float, int]:
    """Go through the subsets that cost less than a limit: return the best cost, and how many there were.

    They begin with `way.load[0]`. What the best changes stands in `way.found`, and NONE behind the last.
    """
    cost, use, key = changes.cost, changes.use, changes.key
    low_corner, heights = of.corner[taker, key], of.height[taker, key]
    spent, last, load = way.spent, way.last, way.load
    count, resources = use.shape
    depth, at, seen = 0, 0, 0
    spent[0], last[0] = 0.0, NONE
    looked = False
    while seen <= most:
        if not looked:
            # The last change: any dearer than those before, which brings the load to where it may be.
            looked = True
            at = last[depth] + 1
            upto = min(limit, best)
            if at < count and spent[depth] + cost[at] < upto:
                low, high = _within(low_corner, heights, upto - spent[depth] - cost[at])
                for near in range(np.searchsorted(changes.by_key, low - load[depth, key]), count):
                    if changes.by_key[near] > high - load[depth, key]:
                        break
                    seen += 1
                    other = changes.place[near]
                    if other < at or spent[depth] + cost[other] >= min(limit, best):
                        continue
                    for resource in range(resources):
                        way.tried[resource] = load[depth, resource] + use[other, resource]
                    found = spent[depth] + cost[other] + _above(of, taker, way.tried)
                    if found < best:
                        best = found
                        for n in range(depth):
                            way.found[n] = changes.pair[last[n + 1]]
                        way.found[depth], way.found[depth + 1] = changes.pair[other], NONE
        deeper = depth < DEEPEST - 1 and at + 1 < count
        if deeper and spent[depth] + cost[at] + cost[at + 1] < min(limit, best):
            for resource in range(resources):
                load[depth + 1, resource] = load[depth, resource] + use[at, resource]
            spent[depth + 1] = spent[depth] + cost[at]
            depth += 1
            last[depth] = at
            looked = False
            seen += 1
        elif depth == 0:
            break
        else:
            at = last[depth] + 1
            depth -= 1
    return best, seen


@njit(cache=True, nogil=True)
def cheapest_subsets(of: Apart, worth: Floats, most: int) -> tuple[float, float, NDArray[np.bool_]]:
    """Return a bound on what all takers' cheapest subsets cost, summed, and which pairs are in them (p,).

    Between the two: the sum of the sizes of what was added up. A taker for whom more than `most` subsets
    would have to be gone through counts as far as its limit has come.
    """
    resources = of.use.shape[1]
    taken = np.zeros(len(of.unit), np.bool_)
    way = Way(
        np.empty((DEEPEST, resources)),
        np.empty(DEEPEST),
        np.empty(DEEPEST, np.int64),
        np.empty(DEEPEST + 1, np.int64),
        np.empty(resources),
    )
    total, size = 0.0, 0.0
    for taker in range(len(of.first) - 1):
        begin, end = of.first[taker], of.first[taker + 1]
        net = np.empty(end - begin)
        way.load[0], way.found[0], furthest = 0.0, NONE, 0.0
        for at in range(begin, end):
            cost = of.paid[at] - worth[of.unit[at]]
            net[at - begin] = cost
            furthest = max(furthest, abs(cost))
            if cost < 0:
                taken[at] = True
                total += cost
                size += abs(of.paid[at]) + abs(worth[of.unit[at]])
                way.load[0] += of.use[at]
        best = _above(of, taker, way.load[0])
        may = best if math.isfinite(best) else furthest
        limit, reach, proven, seen = FIRST * may, 0.0, 0.0, 0
        while True:
            if limit > reach:
                reach = REACH * limit
                changes = _changes(of, taker, net, reach, FIRST * may)
            best, more = _go_through(of, taker, changes, way, limit, best, most - seen)
            seen += more
            if seen > most:
                break
            proven = min(limit, best)
            if best <= limit:
                break
            limit *= WIDER
        total += proven
        for other in way.found:
            if other == NONE:
                break
            taken[begin + other] = not taken[begin + other]
    return total, size, taken
