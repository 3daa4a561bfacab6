"""A good solution: among pairs that are cheap at the best prices, shifts and swaps, annealed.

What a solution costs above the bound of some prices is a sum of terms that are never negative: how much
dearer each chosen pair is than its unit's cheapest, and how far each load is from what its taker would
choose. So pairs that are dear at good prices are left out, and what remains is small enough to be walked
through many times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from bookload.planning.balance.kernels import walk
from bookload.planning.balance.prices import beyond, reduced
from bookload.planning.balance.problem import Floats, Ints, Problem

WIDEST = 8
"""Pairs of a unit that are walked among, at most."""

MILD = 2.0
STERN = 300.0
CHEAP = 0.01
"""A room that is exceeded costs so many times its price: first mildly, to be passed through, then sternly.
A price is taken to be at least such a share of what a unit of load costs in the mean."""

HOT = 0.05
COLD = 2e-5
"""Temperatures of the walk: of the spread of what the core's pairs cost at the prices."""

STAGES = 24
REACH = 30.0
"""Stages of cooling; at each, pairs are walked among that are dearer by at most so many temperatures."""

STEPS = 100_000


@dataclass(frozen=True)
class Core:
    """The pairs that are walked among: those of a problem that are cheap at some prices, and a solution's.

    `pair` (c,) are their places in the problem, `start` (n + 1,) where each unit's begin, `dearer` (c,) by
    how much each is above its unit's cheapest.
    """

    problem: Problem
    start: Ints = field(repr=False)
    pair: Ints = field(repr=False)
    dearer: Floats = field(repr=False)

    @property
    def unit(self) -> Ints:
        """The unit of each pair (c,)."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def core(problem: Problem, price: Floats, also: Ints | None = None, widest: int = WIDEST) -> Core:
    """Return each unit's `widest` cheapest pairs at prices, and those of a solution (n,) if there is one."""
    dearer, unit = reduced(problem, price), problem.unit
    if also is not None:
        ranked_by = dearer.copy()
        ranked_by[also] = -1.0
    else:
        ranked_by = dearer
    order = np.lexsort((ranked_by, unit))
    rank = np.arange(order.size) - problem.start[unit[order]]
    kept = np.sort(order[rank < widest])
    start = np.concatenate([[0], np.cumsum(np.bincount(unit[kept], minlength=len(problem.units)))])
    return Core(problem, start.astype(np.int64), kept, dearer[kept])


def cost_of(problem: Problem, pairs: Ints) -> float:
    """Return what a solution costs: its pairs (n,), and loads beyond their bands. Rooms are not looked at."""
    loads = problem.loads(pairs)
    off = [
        beyond(load, each.aim, each.band, each.weight).sum()
        for each, load in zip(problem.resources, loads, strict=True)
    ]
    return float(problem.cost[pairs].sum() + sum(off))


def excess(problem: Problem, pairs: Ints) -> Floats:
    """Return by how much loads exceed their rooms (resources, m); what rounding makes is none."""
    loads = problem.loads(pairs)
    room = np.array([each.room for each in problem.resources])
    over = loads - room
    return np.where(over > 1e-9 * np.maximum(1.0, np.abs(loads)), over, 0.0)


class Walk:
    """A walk through solutions of a core, from one of them; the best that exceeded no room is `best`."""

    def __init__(self, of: Core, price: Floats, pairs: Ints, rng: np.random.Generator) -> None:
        """Begin at a solution whose pairs (n,) are all in the core."""
        self._core, self._goal = of, _goal(of.problem, price)
        self._dice = rng.integers(1, 2**63, 1, dtype=np.uint64)
        self._now = pairs
        self.best, self.objective = pairs, np.inf
        self._keep()

    def anneal(self, share: Callable[[], float], hot: float, cold: float) -> Iterator[float]:
        """Walk from hot to cold while `share()`, of the time there is, is below 1; yield the best so far."""
        for stage in range(STAGES):
            cooled = stage / (STAGES - 1)
            heat = hot * (cold / hot) ** cooled
            goal = self._goal.copy()
            goal[:, 4] *= MILD * (STERN / MILD) ** cooled
            walked = _Walked.of(self._core, self._now, REACH * heat)
            while share() < (stage + 1) / STAGES:
                walk(*walked.arrays, goal, self._dice, heat, STEPS)
                yield self.objective
            self._now = walked.pairs()
            self._keep()

    def again(self) -> None:
        """Go back to the best."""
        self._now = self.best

    def _keep(self) -> None:
        problem = self._core.problem
        if excess(problem, self._now).any():
            return
        objective = cost_of(problem, self._now)
        if objective < self.objective:
            self.best, self.objective = self._now, objective


@dataclass(frozen=True)
class _Walked:
    """The units that have a choice at a temperature, as arrays for the compiled walk; the others stay."""

    whole: Ints
    units: Ints
    pair: Ints
    arrays: tuple[Ints, Ints, Floats, Floats, Ints, Ints, Ints, Ints, Floats]

    @classmethod
    def of(cls, core: Core, pairs: Ints, reach: float) -> _Walked:
        problem, unit = core.problem, core.unit
        kept = (core.dearer <= reach) | (core.pair == pairs[unit])
        choices = np.bincount(unit[kept], minlength=len(pairs))
        kept &= choices[unit] > 1
        pair, units = core.pair[kept], np.flatnonzero(choices > 1)
        start = np.concatenate([[0], np.cumsum(choices[units])])
        at = np.searchsorted(pair, pairs[units])
        takers = problem.taker[pairs[units]]
        count = np.bincount(takers, minlength=len(problem.takers))
        order = np.argsort(takers, kind="stable")
        first = np.concatenate([[0], np.cumsum(count)])[:-1]
        place = np.empty(len(units), dtype=np.int64)
        place[order] = np.arange(len(units)) - first[takers[order]]
        held = np.empty((len(problem.takers), len(units)), dtype=np.int64)
        held[takers, place] = np.arange(len(units))
        use = np.stack([each.use[pair] for each in problem.resources], axis=1)
        load = problem.loads(pairs)
        arrays = (start, problem.taker[pair], problem.cost[pair], use, held, count, place, at, load)
        return cls(pairs, units, pair, arrays)

    def pairs(self) -> Ints:
        """Return the solution that was walked to (n,)."""
        found = self.whole.copy()
        found[self.units] = self.pair[self.arrays[7]]
        return found


def _goal(problem: Problem, price: Floats) -> Floats:
    """Return each taker's aim, band, weight, room and what room costs (resources, 5, m)."""
    found = []
    for each, of in zip(problem.resources, price, strict=True):
        usual = float(np.abs(problem.cost).mean()) / max(1e-12, float(each.use.mean()))
        paid = np.maximum(np.abs(of), max(float(np.abs(of).mean()), CHEAP * usual))
        found.append([each.aim, each.band, each.weight, each.room, paid])
    return np.array(found)
