"""What is left when prices have spoken, solved exactly: pairs too dear to be in anything better are out.

A pair that is dearer at some prices than the distance from their bound to the best known solution is in no
better one. What remains is a mixed-integer programme, often small: its own bound then holds for the whole
problem.
"""

from __future__ import annotations

import numpy as np

from bookload.base.progress import Progress
from bookload.planning.balance.prices import Prices, reduced
from bookload.planning.balance.problem import Floats, Ints, Problem
from bookload.planning.balance.search import cost_of
from bookload.planning.solve import Limits, Rows, solve
from bookload.planning.solve import Problem as Programme

LARGEST = 12_000
"""Pairs beyond which it is not tried: it would not end."""

SHORTEST = 0.5
HALF = 0.5


def exactly(
    problem: Problem, known: Prices, best: Ints | None, seconds: float, progress: Progress | None
) -> tuple[Ints | None, float]:
    """Return a solution's pairs (n,), None where none was found, and a bound for the whole problem."""
    dearer, bound = reduced(problem, known.price), known.bound
    kept = np.ones(dearer.size, dtype=bool)
    worth = np.inf
    if best is not None:
        worth = cost_of(problem, best)
        kept = dearer <= worth - bound
        kept[best] = True
    if kept.sum() > LARGEST or seconds < SHORTEST:
        return None, bound
    pair = np.flatnonzero(kept)
    solution = solve(programme(problem, pair), Limits(seconds), progress, _start(problem, pair, best))
    found = None
    if solution.values is not None:
        chosen = pair[solution.values[: pair.size] > HALF]
        found = chosen if chosen.size == len(problem.units) else None
    proven = bound if solution.bound is None else min(worth, solution.bound)
    return found, max(bound, proven - 1e-9 * abs(proven))


def programme(problem: Problem, pair: Ints) -> Programme:
    """Return the programme over some pairs: a column each, and one for what is off each side of each band."""
    units, takers, size = len(problem.units), len(problem.takers), pair.size
    taker, cost = problem.taker[pair], [problem.cost[pair]]
    row, column, value = [problem.unit[pair]], [np.arange(size)], [np.ones(size)]
    lower, upper, most = [np.ones(units)], [np.ones(units)], [np.ones(size)]
    at, columns = units, size
    for each in problem.resources:
        scale = max(1e-12, float(each.use[pair].mean()))
        low = (each.aim - each.band) / scale
        high = np.minimum((each.aim + each.band) / scale, np.inf)
        goal = each.weight > 0
        for bottom, top, off in (
            (np.where(goal, low, -np.inf), np.full(takers, np.inf), 1.0),
            (np.full(takers, -np.inf), np.where(goal, high, np.inf), -1.0),
            (np.full(takers, -np.inf), each.room / scale, 0.0),
        ):
            row.append(at + taker)
            column.append(np.arange(size))
            value.append(each.use[pair] / scale)
            lower.append(bottom)
            upper.append(top)
            if off:
                row.append(at + np.arange(takers))
                column.append(columns + np.arange(takers))
                value.append(np.full(takers, off))
                cost.append(each.weight * scale)
                most.append(np.full(takers, np.inf))
                columns += takers
            at += takers
    return Programme(
        np.concatenate(cost),
        np.zeros(columns),
        np.concatenate(most),
        np.arange(columns) < size,
        Rows(
            [str(each) for each in range(at)],
            np.concatenate(lower),
            np.concatenate(upper),
            np.concatenate(row).astype(np.int64),
            np.concatenate(column).astype(np.int64),
            np.concatenate(value).astype(np.float64),
        ),
    )


def _start(problem: Problem, pair: Ints, best: Ints | None) -> Floats | None:
    """Return the columns of a known solution."""
    if best is None:
        return None
    found = [np.isin(pair, best).astype(np.float64)]
    for each, load in zip(problem.resources, problem.loads(best), strict=True):
        scale = max(1e-12, float(each.use[pair].mean()))
        found.append(np.maximum(0.0, each.aim - each.band - load) / scale)
        found.append(np.maximum(0.0, load - each.aim - each.band) / scale)
    return np.concatenate(found)
