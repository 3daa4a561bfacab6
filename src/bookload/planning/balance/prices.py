"""Prices of what takers have, and the bound that any prices prove.

Let a pair cost its own cost and the price of what it uses, and let each taker choose its load alone: no
solution of the problem is below

    sum over units of min over pairs (cost + sum over resources of price * use)
  + sum over resources and takers of min over load in [0, room] (weight * max(0, |load - aim| - band) -
  price * load)

for any prices (Lagrangian duality; Geoffrion 1974). The best prices are those of the linear relaxation.
They are found by smoothing both minima at a temperature and following the maximum down by Newton's method:
an interior path in the dual, whose matrix has a row for each resource of a taker and never one for an
account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from bookload.planning.balance.kernels import cheapest, curvature, near, smoothed
from bookload.planning.balance.problem import Floats, Ints, Problem

HOTTEST = 0.3
COLDEST = 1e-5
COOLING = 0.25
"""Temperatures: of the spread of costs within units, from smooth to sharp."""

NEAR = 40.0
"""Pairs dearer by more temperatures have no part worth counting, nor will they after a few steps. For what
uses more than the mean, so many times as many temperatures."""

STEPS = 12
SHORTEST = 1e-4
CLOSE = 3e-5
ROUNDS = 3
"""Newton's steps at a temperature: at most so many, none shorter, done at such a share of the temperature.
Where that does not suffice, so many times, each among the pairs that are near then."""

LONGEST = 5.0
INSIDE = 0.9
"""No step changes what a mean unit costs by more temperatures, nor goes further towards a price at which a
taker would want nothing, or all there is, than by such a share of the way: one such price alone would make
the steps of all others short."""

MANY = 1_000_000
PART = 8
WARM = 0.03
"""Of problems of so many pairs, one unit in so many finds the first prices, down to such a temperature."""

UNDECIDED = 0.01
"""Of so much of a unit each price is undecided, at least: where of none, a step would have no direction."""

ENOUGH_FOR_TWO = 50_000
"""Pairs from which on two cores look at them: for fewer, to begin takes as long."""

ROUNDING = 16 * np.finfo(np.float64).eps

Result = TypeVar("Result")


@dataclass(frozen=True)
class Prices:
    """Prices of resources at takers (resources, m), in cost by unit of load, and the bound they prove."""

    price: Floats = field(repr=False)
    bound: float


@dataclass(frozen=True)
class Sides:
    """What a taker's load may be by itself: the corners of its cost, (resources, m, 4) each.

    Below the `lowest` price (resources, m) a taker would want nothing, above the `highest` all there is.
    """

    load: Floats
    cost: Floats
    lowest: Floats
    highest: Floats

    def cheapest(self, price: Floats) -> Floats:
        """Return the least cost less price * load of each load alone (resources, m)."""
        return np.asarray((self.cost - price[:, :, None] * self.load).min(axis=2))

    def smoothed(self, price: Floats, heat: float) -> tuple[float, Floats, Floats]:
        """Return the minima less a logarithmic barrier, summed; the loads they take; and how these yield.

        A load goes from one corner to the next by three parts, each between nothing and all of it. Newton's
        method feels a corner of a barrier from afar, that of an exponential only when it is there.
        """
        length = np.diff(self.load, axis=2)
        wide = length > 0
        length = np.where(wide, length, 1.0)
        slope = np.where(wide, np.diff(self.cost, axis=2) / length, 0.0) - price[:, :, None]
        root = np.hypot(slope * length, 2 * heat)
        near = 2 * heat * length / (np.abs(slope) * length + 2 * heat + root)
        part = np.where(slope >= 0, near, length - near)
        rest = np.where(slope >= 0, length - near, near)
        value = np.where(wide, slope * part - heat * (np.log(part / length) + np.log(rest / length)), 0.0)
        yields = np.where(wide, 1 / (1 / part**2 + 1 / rest**2), 0.0)
        first = self.cost[:, :, 0] - price * self.load[:, :, 0]
        return (
            float(first.sum() + value.sum()),
            self.load[:, :, 0] + np.where(wide, part, 0.0).sum(axis=2),
            yields.sum(axis=2),
        )


def sides(problem: Problem) -> Sides:
    """Return the corners of what each taker's load may be, and costs: none, the band's ends, all."""
    loads, costs, endless = [], [], []
    for each in problem.resources:
        most = np.bincount(problem.taker, each.use, minlength=len(problem.takers))
        room = np.minimum(each.room, most)
        low, high = np.clip(each.aim - each.band, 0, room), np.clip(each.aim + each.band, 0, room)
        load = np.stack([np.zeros_like(room), low, high, room], axis=1)
        loads.append(load)
        costs.append(beyond(load, each.aim[:, None], each.band[:, None], each.weight[:, None]))
        endless.append(each.room >= most)
    load, cost = np.array(loads), np.array(costs)
    length = np.diff(load, axis=2)
    slope = np.divide(np.diff(cost, axis=2), length, out=np.full_like(length, np.nan), where=length > 0)
    lowest = np.fmin.reduce(slope, axis=2, initial=np.inf)
    highest = np.where(endless, np.fmax.reduce(slope, axis=2, initial=-np.inf), np.inf)
    return Sides(load, cost, lowest, highest)


def beyond(load: Floats, aim: Floats, band: Floats, weight: Floats) -> Floats:
    """Return the cost of loads beyond their bands, all of one shape."""
    return weight * np.maximum(0.0, np.abs(load - aim) - band)


def proven(problem: Problem, price: Floats, alone: Sides | None = None) -> float:
    """Return the bound that prices prove, less what rounding may have added to it; `alone` are its sides."""
    use = np.array([each.use for each in problem.resources])
    least, size = cheapest(problem.start, problem.taker, problem.cost, use, price)
    alone = sides(problem) if alone is None else alone
    own = alone.cheapest(price)
    scale = size + float(np.abs(alone.cost).max(axis=2).sum() + (np.abs(price) * alone.load[:, :, 3]).sum())
    return float(least + own.sum()) - ROUNDING * scale


def paid(problem: Problem, price: Floats) -> Floats:
    """Return what each pair costs with the price of what it uses (p,)."""
    found = problem.cost.copy()
    for each, of in zip(problem.resources, price, strict=True):
        found += of[problem.taker] * each.use
    return found


def reduced(problem: Problem, price: Floats) -> Floats:
    """Return by how much each pair is dearer, at prices, than the cheapest of its unit (p,)."""
    found = paid(problem, price)
    least = np.minimum.reduceat(found, problem.start[:-1])
    found -= np.repeat(least, np.diff(problem.start))
    return found


def cheapest_of(problem: Problem, dearer: Floats) -> Ints:
    """Return the first pair of each unit that is not dearer than its cheapest (n,)."""
    least = np.flatnonzero(dearer <= 0)
    _, first = np.unique(problem.unit[least], return_index=True)
    return np.asarray(least[first])


def prices(problem: Problem, over: Callable[[], bool] = lambda: False) -> Iterator[Prices]:
    """Yield better and better prices, each with its bound, from the hottest temperature to the coldest.

    Once it is `over`, the next are those that were reached.
    """
    alone = sides(problem)
    dual = _Dual.of(problem, alone, over)
    price = np.zeros((len(problem.resources), len(problem.takers)))
    yield Prices(price, proven(problem, price, alone))
    heat = HOTTEST * dual.spread
    if problem.cost.size > MANY:
        few = _part(problem)
        part, warm = _Dual.of(few, sides(few), over), WARM * dual.spread
        while heat * COOLING > warm:
            price, _ = part.climb(price, heat)
            heat *= COOLING
        price, _ = part.climb(price, heat)
    while heat > COLDEST * dual.spread:
        for _ in range(ROUNDS):
            price, close = dual.near(price, NEAR * heat).climb(price, heat)
            if close:
                break
        yield Prices(price, proven(problem, price, alone))
        heat *= COOLING


def _part(problem: Problem) -> Problem:
    """Return the problem of one unit in so many, and of as much of what takers have and should have."""
    units = np.arange(0, len(problem.units), PART)
    share = len(units) / len(problem.units)
    kept = np.isin(problem.unit, units)
    start = np.concatenate([[0], np.cumsum(np.diff(problem.start)[units])])
    resources = tuple(
        replace(
            each, use=each.use[kept], room=each.room * share, aim=each.aim * share, band=each.band * share
        )
        for each in problem.resources
    )
    names = tuple(problem.units[each] for each in units)
    return Problem(names, problem.takers, start, problem.taker[kept], problem.cost[kept], resources)


@dataclass(frozen=True)
class _Dual:
    """The smoothed dual of a problem, with resources scaled so that a taker's usual load is 1."""

    problem: Problem
    sides: Sides
    use: Floats
    scale: Floats
    spread: float
    over: Callable[[], bool]

    @classmethod
    def of(cls, problem: Problem, alone: Sides, over: Callable[[], bool]) -> _Dual:
        share = len(problem.units) / len(problem.takers)
        scale = np.array([float(each.use.mean()) * share or 1.0 for each in problem.resources])
        use = np.array([each.use for each in problem.resources]) / scale[:, None]
        mean = np.add.reduceat(problem.cost, problem.start[:-1]) / np.diff(problem.start)
        spread = float(np.sqrt(np.mean((problem.cost - mean[problem.unit]) ** 2)))
        weight = max(
            (float((each.weight * each.use.mean()).mean()) for each in problem.resources), default=0.0
        )
        by = scale[:, None]
        scaled = Sides(alone.load / by[:, :, None], alone.cost, alone.lowest * by, alone.highest * by)
        return cls(problem, scaled, use, scale, max(spread, weight, 1e-12), over)

    def near(self, price: Floats, reach: float) -> _Dual:
        """Return the dual over pairs that are dearer by at most so much; what it finds is proven over all."""
        of = self.problem
        kept = np.concatenate(self._halves(near, price * self.scale[:, None], reach, self._mean()))
        start = np.concatenate([[0], np.cumsum(np.add.reduceat(kept, of.start[:-1], dtype=np.int64))])
        resources = tuple(replace(each, use=each.use[kept]) for each in of.resources)
        few = replace(of, start=start, taker=of.taker[kept], cost=of.cost[kept], resources=resources)
        return replace(self, problem=few, use=np.stack([each[kept] for each in self.use]))

    def climb(self, price: Floats, heat: float) -> tuple[Floats, bool]:
        """Return the prices that are best at a temperature, from those before, and whether they are close."""
        scaled, close = price * self.scale[:, None], CLOSE * heat * len(self.problem.units)
        value, slope, spread = self._at(scaled, heat)
        for _ in range(STEPS):
            if self.over():
                break
            step = self._newton(scaled, heat, slope, spread)
            if (step * slope).sum() < close:
                break
            step = self._short(scaled, step, heat)
            gain = float((step * slope).sum())
            length = 1.0
            while length > SHORTEST:
                tried = self._at(scaled + length * step, heat)
                if tried[0] >= value + 1e-4 * length * gain:
                    break
                length *= 0.4
            else:
                break
            scaled = scaled + length * step
            value, slope, spread = tried
        else:
            return scaled / self.scale[:, None], False
        return scaled / self.scale[:, None], True

    def _short(self, price: Floats, step: Floats, heat: float) -> Floats:
        """Return a step that is nowhere too long."""
        longest = LONGEST * heat / self._mean()[:, None]
        lowest, highest = self.sides.lowest, self.sides.highest
        step = np.clip(step, -longest, longest)
        below = (price > lowest) & (price + step < lowest)
        step = np.where(below, INSIDE * (lowest - price), step)
        above = (price < highest) & (price + step > highest)
        return np.asarray(np.where(above, INSIDE * (highest - price), step))

    def _mean(self) -> Floats:
        """Return the use of a mean pair (resources,)."""
        return np.asarray(np.maximum(self.use.mean(axis=1), 1e-12))

    def _at(self, price: Floats, heat: float) -> tuple[float, Floats, Floats]:
        halves = self._halves(smoothed, price, heat)
        own, expected, spread = self.sides.smoothed(price, heat)
        load = np.sum([each for _, each in halves], axis=0)
        return own + sum(value for value, _ in halves), load - expected, spread

    def _newton(self, price: Floats, heat: float, slope: Floats, spread: Floats) -> Floats:
        matrix: Floats = np.sum(self._halves(curvature, price, heat), axis=0)
        undecided = UNDECIDED * (self.use**2).mean(axis=1)
        matrix[np.diag_indices_from(matrix)] += (spread + undecided[:, None]).ravel()
        found = cho_factor(matrix, lower=True, overwrite_a=True)
        return heat * np.asarray(cho_solve(found, slope.ravel())).reshape(slope.shape)

    def _halves(self, loop: Callable[..., Result], price: Floats, heat: float, *more: Floats) -> list[Result]:
        """Return what a loop finds over all units; of many pairs over each half, on a core of its own."""
        of = self.problem
        given = (of.taker, of.cost, self.use, price, heat, *more)
        middle = int(np.searchsorted(of.start[1:-1], of.start[-1] // 2)) + 1
        if of.cost.size <= ENOUGH_FOR_TWO or middle >= len(of.units):
            return [loop(of.start, *given)]
        with ThreadPoolExecutor(1) as other:
            later = other.submit(loop, of.start[middle:], *given)
            return [loop(of.start[: middle + 1], *given), later.result()]
