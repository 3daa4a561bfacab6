"""The best known solution of a problem, with what is proven of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from math import ceil
from threading import Event
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bookload.base.progress import Progress
from bookload.planning.balance.conflict import Conflict, conflict
from bookload.planning.balance.decomposition import raised
from bookload.planning.balance.exactly import LARGEST, exactly
from bookload.planning.balance.prices import Prices, prices
from bookload.planning.balance.problem import Floats, Ints, Problem, Resource
from bookload.planning.balance.search import SHARPER, Walk, cheap, cost_of, excess, likely
from bookload.planning.balance.solver import Status

ENOUGH = 1e-4
"""A gap at which nothing better is looked for."""

PRICING = 0.4
SETTLED = 0.1
"""Prices are found in such a share of the seconds, or until the bound gains no more than such a share of the
gap that is enough."""

SMALL = 2_000
"""Problems of so few pairs are solved exactly before anything walks."""

FIRST = 0.25
"""The share of the time of walks that the first has."""

ASKED = 0.6
"""The share of what time a first walk leaves in which it is asked why, where nothing was found."""

EXACT = 0.4
"""A share of a walk after which, beside it, what is left of a small problem is solved exactly."""

PUNCTUAL = 0.9
"""The share of the time that is left which HiGHS is told it has: it looks at the clock late."""

LATE = 0.03
"""A share of the time in which everything is added up."""


@dataclass(frozen=True)
class Balanced:
    """A solution (n,), None where none was found; what it costs; and what no solution is below.

    `gap` = (objective - bound) / objective. `conflict` names limits that cannot hold together: "hours ada",
    or "one_taker acme" for a unit that has nowhere else to go.
    """

    status: Status
    taker: Ints | None = field(repr=False)
    objective: float | None
    bound: float
    gap: float | None
    conflict: tuple[str, ...] = ()


def balanced(  # noqa: PLR0913 - clock, chance and progress are passed in
    problem: Problem,
    *,
    seconds: float,
    rng: np.random.Generator,
    now: Callable[[], float],
    progress: Progress | None = None,
    start: Ints | None = None,
    enough: float = ENOUGH,
) -> Balanced:
    """Return the best solution found within the seconds of `now`, or one whose gap is `enough`.

    `start` (n,) are takers to begin from. A `progress` that is cancelled ends the search with its best so
    far.
    """
    if not np.diff(problem.start).all():
        return _infeasible(problem, conflict(problem, seconds, now), float("inf"))
    compile_loops()
    clock = _Clock(now, now() + seconds, progress)
    best = _priced(problem, clock, seconds * PRICING, SETTLED * enough)
    found = _Found(problem, best.bound, enough, clock)
    if start is not None and (pairs := problem.pair(start)).min() >= 0:
        found.offer(pairs)
    if problem.cost.size <= SMALL:
        found.raised(*exactly(problem, best, found.pairs, clock.left / 2, progress))
    if not found.done:
        _walks(found, best, rng)
    found.ask()
    return found.told()


@cache
def compile_loops() -> None:
    """Compile the loops, or load what was compiled of them, before a clock runs."""
    two = np.zeros(2)
    hours = Resource("hours", np.ones(4), two + 2, two + 1, two, two + 1)
    tiny = Problem(("a", "b"), ("x", "y"), np.array([0, 2, 4]), np.array([0, 1, 0, 1]), np.ones(4), (hours,))
    *_, best = prices(tiny)
    plain = replace(tiny, resources=(replace(hours, weight=0 * two),))
    for each in (tiny, plain):
        next(raised(each, best, lambda: float("inf")))
    walk = Walk(cheap(tiny, best.price), best.price, np.array([0, 2]), np.random.default_rng(0))
    next(walk.anneal(lambda: 0.0), None)


@dataclass
class _Clock:
    now: Callable[[], float]
    end: float
    progress: Progress | None

    @property
    def left(self) -> float:
        return max(0.0, self.end - self.now())

    @property
    def stopped(self) -> bool:
        return self.progress is not None and self.progress.cancelled.is_set()

    @property
    def over(self) -> bool:
        return self.left <= 0 or self.stopped


@dataclass
class _Found:
    """The best so far, and what is proven."""

    problem: Problem
    bound: float
    enough: float
    clock: _Clock
    pairs: Ints | None = None
    objective: float = float("inf")
    asked: bool = False
    why: Conflict | None = None

    def offer(self, pairs: Ints | None) -> None:
        """Take a solution if it is better, and exceeds no room."""
        if pairs is None or excess(self.problem, pairs).any():
            return
        if (objective := cost_of(self.problem, pairs)) < self.objective:
            self.pairs, self.objective = pairs, objective

    def raised(self, pairs: Ints | None, bound: float) -> None:
        """Take a solution, and a bound that is proven otherwise."""
        self.offer(pairs)
        self.bound = max(self.bound, bound)

    def ask(self) -> None:
        """Ask once why nothing was found, where nothing was."""
        if self.pairs is None and not self.asked:
            seconds = max(1.0, self.clock.left * ASKED)
            self.why = conflict(self.problem, seconds, self.clock.now, self.clock.progress)
            self.asked = True

    @property
    def proven(self) -> float:
        """The bound; where every solution costs a whole number, the next such."""
        if _whole(self.problem):
            return float(ceil(self.bound - 1e-6))
        return min(self.bound, self.objective)

    @property
    def gap(self) -> float:
        if self.objective == np.inf:
            return float("inf")
        return max(0.0, self.objective - self.proven) / max(abs(self.objective), 1e-12)

    @property
    def done(self) -> bool:
        return self.gap <= self.enough or self.why is not None or self.clock.over

    def told(self) -> Balanced:
        if self.why is not None:
            return _infeasible(self.problem, self.why, self.bound)
        status: Status = "interrupted" if self.clock.stopped else "time_limit"
        if self.pairs is None:
            return Balanced(status, None, None, self.proven, None)
        if self.gap <= self.enough:
            status = "within_gap"
        return Balanced(status, self.problem.taker[self.pairs], self.objective, self.proven, self.gap)


def _priced(problem: Problem, clock: _Clock, seconds: float, little: float) -> Prices:
    """Return the best prices, found until the bound gains so little or their time is over."""
    until, best, last = clock.now() + seconds, None, -np.inf

    def over() -> bool:
        return clock.now() > until or clock.over

    for each in prices(problem, over):
        if best is None or each.bound > best.bound:
            best = each
        settled = 0 <= each.bound - last <= little * abs(each.bound)
        last = each.bound
        if settled or over():
            break
    assert best is not None  # noqa: S101 - the first prices are there at once
    return best


def _walks(found: _Found, best: Prices, rng: np.random.Generator) -> None:
    """Walk among cheap pairs, while another core raises the bound; then among those that takers chose."""
    problem, price, clock = found.problem, best.price, found.clock
    begun, whole = clock.now(), clock.left * (1 - LATE)

    def share() -> float:
        return (clock.now() - begun) / whole if whole else 1.0

    def walked(walk: Walk, begins: float, ends: float, sharper: float = 1.0) -> None:
        for _ in walk.anneal(lambda: (share() - begins) / (ends - begins), sharper):
            found.offer(walk.best)
            beside.goes_on(share())
            if found.done:
                break
        found.offer(walk.best)

    first = cheap(problem, price, found.pairs)
    start = first.usual if found.pairs is None else found.pairs
    found.offer(start)
    with _Beside(found, best) as beside:
        walked(Walk(first, price, start, rng), 0.0, FIRST)
        found.ask()
        if not found.done and beside.often is not None and (begins := share()) < 1:
            second = likely(problem, price, beside.often, found.pairs)
            sharper = SHARPER if found.pairs is None else 1.0
            walk, other = (Walk(second, price, second.usual, rng) for _ in range(2))
            beside.walks(other, begins, sharper)
            walked(walk, begins, 1.0, sharper)


class _Beside:
    """What another core does beside a walk: raise the bound taker by taker, then solve exactly what is left.

    Where the bound does not rise, and more is left than could be solved, it walks too. Only the thread that
    began looks at the clock and at what was found.
    """

    def __init__(self, found: _Found, best: Prices) -> None:
        self._found, self._best = found, best
        self._core = ThreadPoolExecutor(1)
        self._enough, self._over, self._own = Event(), Event(), Progress()
        self._best_bound, self._share = best.bound, 0.0
        self.often: NDArray[np.float32] | None = None
        self._raising: Future[float] = self._core.submit(self._raised)
        self._solving: Future[tuple[Ints | None, float]] | None = None
        self._walking: Future[Ints | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._over.set()
        if self._found.done:
            self._own.cancelled.set()
        self._core.shutdown(wait=True)
        self._found.raised(None, self._raising.result())
        if self._solving is not None:
            self._found.raised(*self._solving.result())
        if self._walking is not None:
            self._found.offer(self._walking.result())

    def walks(self, walk: Walk, begins: float, sharper: float) -> None:
        """Walk too, from a share of the time on, where the bound has not risen and nothing is solved."""
        solving = self._solving is not None and not self._solving.done()
        if solving or self._found.problem.cost.size <= LARGEST:
            return
        if self._best_bound <= self._best.bound:
            self._enough.set()
            self._walking = self._core.submit(self._walked, walk, begins, sharper)

    def goes_on(self, share: float) -> None:
        """Take what is ready at a share of the walk's time, and begin with what is left."""
        found, self._share = self._found, share
        if self._walking is not None:
            return
        if self._solving is not None:
            if self._solving.done():
                found.raised(*self._solving.result())
            return
        found.raised(None, self._best_bound)
        if share >= EXACT and found.problem.cost.size <= LARGEST:
            self._enough.set()
        if self._raising.done():
            seconds = found.clock.left * PUNCTUAL
            self._solving = self._core.submit(
                exactly, found.problem, self._best, found.pairs, seconds, self._own
            )

    def _raised(self) -> float:
        """Return the best bound there is until it is enough."""
        for bound, often in raised(self._found.problem, self._best, lambda: self._found.objective):
            self._best_bound, self.often = bound, often
            if self._enough.is_set():
                break
        return self._best_bound

    def _walked(self, walk: Walk, begins: float, sharper: float) -> Ints | None:
        for _ in walk.anneal(lambda: (self._share - begins) / (1 - begins), sharper):
            if self._over.is_set():
                break
        return walk.best


def _whole(problem: Problem) -> bool:
    goals: Floats = np.array([each.weight.max(initial=0.0) for each in problem.resources])
    return not goals.any() and bool((problem.cost == np.round(problem.cost)).all())


def _infeasible(problem: Problem, why: Conflict | None, bound: float) -> Balanced:
    if why is None:
        return Balanced("time_limit", None, None, bound, None)
    rooms = [f"{problem.resources[k].name} {problem.takers[j]}" for k, j in why.rooms]
    units = [f"one_taker {problem.units[each]}" for each in why.units]
    return Balanced("infeasible", None, None, bound, None, (*rooms, *units))
