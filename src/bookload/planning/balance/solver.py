"""What a solver of the problem takes and answers, as those who ask it see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np

from bookload.base.progress import Progress
from bookload.planning.balance.problem import Floats, Ints, Problem

Status = Literal["within_gap", "time_limit", "interrupted", "infeasible"]


class Solved(Protocol):
    """A solution with what is proven of it; `taker` (n,) is None where there is none."""

    @property
    def status(self) -> Status:
        """How the search ended."""
        ...

    @property
    def taker(self) -> Ints | None:
        """The taker of each unit."""
        ...

    @property
    def bound(self) -> float:
        """What no solution is below."""
        ...

    @property
    def conflict(self) -> tuple[str, ...]:
        """The names of limits that cannot hold together, where nothing can be found."""
        ...


class Solver(Protocol):
    """Whoever solves a problem in some seconds; chance and clock are passed in."""

    def __call__(
        self,
        problem: Problem,
        *,
        seconds: float,
        rng: np.random.Generator,
        now: Callable[[], float],
        progress: Progress | None = None,
        start: Ints | None = None,
    ) -> Solved:
        """Return the best that was found, and a bound."""
        ...


@dataclass(frozen=True)
class Search:
    """A solver with what it may use: seconds in all, a generator, a monotonic clock, a progress."""

    solver: Solver
    seconds: float
    rng: np.random.Generator = field(repr=False)
    now: Callable[[], float] = field(repr=False)
    progress: Progress | None = field(default=None, repr=False)

    def solve(self, problem: Problem, share: float = 1.0, start: Ints | None = None) -> Solved:
        """Return what the solver finds in a share of the seconds."""
        return self.solver(
            problem,
            seconds=self.seconds * share,
            rng=self.rng,
            now=self.now,
            progress=self.progress,
            start=start,
        )


@dataclass(frozen=True)
class Answer:
    """What was found: the taker of each unit (n,), what it costs, and the bound that no answer is below.

    `gap` = (objective - bound) / objective; both are None where nothing was found. `conflict` names limits
    that cannot hold together.
    """

    status: Status
    taker: Ints | None = field(repr=False)
    objective: float | None
    bound: float
    conflict: tuple[str, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far the answer may be from the best there is, as a share of its cost."""
        if self.objective is None:
            return None
        apart = self.objective - self.bound
        return apart / abs(self.objective) if apart > ROUNDING * max(1.0, abs(self.objective)) else 0.0


ROUNDING = 1e-9
"""What rounding may put between an answer and a bound that are the same, as a share."""


def costs(problem: Problem, chosen: Ints) -> float:
    """Return what a solution costs: its pairs, and what loads are beyond their bands (the objective).

    Infinite for a taker that is not eligible.
    """
    pairs = problem.pair(chosen)
    if (pairs < 0).any():
        return float("inf")
    return float(problem.cost[pairs].sum()) + float(beyond(problem, problem.loads(pairs)).sum())


def beyond(problem: Problem, loads: Floats) -> Floats:
    """Return what loads cost beyond their bands, by resource and taker (resources, m)."""
    off = [
        each.weight * np.maximum(0.0, np.abs(load - each.aim) - each.band)
        for each, load in zip(problem.resources, loads, strict=True)
    ]
    return np.array(off).reshape(loads.shape)
