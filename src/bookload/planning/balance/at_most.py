"""The best books with at most so many moves, and a bound on what any such books cost.

Each move is given a price; at any price of 0 or more

    (the bound with each move that much dearer) - price x the most moves

is below the cost of any books with so few moves (Lagrangian duality), so the largest of them is a bound.
The price is found by halving. Answers with few enough moves count as they are; of those with more the
least useful moves are taken back, one after the other. What the most useful moves make of the books as they
are, one after the other, is there before anything is searched.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil

import numpy as np

from bookload.planning.balance.begun import begun
from bookload.planning.balance.posed import NOBODY, Posed
from bookload.planning.balance.problem import Floats, Ints, Problem
from bookload.planning.balance.solver import Answer, Search, Solved, costs

HALVINGS = 5
RAISES = 3
TIMES = 8.0
"""How often the price is halved and raised at most, and by how much it is raised."""

FIRST = 0.3
EACH = (1 - FIRST) / (HALVINGS + RAISES + 1)
"""The shares of the seconds that the search without a limit has, and each after it."""

ROUNDING = 1e-6

STEPS = 50_000_000
"""Pairs that are looked at, in all, for the most useful moves."""


def best(posed: Posed, search: Search, most: int | None = None) -> Answer:
    """Return the best answer that is found, with at most so many moves; None is no limit."""
    if most is None:
        return _answer(posed.problem, search.solve(posed.problem, start=begun(posed)))
    return _Limited(posed, search, most).answer()


def moves(posed: Posed, chosen: Ints) -> int:
    """Return how many accounts change owner; what nobody carried until now is no move."""
    return int(posed.moved[posed.problem.pair(chosen)].sum())


def _answer(problem: Problem, found: Solved) -> Answer:
    cost = None if found.taker is None else costs(problem, found.taker)
    return Answer(found.status, found.taker, cost, found.bound, found.conflict)


@dataclass
class _Limited:
    """The search for the price of a move: the best answer so far, and the best bound."""

    posed: Posed
    search: Search
    most: int
    bound: float = float("-inf")
    taker: Ints | None = None
    cost: float = float("inf")
    status: list[str] = field(default_factory=list)

    def answer(self) -> Answer:
        first = self._ask(0.0, self._nearest())
        if first.taker is None or moves(self.posed, first.taker) <= self.most:
            return _answer(self.posed.problem, first)
        low, high, start = 0.0, self._usual(), first.taker
        for _ in range(RAISES):
            found = self._ask(high, start)
            if found.taker is not None and moves(self.posed, found.taker) <= self.most:
                break
            low, high, start = high, high * TIMES, found.taker if found.taker is not None else start
        for _ in range(HALVINGS):
            price = (low + high) / 2
            found = self._ask(price, start if self.taker is None else self.taker)
            few = found.taker is not None and moves(self.posed, found.taker) <= self.most
            low, high = (low, price) if few else (price, high)
        return self._fewest() if self.taker is None else self._stated()

    def _usual(self) -> float:
        """Return a price to begin with: what a move costs and may bring, on the mean."""
        some = self.posed.moved > 0
        return float(self.posed.problem.cost[some].mean()) + 1.0

    def _ask(self, price: float, start: Ints | None = None) -> Solved:
        problem = self.posed.problem
        dearer = replace(problem, cost=problem.cost + price * self.posed.moved)
        found = self.search.solve(dearer, EACH if price else FIRST, start)
        self.bound = max(self.bound, found.bound - price * self.most)
        self.status.append(found.status)
        if found.taker is not None:
            self._offer(found.taker)
            self._offer(_fewer(self.posed, found.taker, self.most))
        return found

    def _offer(self, chosen: Ints) -> None:
        if moves(self.posed, chosen) <= self.most and (cost := costs(self.posed.problem, chosen)) < self.cost:
            self.taker, self.cost = chosen, cost

    def _nearest(self) -> Ints | None:
        """Return what a search begins from: the books as they are, with the most useful moves."""
        today = begun(self.posed)
        if today is None or moves(self.posed, today) > self.most:
            return today
        nearer = _nearer(self.posed, today, self.most)
        self._offer(nearer)
        return nearer

    def _stated(self) -> Answer:
        ended = "interrupted" if "interrupted" in self.status else "time_limit"
        near = self.cost - self.bound <= ROUNDING * max(1.0, abs(self.cost))
        return Answer("within_gap" if near else ended, self.taker, self.cost, self.bound)  # type: ignore[arg-type]

    def _fewest(self) -> Answer:
        """Return an answer with as few moves as there can be, or how many have to be."""
        problem = self.posed.problem
        bare = tuple(replace(each, weight=np.zeros_like(each.weight)) for each in problem.resources)
        counted = replace(problem, cost=self.posed.moved.astype(np.float64), resources=bare)
        found = self.search.solve(counted, EACH)
        if found.taker is not None:
            self._offer(found.taker)
        if self.taker is not None:
            return self._stated()
        least = max(self.most + 1, ceil(found.bound - ROUNDING))
        said = (f"moves >= {least}",) if found.bound > self.most + ROUNDING else ()
        return Answer("infeasible" if said else "time_limit", None, None, self.bound, said)


def _nearer(posed: Posed, chosen: Ints, most: int) -> Ints:
    """Return a solution with the most useful move made, again and again, until none is or may be."""
    problem, taker = posed.problem, chosen.copy()
    unit, to = problem.unit, problem.taker
    use, room = posed.use, _rooms(posed)
    loads = problem.loads(problem.pair(taker))
    for _ in range(min(most, STEPS // max(1, unit.size))):
        pair = problem.pair(taker)
        count = posed.moved[pair].sum() + posed.moved - posed.moved[pair][unit]
        fits = ((loads[:, to] + use[:, unit]) <= room[:, to]).all(axis=0) & (to != taker[unit])
        may = np.flatnonzero(fits & (count <= most))
        dearer = _dearer(posed, taker, loads, may)
        if dearer.min(initial=0.0) >= -ROUNDING:
            break
        best = int(may[np.argmin(dearer)])
        loads[:, taker[unit[best]]] -= use[:, unit[best]]
        loads[:, to[best]] += use[:, unit[best]]
        taker[unit[best]] = to[best]
    return taker


def _fewer(posed: Posed, chosen: Ints, most: int) -> Ints:
    """Return a solution with moves taken back until there are few enough, or none can be."""
    problem, taker = posed.problem, chosen.copy()
    use, room = posed.use, _rooms(posed)
    back = np.where(posed.present == NOBODY, 0, posed.present)
    home = problem.pair(back)
    loads = problem.loads(problem.pair(taker))
    count = moves(posed, taker)
    while count > most:
        away = np.flatnonzero((taker != posed.present) & (posed.present != NOBODY) & (home >= 0))
        away = away[((loads[:, back[away]] + use[:, away]) <= room[:, back[away]]).all(axis=0)]
        if not len(away):
            break
        unit = int(away[np.argmin(_dearer(posed, taker, loads, home[away]))])
        count -= int(posed.moved[problem.start[unit] : problem.start[unit + 1]].max())
        loads[:, taker[unit]] -= use[:, unit]
        loads[:, back[unit]] += use[:, unit]
        taker[unit] = back[unit]
    return taker


def _rooms(posed: Posed) -> Floats:
    return np.array([each.room for each in posed.problem.resources]).reshape(len(posed.use), -1)


def _dearer(posed: Posed, taker: Ints, loads: Floats, pairs: Ints) -> Floats:
    """Return by how much the cost would rise if each of some pairs came in place of what its unit has."""
    problem = posed.problem
    units, to = problem.unit[pairs], problem.taker[pairs]
    cost = problem.cost[pairs] - problem.cost[problem.pair(taker)[units]]
    for row, each in enumerate(problem.resources):
        if each.weight.any():
            use = posed.use[row, units]
            for place, change in ((to, use), (taker[units], -use)):
                aim, band = each.aim[place], each.band[place]
                now, then = loads[row, place], loads[row, place] + change
                off = np.maximum(0, np.abs(then - aim) - band) - np.maximum(0, np.abs(now - aim) - band)
                cost = cost + each.weight[place] * off
    return np.asarray(cost)
