"""Why a problem has no solution: the smallest set of limits that cannot hold together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bookload.base.progress import Progress
from bookload.planning.balance.prices import prices, proven
from bookload.planning.balance.problem import UNLIMITED, Ints, Problem
from bookload.planning.solve import Limits, Rows, Solution, solve
from bookload.planning.solve import Problem as Programme

TOLERANCE = 1e-7
SMALL = 4_000
"""Pairs up to which whole solutions are looked for; above, only a relaxation without one is a conflict."""

LARGE = 200_000
"""Pairs beyond which no programme is written for the relaxation: prices prove what they can."""

NEXT_TO_NOTHING = 1e-3


@dataclass(frozen=True)
class Conflict:
    """Limits that cannot hold together, none of which could be left out.

    `rooms` are (resource, taker) by place; `units` those that nobody is eligible for, or, for a conflict
    between rooms, that can go nowhere but to their takers.
    """

    rooms: tuple[tuple[int, int], ...]
    units: tuple[int, ...]


def homeless(problem: Problem) -> Ints:
    """Return the units that nobody is eligible for."""
    return np.flatnonzero(np.diff(problem.start) == 0)


def conflict(
    problem: Problem, seconds: float, now: Callable[[], float], progress: Progress | None = None
) -> Conflict | None:
    """Return why nothing fits, or None where something may, or where the time did not suffice to know.

    Where it did not suffice to try without each limit, more are named than had to be.
    """
    nowhere = homeless(problem)
    if nowhere.size:
        return Conflict((), tuple(nowhere.tolist()))
    end = now() + seconds
    limited = [
        (k, int(j))
        for k, each in enumerate(problem.resources)
        for j in np.flatnonzero(np.isfinite(each.room))
    ]
    overfull = _overfull if problem.cost.size <= LARGE else _overfull_at_prices
    found = overfull(problem, limited, seconds, now, progress)
    if found is None:
        return None
    kept = found
    for room in found:
        if now() > end:
            break
        fewer = [each for each in kept if each != room]
        still = overfull(problem, fewer, seconds / max(1, len(found)), now, progress)
        if still is not None:
            kept = [each for each in kept if each in still]
    return Conflict(tuple(kept), tuple(_captive(problem, kept)))


def _overfull(
    problem: Problem,
    rooms: list[tuple[int, int]],
    seconds: float,
    _: Callable[[], float],
    progress: Progress | None,
) -> list[tuple[int, int]] | None:
    """Return the rooms that keep everything from fitting, of some; None where the others can hold it all."""
    if not rooms:
        return None
    solution = _least_excess(problem, rooms, Limits(seconds=seconds), progress)
    least = solution.bound if solution.bound is not None else 0.0
    if least <= TOLERANCE * len(problem.units):
        return None
    return rooms


def _overfull_at_prices(
    problem: Problem,
    rooms: list[tuple[int, int]],
    seconds: float,
    now: Callable[[], float],
    progress: Progress | None,
) -> list[tuple[int, int]] | None:
    """Return what `_overfull` does, of a problem that would not fit into memory as a programme.

    What exceeds rooms costs its share of them, and nothing else costs anything: prices that prove that this
    cannot be nothing prove that not all fits, and those rooms suffice whose price is not next to nothing.
    """
    end, tolerance = now() + seconds, TOLERANCE * len(problem.units)

    def over() -> bool:
        return now() > end or (progress is not None and progress.cancelled.is_set())

    elastic = _elastic(problem, rooms)
    for each in prices(elastic, over):
        if each.bound > tolerance:
            worth = np.abs(each.price) * [one.band for one in elastic.resources]
            dear = [room for room in rooms if worth[room] > NEXT_TO_NOTHING * worth.max()]
            fewer = np.zeros_like(each.price)
            fewer[tuple(zip(*dear, strict=True))] = each.price[tuple(zip(*dear, strict=True))]
            return dear if proven(_elastic(problem, dear), fewer) > tolerance else rooms
        if over():
            break
    return None


def _elastic(problem: Problem, rooms: list[tuple[int, int]]) -> Problem:
    """Return the problem of exceeding some rooms as little as can be, each in shares of itself."""
    resources = []
    for number, each in enumerate(problem.resources):
        takers = [taker for resource, taker in rooms if resource == number]
        band, weight = np.zeros_like(each.room), np.zeros_like(each.room)
        band[takers] = each.room[takers]
        weight[takers] = 1 / np.maximum(each.room[takers], TOLERANCE)
        none = np.zeros_like(each.room)
        resources.append(replace(each, room=none + UNLIMITED, aim=none, band=band, weight=weight))
    return replace(problem, cost=np.zeros_like(problem.cost), resources=tuple(resources))


def _least_excess(
    problem: Problem, rooms: list[tuple[int, int]], limits: Limits, progress: Progress | None
) -> Solution:
    """Solve for the least sum of what exceeds some rooms, each in shares of itself."""
    pairs, units = problem.cost.size, len(problem.units)
    row, column, value = [problem.unit], [np.arange(pairs)], [np.ones(pairs)]
    upper = np.ones(units + len(rooms))
    for place, (resource, taker) in enumerate(rooms):
        each = problem.resources[resource]
        here = np.flatnonzero(problem.taker == taker)
        size = max(float(each.room[taker]), TOLERANCE)
        row.append(np.full(here.size + 1, units + place))
        column.append(np.append(here, pairs + place))
        value.append(np.append(each.use[here] / size, -1.0))
        upper[units + place] = each.room[taker] / size
    lower = np.concatenate([np.ones(units), np.full(len(rooms), -np.inf)])
    whole = np.arange(pairs + len(rooms)) < (pairs if pairs <= SMALL else 0)
    programme = Programme(
        np.concatenate([np.zeros(pairs), np.ones(len(rooms))]),
        np.zeros(pairs + len(rooms)),
        np.concatenate([np.ones(pairs), np.full(len(rooms), np.inf)]),
        whole,
        Rows(
            [str(each) for each in range(units + len(rooms))],
            lower,
            upper,
            np.concatenate(row).astype(np.int64),
            np.concatenate(column).astype(np.int64),
            np.concatenate(value).astype(np.float64),
        ),
    )
    return solve(programme, limits, progress)


def _captive(problem: Problem, rooms: list[tuple[int, int]]) -> list[int]:
    """Return the units whose takers are all among those of a conflict's rooms."""
    takers = np.zeros(len(problem.takers), dtype=bool)
    takers[[taker for _, taker in rooms]] = True
    outside = np.bincount(problem.unit, ~takers[problem.taker], minlength=len(problem.units))
    return np.flatnonzero(outside == 0).tolist()
