"""A good solution: among pairs that are cheap at the best prices, chains of exchanges, annealed.

What a solution costs above the bound of some prices is a sum of terms that are never negative: how much
dearer each chosen pair is than its unit's cheapest, and how far each load is from what its taker would
choose. So pairs that are dear at good prices are left out, and chains among the rest that gain are few enough
to be looked for whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bookload.planning.balance.chains import Ground, State, search
from bookload.planning.balance.prices import beyond, cheapest_of, reduced, sides
from bookload.planning.balance.problem import Floats, Ints, Problem

MOST = 150
DEAR = 10
"""Pairs that are looked at of those that a taker could get, and of those that its own could go to; and how
many times as many, the cheapest of all, they are taken from."""

MILD = 1.3
STERN = 6.0
SHARPER = 4.0
CHEAP = 0.1
"""A room that is exceeded costs so many times its price: first mildly, to be passed through, then sternly,
and more so in rounds that begin with nothing that keeps to all rooms. A price is taken to be at least such a
share of what a unit of load costs in the mean."""

SELDOM = 0.005
"""A pair that takers chose no more often is left out."""

FAINT = 0.002
WARMING = 1.4
LIVELY = 0.3
STILL = 0.02
COOLED = 6.0
"""Temperatures: from one that is faint beside the spread of costs up until such a share of units find a
chain, then down by such a factor. Where hardly any finds one without a temperature, nothing more gains."""

QUENCHED = 0.95
"""The share of a walk from which it goes down alone."""

FEWEST = 300
PARTS = 4
"""Units that are tried at a time: a part of all, at least so many."""


@dataclass(frozen=True)
class Core:
    """What is looked at: a few pairs of each unit that good solutions are likely to have.

    `usual` (n,) are the pairs that units begin with, `free` (k,) the units that have others too. Of these,
    `pair` (c,) are the places in the problem, the cheapest first, `start` (k + 1,) where each unit's begin,
    `dearer` (c,) by how much each is above its unit's cheapest at prices.
    """

    problem: Problem
    usual: Ints = field(repr=False)
    free: Ints = field(repr=False)
    start: Ints = field(repr=False)
    pair: Ints = field(repr=False)
    dearer: Floats = field(repr=False)


def cheap(problem: Problem, price: Floats, also: Ints | None = None, most: int | None = None) -> Core:
    """Return what each taker gives and gets most cheaply at prices, `most` pairs each, and `also` (n,).

    A unit whose other pairs are all dear stays with its cheapest.
    """
    most = MOST if most is None else most
    dearer, unit = reduced(problem, price), problem.unit
    first = cheapest_of(problem, dearer)
    kept = np.zeros(dearer.size, dtype=bool)
    kept[first] = True
    other = np.flatnonzero(~kept)
    if other.size > (few := DEAR * most * len(problem.takers)):
        other = other[np.argpartition(dearer[other], few)[:few]]
    other = other[np.argsort(dearer[other], kind="stable")]
    for by in (problem.taker[other], problem.taker[first][unit[other]]):
        kept[_foremost(other, by, len(problem.takers), most)] = True
    return _core(problem, dearer, first, kept, also)


def likely(problem: Problem, price: Floats, often: NDArray[np.float32], also: Ints | None = None) -> Core:
    """Return the pairs that takers chose more than seldom (p,), each unit's cheapest, and `also` (n,).

    A unit begins with the taker that chose it most often.
    """
    dearer = reduced(problem, price)
    first = cheapest_of(problem, dearer)
    kept = often > SELDOM
    kept[first] = True
    most = np.maximum.reduceat(often, problem.start[:-1])
    top = np.flatnonzero(often >= np.repeat(most, np.diff(problem.start)))
    _, place = np.unique(problem.unit[top], return_index=True)
    return _core(problem, dearer, np.where(most > SELDOM, top[place], first), kept, also)


def _core(problem: Problem, dearer: Floats, usual: Ints, kept: NDArray[np.bool_], also: Ints | None) -> Core:
    """Return the core of what is kept (p,), which is changed in place, and `also`."""
    if also is not None:
        kept[also] = True
    number = np.add.reduceat(kept, problem.start[:-1], dtype=np.int64)
    unit = problem.unit
    kept &= number[unit] > 1
    pair = np.flatnonzero(kept)
    pair = pair[np.lexsort((dearer[pair], unit[pair]))]
    free = np.flatnonzero(number > 1)
    return Core(problem, usual, free, np.concatenate([[0], np.cumsum(number[free])]), pair, dearer[pair])


def _foremost(of: Ints, by: Ints, takers: int, most: int) -> Ints:
    """Return of each taker's, in their order, the first so many."""
    order = np.argsort(by, kind="stable")
    count = np.bincount(by, minlength=takers)
    rank = np.arange(by.size) - np.repeat(np.cumsum(count) - count, count)
    return np.asarray(of[order[rank < most]])


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
        self._best: Ints = order[np.searchsorted(of.pair, pairs[of.free], sorter=order)]
        self._load = of.problem.loads(pairs).T - _loads(self._ground, self._best)
        self._state = _state(self._ground, self._best, self._load)
        self._found = np.array([np.inf])

    @property
    def best(self) -> Ints | None:
        """The pairs of the best (n,), None where all exceeded a room."""
        if not np.isfinite(self._found[0]):
            return None
        found = self._core.usual.copy()
        found[self._core.free] = self._core.pair[self._best]
        return found

    def anneal(self, share: Callable[[], float], sharper: float = 1.0) -> Iterator[None]:
        """Walk while `share()` of the time is below 1: down, up to where it is lively, and slowly down."""
        if not self._core.free.size:
            return
        stern = STERN * sharper
        heat = FAINT * (float(np.sqrt(np.mean(self._core.dearer**2))) or 1.0)
        while share() < 1 and self._step(0.0, stern) > STILL:
            yield
        while share() < 1 and heat < 1 / FAINT and self._step(heat, MILD) < LIVELY:
            heat *= WARMING
            yield
        begun = share()
        while begun < 1 and (cooled := (share() - begun) / (1 - begun)) < 1:
            now = heat * COOLED**-cooled if cooled < QUENCHED else 0.0
            self._step(now, MILD * (stern / MILD) ** cooled)
            yield

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


def _loads(ground: Ground, at: Ints) -> Floats:
    """Return the loads of units that each have a pair of the core (m, resources)."""
    takers, resources = ground.goal.shape[:2]
    load = [
        np.bincount(ground.taker[at], ground.use[at, each], minlength=takers) for each in range(resources)
    ]
    return np.stack(load, axis=1)


def _state(ground: Ground, at: Ints, load: Floats) -> State:
    """Return the state in which each unit has a pair of the core (k,), beside a load that stays."""
    takers = len(ground.goal)
    taker = ground.taker[at]
    count = np.bincount(taker, minlength=takers)
    order = np.argsort(taker, kind="stable")
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    place = np.empty(len(at), dtype=np.int64)
    place[order] = np.arange(len(at)) - first[taker[order]]
    held = np.zeros((takers, int(min(len(at), 2 * count.max() + FEWEST))), dtype=np.int64)
    held[taker, place] = np.arange(len(at))
    return State(at.copy(), load + _loads(ground, at), np.zeros(takers), held, count, place)
