"""The solver: published optima, scipy and brute force as witnesses, and what it does when it cannot."""

from __future__ import annotations

from itertools import product
from threading import Event

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from bookload.planning.solve import Limits, Problem, Rows, solve

INF = np.inf


def dense(cost, matrix, low, high, *, lower=0.0, upper=INF, integer=False, names=None):
    """Return a problem from a dense matrix."""
    matrix = np.asarray(matrix, dtype=float)
    rows, columns = np.nonzero(matrix)
    size = matrix.shape[1]
    return Problem(
        np.asarray(cost, dtype=float),
        np.broadcast_to(np.asarray(lower, dtype=float), size).copy(),
        np.broadcast_to(np.asarray(upper, dtype=float), size).copy(),
        np.full(size, integer),
        Rows(
            names or [f"row {row}" for row in range(matrix.shape[0])],
            np.asarray(low, dtype=float),
            np.asarray(high, dtype=float),
            rows,
            columns,
            matrix[rows, columns],
        ),
    )


@pytest.mark.parametrize("seed", range(25))
def test_linear_programmes_have_scipys_optimum(seed):
    rng = np.random.default_rng(seed)
    matrix, cost = rng.integers(-3, 9, (6, 8)).astype(float), rng.integers(1, 20, 8).astype(float)
    low = matrix @ rng.uniform(0, 4, 8) - rng.uniform(0, 3, 6)
    found = solve(dense(cost, matrix, low, np.full(6, INF), upper=10))
    witness = linprog(cost, A_ub=-matrix, b_ub=-low, bounds=(0, 10))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(witness.fun)
    assert found.gap == 0
    assert (matrix @ np.array(found.values) >= low - 1e-6).all()


@pytest.mark.parametrize("seed", range(15))
def test_integer_programmes_have_scipys_optimum(seed):
    rng = np.random.default_rng(seed)
    matrix, cost = rng.integers(0, 9, (5, 7)).astype(float), rng.integers(1, 20, 7).astype(float)
    low = rng.integers(5, 60, 5).astype(float)
    matrix[:, 0] += 1
    found = solve(dense(cost, matrix, low, np.full(5, INF), upper=30, integer=True))
    witness = milp(
        cost,
        integrality=np.ones(7),
        bounds=Bounds(0, 30),
        constraints=LinearConstraint(matrix, low),
        options={"mip_rel_gap": 0},
    )
    assert found.objective == pytest.approx(witness.fun)


@pytest.mark.parametrize("seed", range(25))
def test_tiny_integer_programmes_have_the_optimum_of_trying_everything(seed):
    # scipy carries the same solver inside; this witness is no solver at all.
    rng = np.random.default_rng(seed)
    matrix, cost = rng.integers(-2, 6, (3, 4)), rng.integers(-4, 9, 4)
    low = rng.integers(-2, 12, 3)
    tried = [
        int(cost @ np.array(x)) for x in product(range(5), repeat=4) if (matrix @ np.array(x) >= low).all()
    ]
    found = solve(dense(cost, matrix, low, np.full(3, INF), upper=4, integer=True))
    if not tried:
        assert found.status == "infeasible"
        assert found.conflict
        return
    assert found.objective == pytest.approx(min(tried))
    assert found.bound == pytest.approx(min(tried))


def test_the_same_problem_has_the_same_values_twice():
    rng = np.random.default_rng(3)
    problem = knapsack(rng, 40, 8)
    one, other = solve(problem, Limits(gap=0.01)), solve(problem, Limits(gap=0.01))
    assert one.values is not None
    assert other.values is not None
    assert np.array_equal(one.values, other.values)
    assert one.bound == other.bound


def test_an_infeasible_problem_names_the_rows_that_conflict_and_no_others():
    matrix = [[1, 1], [1, 1], [1, -1]]
    names = ["at least five", "at most two", "harmless"]
    found = solve(dense([1, 1], matrix, [5, -INF, -INF], [INF, 2, 9], upper=10, names=names))
    assert found.status == "infeasible"
    assert found.values is None
    assert found.objective is None
    assert found.conflict == ("at least five", "at most two")


def test_rows_that_conflict_for_whole_numbers_alone_are_named_too():
    # 2x = 3 has the solution 1.5; only a whole x has none.
    names = ["twice is three", "harmless"]
    found = solve(dense([1, 1], [[2, 0], [1, 1]], [3, -INF], [3, 50], upper=10, integer=True, names=names))
    assert found.status == "infeasible"
    assert found.conflict == ("twice is three",)


def test_a_problem_without_a_lowest_value_is_unbounded():
    found = solve(dense([-1, 0], [[1, -1]], [-INF], [4]))
    assert found.status == "unbounded"
    assert found.objective is None


def test_a_problem_without_rows_takes_the_bounds():
    found = solve(dense([1.0, -1.0], np.zeros((0, 2)), [], [], lower=2, upper=5))
    assert found.objective == pytest.approx(-3)


def test_out_of_time_it_gives_its_best_so_far_and_how_far_that_may_be_off():
    problem = knapsack(np.random.default_rng(5), 60, 40)
    found = solve(problem, Limits(seconds=0.3), start=np.zeros(60))
    assert found.status == "time_limit"
    assert found.values is not None
    assert found.bound is not None
    assert found.objective is not None
    assert found.gap == pytest.approx((found.objective - found.bound) / abs(found.objective))
    assert (found.gap or 0) > 0


def test_told_to_stop_it_gives_its_best_so_far():
    stop = Event()
    stop.set()
    problem = knapsack(np.random.default_rng(5), 60, 40)
    found = solve(problem, progress=Progress(cancelled=stop), start=np.zeros(60))
    assert found.status == "interrupted"
    assert found.values is not None
    assert found.gap is None or found.gap > 0


def test_it_writes_nothing(capfd):
    solve(knapsack(np.random.default_rng(1), 10, 3))
    assert capfd.readouterr() == ("", "")


def test_a_problem_that_does_not_fit_together_is_refused():
    with pytest.raises(UsageError, match="columns 0 to 0"):
        Problem(
            np.ones(1),
            np.zeros(1),
            np.ones(1),
            np.zeros(1, dtype=bool),
            Rows(["row"], np.zeros(1), np.ones(1), np.array([0]), np.array([1]), np.ones(1)),
        )
    with pytest.raises(UsageError, match="nan"):
        dense([np.nan], [[1]], [0], [1])
    with pytest.raises(UsageError, match="names"):
        dense([1], [[1]], [0], [1], names=["a", "b"])


def test_bounds_that_cross_are_refused():
    with pytest.raises(UsageError, match="lower bound"):
        dense([1], [[1]], [0], [1], lower=3, upper=2)


def knapsack(rng, things, sacks):
    """Return a knapsack in many dimensions: hard for its size."""
    weights = rng.integers(5, 100, (sacks, things))
    return dense(
        -rng.integers(10, 100, things),
        weights,
        np.full(sacks, -INF),
        weights.sum(axis=1) // 3,
        upper=1,
        integer=True,
    )
