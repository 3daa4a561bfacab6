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

from bookload.planning.balance.chains import SLIGHT
from bookload.planning.balance.prices import Prices, paid, sides
from bookload.planning.balance.problem import Floats, Ints, Problem

MOST = 100_000
"""Subsets that are gone through for a taker, at most."""

DEEPEST = 40
"""Pairs that are otherwise in a subset, at most that are gone through."""

FIRST = 1 / 64
WIDER = 1.25
"""The first limit, as a share of what loads cost when no pair is otherwise; and by how much limits grow."""


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


@dataclass(frozen=True)
class Chosen:
    """What takers choose from; `least` is what all loads cost at the least, at prices, `size` what added up to it."""

    apart: Apart = field(repr=False)
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
            float(least.sum()),
            float(np.abs(alone.cost).max(axis=2).sum() + (np.abs(best.price) * alone.load[:, :, 3]).sum()),
        )

    def __call__(self, worth: Floats) -> tuple[float, float, Ints]:
        """Return a bound on what all cheapest subsets cost, what was added up, and how often units are taken."""
        least, size, taken = cheapest_subsets(self.apart, worth, MOST)
        return self.least + least, self.size + size, taken


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


@njit(cache=True, nogil=True)
def cheapest_subsets(  # noqa: C901, PLR0912, PLR0915 - loops in loops are what is compiled
    of: Apart, worth: Floats, most: int
) -> tuple[float, float, Ints]:
    """Return a bound on what all takers' cheapest subsets cost, summed, and how often each unit is taken.

    Between the two: the sum of the sizes of what was added up. A taker for whom more than `most` subsets
    would have to be gone through counts as far as its limit has come.
    """
    resources = of.use.shape[1]
    widest = np.max(np.diff(of.first))
    taken = np.zeros(len(worth), np.int64)
    turn, dear, pair = np.empty(widest), np.empty(widest), np.empty(widest, np.int64)
    load, step = np.empty((DEEPEST + 1, resources)), np.empty(resources)
    spent, last = np.zeros(DEEPEST + 1), np.empty(DEEPEST + 1, np.int64)
    chosen = np.empty(DEEPEST + 1, np.int64)
    total, size = 0.0, 0.0
    for taker in range(len(of.first) - 1):
        load[0] = 0.0
        for at in range(of.first[taker], of.first[taker + 1]):
            cost = of.paid[at] - worth[of.unit[at]]
            if cost < 0:
                total += cost
                size += abs(of.paid[at]) + abs(worth[of.unit[at]])
                taken[of.unit[at]] += 1
                load[0] += of.use[at]
        best, number, count = _above(of, taker, load[0]), 0, 0
        for at in range(of.first[taker], of.first[taker + 1]):
            cost = of.paid[at] - worth[of.unit[at]]
            if abs(cost) < best:
                dear[count], turn[count], pair[count] = abs(cost), -1.0 if cost < 0 else 1.0, at
                count += 1
        order = np.argsort(dear[:count])
        cost, sign, item = dear[order], turn[order], pair[order]
        # The resource whose load may vary least, beside what pairs change of it, is looked up.
        key, narrowest = 0, math.inf
        for resource in range(resources):
            low, high = _within(of.corner[taker, resource], of.height[taker, resource], best * FIRST)
            spread = np.std(sign * of.use[item, resource]) if count else 0.0
            width = (high - low) / spread if spread > 0 else math.inf
            if width < narrowest:
                key, narrowest = resource, width
        change = sign * of.use[item, key]
        place = np.argsort(change)
        change = change[place]
        limit = best * FIRST if math.isfinite(best) else (cost[-1] if count else 0.0)
        proven, seen = 0.0, 0
        while seen <= most:
            depth, at = 0, 0
            last[0] = -1
            looked = False
            while seen <= most:
                upto = min(limit, best)
                if not looked:
                    # The last pair: any dearer than those before, which brings the load to where it may be.
                    looked = True
                    after = last[depth] + 1
                    if after < count and spent[depth] + cost[after] < upto:
                        low, high = _within(
                            of.corner[taker, key], of.height[taker, key], upto - spent[depth] - cost[after]
                        )
                        begins = np.searchsorted(change, low - load[depth, key])
                        for near in range(begins, count):
                            if change[near] > high - load[depth, key]:
                                break
                            seen += 1
                            other = place[near]
                            if other < after or spent[depth] + cost[other] >= min(limit, best):
                                continue
                            for resource in range(resources):
                                step[resource] = (
                                    load[depth, resource] + sign[other] * of.use[item[other], resource]
                                )
                            found = spent[depth] + cost[other] + _above(of, taker, step)
                            if found < best:
                                best, number = found, depth + 1
                                chosen[:depth] = last[1 : depth + 1]
                                chosen[depth] = other
                        upto = min(limit, best)
                    at = after
                if depth < DEEPEST - 1 and at + 1 < count and spent[depth] + cost[at] + cost[at + 1] < upto:
                    for resource in range(resources):
                        load[depth + 1, resource] = (
                            load[depth, resource] + sign[at] * of.use[item[at], resource]
                        )
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
            if seen > most:
                break
            proven = min(limit, best)
            if best <= limit:
                break
            limit *= WIDER
        total += proven
        for each in range(number):
            taken[of.unit[item[chosen[each]]]] += int(sign[chosen[each]])
    return total, size, taken
