"""The programme of one role: how many heads to start in each month, at least cost in pay months.

    minimise    sum over months t of  x[t] * pay_months[t]  +  sum over months u of  rate * short[u]
                (t and u from the first month that a hire can start in)
    cover[u]    sum over t <= u of  carried[u - t] * x[t]  >=  needed[u]
    short[u,h]  short[u] >= mean(lack - h)+  -  P(lack > h) * (carried by hires in u - h),  short[u] >= 0
    most[t]     0 <= x[t] <= the most that may start in a month, whole, and 0 before the first possible start
    least[t]    the sum of x up to t  >=  needed[t] / the most that one of them carries, rounded up (implied)

`short[u]` is the mean of what is lacking over the futures, a convex function of what hires carry. It is held
from below by tangents: at quantiles of what is lacking and, until they are near enough, at the plan found. So
the solver's bound is a bound of the true programme; the plan's own cost is counted over all futures, and the
gap stated is between these two. Given what is needed, roles share nothing, so each is solved by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic

import numpy as np

from bookload.base.errors import BookloadError
from bookload.base.progress import Progress
from bookload.planning.plan.hiring.terms import Floats, RoleTerms, Terms
from bookload.planning.solve import Limits, Problem, Rows, Solution, solve

TANGENTS = 12
"""Quantiles of what is lacking that the mean shortfall is held from below at, to begin with."""

ROUNDS = 8
"""How often tangents are added at most."""

TOLERANCE = 1e-9
"""Heads to the last digits of a number."""

INSIDE = 0.5
"""The part of the gap that the solver may use of itself; the rest is for the tangents."""


@dataclass(frozen=True)
class Task:
    """One role to plan: what is lacking in each future (D, M), what is needed (M,), in ramped heads."""

    terms: Terms
    role: RoleTerms
    lack: Floats
    needed: Floats

    @property
    def rate(self) -> float:
        """What a head lacking for a month costs, in pay months."""
        return float(self.terms.shortfall)

    @property
    def months(self) -> int:
        """How many months are planned."""
        return int(self.needed.size)

    @property
    def starts(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The months that a hire opened now or later can start in."""
        return np.arange(self.first, self.months)

    @property
    def first(self) -> int:
        """The first month that a hire can start in; what is short before is nobody's to decide."""
        return min(self.role.lead, self.months)

    def carried(self) -> Floats:
        """Return what a hire of each start carries in each month, (M, starts)."""
        profile, found = self.terms.carried(self.months), np.zeros((self.months, self.starts.size))
        for place, start in enumerate(self.starts):
            found[start:, place] = profile[: self.months - start]
        return found


@dataclass(frozen=True)
class Hires:
    """The starts of a role by month (M,), and how near to the least cost they are, in pay months.

    No plan that meets `needed` costs less than `bound`. `unmet` (M,) is what of it no plan could carry under
    the most that may start in a month: 0 everywhere where the programme is feasible. `stopped`: the solver
    ran out of time, or was told to stop.
    """

    starts: np.ndarray[tuple[int], np.dtype[np.int64]]
    cost: float
    bound: float
    gap: float
    unmet: Floats
    stopped: bool


def planned(task: Task, limits: Limits, progress: Progress) -> Hires:
    """Return the starts of least cost that carry what is needed, as far as the most a month lets them."""
    carried = task.carried()
    unmet = np.zeros(task.months)
    if task.role.most is not None:
        # Hires only ever add, so the most in every month carries the most in every month.
        unmet = np.maximum(0.0, task.needed - task.role.most * carried.sum(axis=1))
    met = np.maximum(0.0, task.needed - unmet - TOLERANCE * (unmet > 0))
    if not task.starts.size:
        cost = _cost(task, carried, np.zeros(0))
        return Hires(np.zeros(task.months, dtype=np.int64), cost, cost, 0.0, unmet, stopped=False)
    return _solved(task, carried, met, unmet, (limits, progress))


def _solved(task: Task, carried: Floats, met: Floats, unmet: Floats, how: tuple[Limits, Progress]) -> Hires:
    """Return the plan, adding tangents where it lies until the gap holds or there is no time left."""
    limits, progress = how
    end = monotonic() + limits.seconds
    tangents = [_tangents(task, month) if month >= task.first else [] for month in range(task.months)]
    best, bound, stopped = _greedy(task, carried, met), 0.0, False
    for _ in range(ROUNDS):
        within = Limits(max(0.1, end - monotonic()), limits.gap * INSIDE)
        found = solve(_problem(task, carried, met, tangents), within, progress, _start(task, carried, best))
        if found.status in ("infeasible", "unbounded"):
            raise BookloadError(
                f"the plan of {task.role.role} is {found.status}: {', '.join(found.conflict)}"
            )
        stopped = found.status in ("time_limit", "interrupted")
        bound = max(bound, found.bound or 0.0)
        best = _better(task, carried, best, found)
        cost = _cost(task, carried, best)
        if stopped or cost - bound <= limits.gap * cost:
            break
        loads = carried @ best
        for month in range(task.first, task.months):
            tangents[month].append(float(loads[month]))
    starts = np.zeros(task.months, dtype=np.int64)
    starts[task.starts] = best.astype(np.int64)
    cost = _cost(task, carried, best)
    gap = max(0.0, cost - bound) / cost if cost else 0.0
    return Hires(starts, cost, min(bound, cost), gap, unmet, stopped)


def _better(task: Task, carried: Floats, best: Floats, found: Solution) -> Floats:
    if found.values is None:
        return best
    starts = np.diff(np.round(found.values[: task.starts.size]), prepend=0.0)
    return starts if _cost(task, carried, starts) < _cost(task, carried, best) else best


def _greedy(task: Task, carried: Floats, met: Floats) -> Floats:
    """Return some plan that carries what is needed: each month's lack is made up for by the latest starts."""
    starts, most = np.zeros(task.starts.size), task.role.most
    for month in range(task.months):
        for place in range(task.starts.size - 1, -1, -1):
            lack = met[month] - carried[month] @ starts
            if lack <= TOLERANCE:
                break
            if carried[month, place] > 0:
                room = np.inf if most is None else most - starts[place]
                starts[place] += min(room, np.ceil(lack / carried[month, place] - TOLERANCE))
    return starts


def _cost(task: Task, carried: Floats, starts: Floats) -> float:
    """Return what starts cost over all futures, in pay months, from the first month that one can be in."""
    short = np.maximum(0.0, task.lack - carried @ starts).mean(axis=0)[task.first :].sum()
    return float(_pay(task) @ starts + task.rate * short)


def _pay(task: Task) -> Floats:
    return np.array([float(task.terms.pay_months(task.months - int(start))) for start in task.starts])


def _tangents(task: Task, month: int) -> list[float]:
    return sorted(set(np.quantile(task.lack[:, month], np.linspace(0.25, 1, TANGENTS)).tolist()))


def _start(task: Task, carried: Floats, starts: Floats) -> Floats:
    """Return a plan as the values of the programme's columns."""
    short = np.maximum(0.0, task.lack - carried @ starts).mean(axis=0)
    return np.concatenate([np.cumsum(starts), short])


def _problem(task: Task, carried: Floats, met: Floats, tangents: Sequence[Sequence[float]]) -> Problem:
    """Return the programme: a column a start for the heads hired by then, and one a month for its shortfall.

    Heads hired *by* a month rather than *in* it: the solver then decides how many there are before it decides
    when each comes, and needs a hundredth of the time.
    """
    count, months = task.starts.size, task.months
    rows, lower, upper, names = _rows(task, carried, met, tangents)
    for place in range(count - 1):
        step = np.zeros(count + months)
        step[place], step[place + 1] = -1.0, 1.0
        rows.append(step)
        lower.append(0.0)
        upper.append(_most(task))
        names.append(f"most[{task.starts[place + 1]}]")
    matrix, pay = np.array(rows), _pay(task)
    row, column = np.nonzero(matrix)
    first_most = np.array([_most(task), *np.full(count - 1, np.inf)])
    return Problem(
        cost=np.concatenate([_differences(pay[None])[0], np.where(_counted(task), task.rate, 0.0)]),
        lower=np.concatenate([_least(task, carried, met), np.zeros(months)]),
        upper=np.concatenate([first_most, np.full(months, np.inf)]),
        integer=np.arange(count + months) < count,
        rows=Rows(names, np.array(lower), np.array(upper), row, column, matrix[row, column]),
    )


def _rows(
    task: Task, carried: Floats, met: Floats, tangents: Sequence[Sequence[float]]
) -> tuple[list[Floats], list[float], list[float], list[str]]:
    """Return the rows of cover and of shortfall, with their bounds and names."""
    count, months = task.starts.size, task.months
    rows: list[Floats] = []
    lower: list[float] = []
    names = []
    by_then = _differences(carried)
    for month in range(months):
        if met[month] > 0:
            rows.append(np.concatenate([by_then[month], np.zeros(months)]))
            lower.append(float(met[month]))
            names.append(f"cover[{month}]")
        for at in tangents[month]:
            slope = float((task.lack[:, month] > at).mean())
            row = np.concatenate([slope * by_then[month], np.zeros(months)])
            row[count + month] = 1.0
            rows.append(row)
            lower.append(float(np.maximum(0.0, task.lack[:, month] - at).mean()) + slope * at)
            names.append(f"short[{month},{at:.3f}]")
    return rows, lower, [np.inf] * len(rows), names


def _differences(by_start: Floats) -> Floats:
    """Return factors of heads hired in each month as factors of heads hired by it: f[t] - f[t + 1]."""
    found = by_start.copy()
    found[:, :-1] -= by_start[:, 1:]
    return found


def _least(task: Task, carried: Floats, met: Floats) -> Floats:
    """Return the whole heads that have to be hired by each start at least, whenever they come."""
    least = [
        ceil(met[start] / carried[start].max() - TOLERANCE) if met[start] > 0 else 0 for start in task.starts
    ]
    return np.maximum.accumulate(np.array(least, dtype=np.float64))


def _most(task: Task) -> float:
    return np.inf if task.role.most is None else float(task.role.most)


def _counted(task: Task) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.arange(task.months) >= task.first
