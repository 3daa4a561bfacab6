"""Linear and mixed-integer programmes: the one place that a solver (HiGHS) is asked.

    minimise   cost . x + offset
    subject to row_lower <= A x <= row_upper,  lower <= x <= upper,  some x whole

One thread, a fixed seed and no output, so that the same problem has the same answer. A solver that runs out
of time, or is told to stop, gives its best so far and how far that may be from the optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import BookloadError, UsageError
from bookload.base.progress import Progress

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

Status = Literal["optimal", "time_limit", "interrupted", "infeasible", "unbounded"]
"""`optimal`: to the gap that was asked for. `infeasible`: no values fit all rows and bounds."""

SEED = 0
UNLIMITED = float("inf")
_IRREDUCIBLE = 2 | 4
"""HiGHS' strategy for conflicts: from the relaxation, with nothing in them that could be left out."""

_CONFLICT_SECONDS = 5.0
"""How long the rows of an integer conflict are thinned out for; past it they are named as they stand."""


@dataclass(frozen=True)
class Rows:
    """The constraints: entry k puts `value[k]` at row `row[k]` and column `column[k]`; a name a row.

    Raises `UsageError` where lengths differ or an entry lies outside.
    """

    names: Sequence[str]
    lower: Floats
    upper: Floats
    row: Whole
    column: Whole
    value: Floats

    def __post_init__(self) -> None:
        """Hold the lengths to one another."""
        if not len(self.names) == self.lower.size == self.upper.size:
            raise UsageError(
                f"rows need a name and two bounds each; there are {len(self.names)} names, "
                f"{self.lower.size} lower and {self.upper.size} upper bounds"
            )
        if not self.row.size == self.column.size == self.value.size:
            raise UsageError("entries need a row, a column and a value each")
        if self.row.size and not (self.row.min() >= 0 and self.row.max() < len(self.names)):
            raise UsageError(f"entries lie in rows 0 to {len(self.names) - 1}")


@dataclass(frozen=True)
class Problem:
    """A programme to minimise: a cost, bounds and integrality a column, and the rows.

    Raises `UsageError` where shapes differ, a column does not exist, a number is nan, or bounds cross.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    rows: Rows
    offset: float = 0.0

    def __post_init__(self) -> None:
        """Hold the shapes to one another."""
        size = self.cost.size
        if not size == self.lower.size == self.upper.size == self.integer.size:
            raise UsageError(f"{size} columns need as many bounds below, above, and marks of integrality")
        column = self.rows.column
        if column.size and not (column.min() >= 0 and column.max() < size):
            raise UsageError(f"entries lie in columns 0 to {size - 1}")
        numbers = (self.cost, self.lower, self.upper, self.rows.lower, self.rows.upper, self.rows.value)
        if any(np.isnan(each).any() for each in numbers):
            raise UsageError("a problem holds nan; leave out what is not known")
        if (self.lower > self.upper).any() or (self.rows.lower > self.rows.upper).any():
            raise UsageError("a lower bound lies above the upper one of its column or row")


@dataclass(frozen=True)
class Solution:
    """What the solver found.

    `objective` is that of `values`, None where it found none. No solution is below `bound` (None where none
    is known); `gap` = (objective - bound) / |objective|, 0 for both 0. `conflict` names rows of an infeasible
    problem that cannot hold together under the columns' bounds; empty where the solver does not tell.
    """

    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    values: Floats | None = field(repr=False)
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: after some seconds, or once the solution is within `gap` of the optimum."""

    seconds: float = UNLIMITED
    gap: float = 0.0


EXACTLY = Limits()


def solve(
    problem: Problem,
    limits: Limits = EXACTLY,
    progress: Progress | None = None,
    start: Floats | None = None,
) -> Solution:
    """Return the solution of a problem; `start` is a solution to begin from, where one is known.

    A `progress` that is cancelled stops the solver with its best so far (`interrupted`); nothing raises.
    Raises `BookloadError` where the solver itself fails.
    """
    solver = _loaded(problem, limits)
    _stoppable(solver, progress)
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        solver.setSolution(given)
    solver.run()
    return _read(solver, problem, progress)


def _loaded(problem: Problem, limits: Limits) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": SEED,
        "mip_rel_gap": limits.gap,
        "mip_abs_gap": 1e-9,
        "time_limit": limits.seconds,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    if solver.passModel(_model(problem)) == highspy.HighsStatus.kError:
        raise BookloadError("the solver does not take the problem: a number may be beyond what it can hold")
    return solver


def _model(problem: Problem) -> highspy.HighsLp:
    rows, model = problem.rows, highspy.HighsLp()
    model.num_col_, model.num_row_ = problem.cost.size, len(rows.names)
    model.col_cost_, model.offset_ = problem.cost, problem.offset
    model.col_lower_, model.col_upper_ = problem.lower, problem.upper
    model.row_lower_, model.row_upper_ = rows.lower, rows.upper
    order = np.lexsort((rows.column, rows.row))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    counts = np.bincount(rows.row, minlength=len(rows.names))
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    model.a_matrix_.index_ = rows.column[order].astype(np.int32)
    model.a_matrix_.value_ = rows.value[order]
    if problem.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(whole)] for whole in problem.integer]
    return model


def _stoppable(solver: highspy.Highs, progress: Progress | None) -> None:
    """Let a cancelled progress stop the solver."""
    if progress is None:
        return

    def ask(event: highspy.HighsCallbackEvent) -> None:
        if event.data_in is not None and progress.cancelled.is_set():
            event.data_in.user_interrupt = True

    for callback in (solver.cbMipInterrupt, solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
        callback.subscribe(ask)


_STATUS: dict[highspy.HighsModelStatus, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kTimeLimit: "time_limit",
    highspy.HighsModelStatus.kInterrupt: "interrupted",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
}


def _read(solver: highspy.Highs, problem: Problem, progress: Progress | None) -> Solution:
    stated = solver.getModelStatus()
    if stated == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        solver.setOptionValue("presolve", "off")
        solver.run()
        stated = solver.getModelStatus()
    if stated not in _STATUS:
        raise BookloadError(f"the solver stopped without an answer: {solver.modelStatusToString(stated)}")
    status = _STATUS[stated]
    if status == "infeasible":
        return Solution(status, None, None, None, None, _conflict(solver, problem, progress))
    if status == "unbounded":
        return Solution(status, None, None, None, None)
    info = solver.getInfo()
    bound = _bound(info, problem, status)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solution(status, None, bound, None, None)
    values = np.array(solver.getSolution().col_value)
    objective = float(info.objective_function_value)
    return Solution(status, objective, bound, _gap(objective, bound), values)


def _bound(info: highspy.HighsInfo, problem: Problem, status: Status) -> float | None:
    if problem.integer.any():
        return float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else None
    return float(info.objective_function_value) if status == "optimal" else None


def _gap(objective: float, bound: float | None) -> float | None:
    if bound is None:
        return None
    if objective == bound:
        return 0.0
    return max(0.0, objective - bound) / abs(objective) if objective else UNLIMITED


def _conflict(solver: highspy.Highs, problem: Problem, progress: Progress | None) -> tuple[str, ...]:
    """Return the names of rows that cannot hold together, none of which could be left out."""
    solver.setOptionValue("iis_strategy", _IRREDUCIBLE)
    _, found = solver.getIis()
    names = problem.rows.names
    if found.valid_ and len(found.row_index_):
        return tuple(names[row] for row in sorted(found.row_index_))
    if not problem.integer.any():
        return ()
    return tuple(names[row] for row in _thinned(problem, progress))


def _thinned(problem: Problem, progress: Progress | None) -> list[int]:
    """Return the rows of an integer conflict: each is left out for good if the rest still conflicts."""
    kept = list(range(len(problem.rows.names)))
    each = _CONFLICT_SECONDS / max(1, len(kept))
    for row in tuple(kept):
        without = [other for other in kept if other != row]
        solver = _loaded(_only(problem, without), Limits(seconds=each))
        _stoppable(solver, progress)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            kept = without
    return kept


def _only(problem: Problem, kept: Sequence[int]) -> Problem:
    """Return a problem with some of its rows alone, and no cost: does anything fit?"""
    rows, chosen = problem.rows, np.array(kept, dtype=np.int64)
    place = np.full(len(rows.names), -1)
    place[chosen] = np.arange(chosen.size)
    here = place[rows.row] >= 0
    return Problem(
        np.zeros_like(problem.cost),
        problem.lower,
        problem.upper,
        problem.integer,
        Rows(
            [rows.names[row] for row in kept],
            rows.lower[chosen],
            rows.upper[chosen],
            place[rows.row[here]],
            rows.column[here],
            rows.value[here],
        ),
    )
