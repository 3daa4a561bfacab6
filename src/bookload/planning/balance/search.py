"""A good solution: among pairs that are cheap at the best prices, chains of exchanges, annealed.

What a solution costs above the bound of some prices is a sum of terms that are never negative: how much
dearer each chosen pair is than its unit's cheapest, and how far each load is from what its taker would
choose. So pairs that are dear at good prices are left out, and chains among the rest that gain are few enough
to be looked for whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from bookload.planning.balance.chains import Ground, State, search
from bookload.planning.balance.prices import beyond, reduced, sides
from bookload.planning.balance.problem import Floats, Ints, Problem

WIDEST = 8
"""Pairs of a unit that are looked at, at most."""

MILD = 1.3
STERN = 6.0
SHARPER = 4.0
CHEAP = 0.1
"""A room that is exceeded costs so many times its price: first mildly, to be passed through, then sternly,
and more so in rounds that begin with nothing that keeps to all rooms. A price is taken to be at least such a
share of what a unit of load costs in the mean."""

FAINT = 0.002
WARMING = 1.4
LIVELY = 0.2
STILL = 0.02
COOLED = 6.0
"""Temperatures: from one that is faint beside the spread of costs up until such a share of units find a
chain, then down by such a factor. Where hardly any finds one without a temperature, nothing more gains."""

ROUNDS = (0.0, 0.5, 0.75, 1.0)
QUENCHED = 0.95
"""Shares of the time at which the best is begun from again, at half the temperature; and of a round, until it
goes down alone."""

FEWEST = 300
PARTS = 4
"""Units that are tried at a time: a part of all, at least so many."""


@dataclass(frozen=True)
class Core:
    """The pairs that are looked at: those of a problem that are cheap at some prices, and a solution's.

    `pair` (c,) are their places in the problem, the cheapest of each unit first, `start` (n + 1,) where each
    unit's begin, `dearer` (c,) by how much each is above its unit's cheapest.
    """

    problem: Problem
    start: Ints = field(repr=False)
    pair: Ints = field(repr=False)
    dearer: Floats = field(repr=False)

    @property
    def cheapest(self) -> Ints:
        """The cheapest pair of each unit (n,)."""
        return np.asarray(self.pair[self.start[:-1]])


def core(problem: Problem, price: Floats, also: Ints | None = None, widest: int = WIDEST) -> Core:
    """Return each unit's `widest` cheapest pairs at prices, and those of a solution (n,) if there is one."""
    dearer, unit = reduced(problem, price), problem.unit
    order = np.lexsort((dearer, unit))
    kept = np.arange(order.size) - problem.start[unit[order]] < widest
    if also is not None:
        kept |= np.isin(order, also)
    pair = order[kept]
    start = np.concatenate([[0], np.cumsum(np.bincount(unit[pair], minlength=len(problem.units)))])
    return Core(problem, start.astype(np.int64), pair, dearer[pair])


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
    """A walk through solutions of a core, from one of them; the best that exceeded no room is kept."""

    def __init__(self, of: Core, price: Floats, pairs: Ints, rng: np.random.Generator) -> None:
        """Begin at a solution whose pairs (n,) are all in the core."""
        self._core, self._ground = of, _ground(of, price)
        self._priced = self._ground.goal[:, :, 4].copy()
        self._dice = rng.integers(1, 2**63, 1, dtype=np.uint64)
        order = np.argsort(of.pair)
        self._best: Ints = order[np.searchsorted(of.pair, pairs, sorter=order)]
        self._state = _state(self._ground, self._best)
        self._found = np.array([np.inf])

    @property
    def best(self) -> Ints | None:
        """The pairs of the best (n,), None where all exceeded a room."""
        return self._core.pair[self._best] if np.isfinite(self._found[0]) else None

    def anneal(self, share: Callable[[], float]) -> Iterator[None]:
        """Walk while `share()` of the time is below 1: down, up to where it is lively, and down in rounds."""
        heat = FAINT * (float(np.sqrt(np.mean(self._core.dearer**2))) or 1.0)
        while share() < 1 and self._step(0.0, STERN) > STILL:
            yield
        while share() < 1 and heat < 1 / FAINT and self._step(heat, MILD) < LIVELY:
            heat *= WARMING
            yield
        begun = share()
        for number, (begins, ends) in enumerate(pairwise(ROUNDS)):
            stern = STERN if self.best is not None else STERN * SHARPER**number
            while begun < 1 and (done := (share() - begun) / (1 - begun)) < ends:
                cooled = (done - begins) / (ends - begins)
                now = heat / 2**number * COOLED**-cooled if cooled < QUENCHED else 0.0
                self._step(now, MILD * (stern / MILD) ** cooled)
                yield
            if self.best is not None:
                self._state = _state(self._ground, self._best)

    def _step(self, heat: float, stern: float) -> float:
        """Try chains from some units; return from what share of them there was one."""
        self._ground.goal[:, :, 4] = self._priced * stern
        tries = max(FEWEST, len(self._best) // PARTS)
        hits = search(self._ground, self._state, self._best, self._found, self._dice, heat, tries)
        return float(hits) / tries


def _ground(of: Core, price: Floats) -> Ground:
    problem = of.problem
    least, goal = sides(problem).cheapest(price), []
    for each, paid, lowest in zip(problem.resources, price, least, strict=True):
        usual = float(np.abs(problem.cost).mean()) / max(1e-12, float(each.use.mean()))
        floor = np.maximum(np.abs(paid), max(float(np.abs(paid).mean()), CHEAP * usual))
        goal.append(np.stack([each.aim, each.band, each.weight, each.room, floor, paid, lowest], axis=1))
    use = np.stack([each.use[of.pair] for each in problem.resources], axis=1)
    return Ground(of.start, problem.taker[of.pair], of.dearer, use, np.stack(goal, axis=1))


def _state(ground: Ground, at: Ints) -> State:
    """Return the state in which each unit has a pair of the core (n,)."""
    takers, resources = ground.goal.shape[:2]
    taker = ground.taker[at]
    count = np.bincount(taker, minlength=takers)
    order = np.argsort(taker, kind="stable")
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    place = np.empty(len(at), dtype=np.int64)
    place[order] = np.arange(len(at)) - first[taker[order]]
    held = np.zeros((takers, int(min(len(at), 2 * count.max() + FEWEST))), dtype=np.int64)
    held[taker, place] = np.arange(len(at))
    load = [np.bincount(taker, ground.use[at, each], minlength=takers) for each in range(resources)]
    return State(at.copy(), np.stack(load, axis=1), np.zeros(takers), held, count, place)
