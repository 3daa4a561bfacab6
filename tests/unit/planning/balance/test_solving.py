"""The solver, held to exact programmes of another library, to relaxations, and to sums done anew."""

from __future__ import annotations

from itertools import count
from threading import Event
from time import monotonic

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array

from balanced import exact
from bookload.base.progress import Progress
from bookload.planning.balance.conflict import Conflict, conflict
from bookload.planning.balance.prices import prices, proven
from bookload.planning.balance.problem import UNLIMITED, Floats, Ints, Problem, Resource
from bookload.planning.balance.solving import Balanced, balanced


def problem(units: int, takers: int, seed: int, *, room: float = 1.15, goals: bool = True) -> Problem:
    """Return accounts with hours and ARR, about half of the pairs eligible."""
    rng = np.random.default_rng(seed)
    may = rng.random((units, takers)) < 0.5
    may[np.arange(units), rng.integers(0, takers, units)] = True
    unit, taker = np.nonzero(may)
    hours, arr = rng.lognormal(0, 0.5, units), rng.lognormal(3, 0.8, units)
    one = np.ones(takers)
    aims = hours.sum() / takers * one, arr.sum() / takers * one
    weight = (10 / aims[0], 5 / aims[1]) if goals else (0 * one, 0 * one)
    return Problem(
        tuple(f"unit{each}" for each in range(units)),
        tuple(f"taker{each}" for each in range(takers)),
        np.concatenate([[0], np.cumsum(may.sum(axis=1))]).astype(np.int64),
        taker.astype(np.int64),
        rng.integers(1, 20, unit.size).astype(np.float64),
        (
            Resource("hours", hours[unit], room * aims[0], aims[0], 0.03 * aims[0], weight[0]),
            Resource("arr", arr[unit], one * UNLIMITED, aims[1], 0.05 * aims[1], weight[1]),
        ),
    )


def solved(of: Problem, seconds: float = 20.0, **more: object) -> Balanced:
    return balanced(of, seconds=seconds, rng=np.random.default_rng(1), now=monotonic, **more)  # type: ignore[arg-type]


def summed(of: Problem, chosen: Ints) -> float:
    """Return what a solution costs, account by account; fails where it may not be."""
    loads = {(each.name, taker): 0.0 for each in of.resources for taker in range(len(of.takers))}
    total = 0.0
    for unit, taker in enumerate(chosen.tolist()):
        (pair,) = [p for p in range(of.start[unit], of.start[unit + 1]) if of.taker[p] == taker]
        total += of.cost[pair]
        for each in of.resources:
            loads[each.name, taker] += each.use[pair]
    for each in of.resources:
        for taker in range(len(of.takers)):
            load = loads[each.name, taker]
            assert load <= each.room[taker] * (1 + 1e-9)
            total += each.weight[taker] * max(0.0, abs(load - each.aim[taker]) - each.band[taker])
    return total


def relaxed(of: Problem) -> float:
    """Return the optimum of the linear relaxation, by another library's interface."""
    pairs, takers = of.cost.size, len(of.takers)
    goals = [each for each in of.resources if each.weight.any()]
    columns = pairs + takers * len(goals)
    rows, bounds = [], []
    for number, each in enumerate(goals):
        off = pairs + takers * number + np.arange(takers)
        for side in (1.0, -1.0):
            value = np.concatenate([side * each.use, -np.ones(takers)])
            place = (np.concatenate([of.taker, np.arange(takers)]), np.concatenate([np.arange(pairs), off]))
            rows.append(coo_array((value, place), (takers, columns)).toarray())
            bounds.append(side * each.aim + each.band)
    for each in of.resources:
        if np.isfinite(each.room).all():
            rows.append(
                coo_array((each.use, (of.taker, np.arange(pairs))), (takers, columns)).toarray(),
            )
            bounds.append(each.room)
    one = coo_array((np.ones(pairs), (of.unit, np.arange(pairs))), (len(of.units), columns)).toarray()
    cost = np.concatenate([of.cost, *(each.weight for each in goals)])
    found = linprog(cost, np.vstack(rows), np.concatenate(bounds), one, np.ones(len(of.units)))
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize("seed", range(4))
def test_a_small_problem_is_solved_as_an_exact_programme_solves_it(seed: int) -> None:
    of = problem(24, 4, seed)
    found = solved(of)
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert found.taker is not None
    assert best.taker is not None
    assert found.status == "within_gap"
    assert found.objective == pytest.approx(summed(of, found.taker))
    assert found.objective == pytest.approx(summed(of, best.taker), rel=2e-4)
    assert found.bound <= summed(of, best.taker) + 1e-9


@pytest.mark.parametrize("goals", [True, False])
def test_the_best_prices_prove_the_relaxation_and_never_more(goals: bool) -> None:
    of = problem(200, 6, 5, goals=goals, room=1.02)
    bounds = [each.bound for each in prices(of)]
    best = relaxed(of)
    assert max(bounds) <= best + 1e-9
    assert max(bounds) == pytest.approx(best, rel=2e-5)


def test_any_prices_prove_a_bound() -> None:
    of = problem(24, 4, 6)
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert best.taker is not None
    rng = np.random.default_rng(2)
    for _ in range(50):
        price: Floats = rng.normal(0, 1, (2, 4)) * np.array([[10.0], [0.3]])
        assert proven(of, price) <= summed(of, best.taker)


@pytest.mark.parametrize("seed", range(4))
def test_what_both_cores_prove_is_never_too_much(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookload.planning.balance.solving.SMALL", 0)
    of = problem(40, 5, seed, room=1.3)
    found = solved(of, seconds=2, enough=0)
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert best.taker is not None
    assert found.objective is not None
    assert found.bound <= summed(of, best.taker) + 1e-9 <= found.objective + 2e-9


def test_a_larger_problem_keeps_its_rooms_and_comes_near_its_bound() -> None:
    of = problem(600, 8, 7, room=1.04)
    found = solved(of, seconds=4)
    assert found.taker is not None
    assert found.objective == pytest.approx(summed(of, found.taker))
    assert found.objective is not None
    assert found.gap is not None
    assert found.gap < 0.01
    assert relaxed(of) <= found.objective + 1e-9
    assert found.bound <= found.objective


def test_a_start_is_never_made_worse() -> None:
    of = problem(600, 8, 8)
    first = solved(of, seconds=2)
    again = solved(of, seconds=0.2, start=first.taker)
    assert first.objective is not None
    assert again.objective is not None
    assert again.objective <= first.objective + 1e-9


def test_whole_costs_have_whole_bounds() -> None:
    of = problem(40, 4, 9, goals=False, room=1.1)
    found = solved(of)
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert best.taker is not None
    assert (found.objective, found.bound) == (summed(of, best.taker), round(found.bound))


def test_told_to_stop_it_says_so_with_its_best_so_far() -> None:
    of = problem(2_000, 8, 10)
    stop = Event()
    ticks = count()

    def now() -> float:
        if next(ticks) == 500:
            stop.set()
        return monotonic()

    found = balanced(
        of, seconds=30, rng=np.random.default_rng(1), now=now, progress=Progress(cancelled=stop), enough=0
    )
    assert found.status == "interrupted"
    assert found.taker is not None
    assert found.objective == pytest.approx(summed(of, found.taker))


def test_rooms_that_cannot_hold_what_must_go_to_them_are_the_conflict() -> None:
    use = np.array([3.0, 3.0, 3.0, 1.0, 1.0])
    one = np.zeros(3)
    of = Problem(
        ("a", "b", "c", "d"),
        ("x", "y", "z"),
        np.array([0, 1, 2, 3, 5]),
        np.array([0, 0, 0, 1, 2]),
        np.ones(5),
        (Resource("hours", use, np.array([7.0, 2.0, 2.0]), one, one, one),),
    )
    found = solved(of, seconds=1)
    assert (found.status, found.taker) == ("infeasible", None)
    assert found.conflict == ("hours x", "one_taker a", "one_taker b", "one_taker c")


def test_a_unit_that_nobody_may_have_is_named() -> None:
    one = np.ones(2)
    of = Problem(
        ("a", "b"),
        ("x", "y"),
        np.array([0, 0, 1]),
        np.array([1]),
        np.ones(1),
        (Resource("hours", np.ones(1), one, one, one, one),),
    )
    assert solved(of, seconds=1).conflict == ("one_taker a",)


def overfull(units: int = 30) -> Problem:
    """Return units of which half can go to the first taker alone, who has room for fewer; all else fits."""
    only = units // 2
    taker = np.concatenate([np.zeros(only, dtype=np.int64), np.tile([0, 1, 2], units - only)])
    start = np.concatenate([np.arange(only), only + 3 * np.arange(units - only + 1)])
    none = np.zeros(3)
    room = np.array([only - 2.0, units, units])
    hours = Resource("hours", np.ones(taker.size), room, none, none, none)
    arr = Resource("arr", np.ones(taker.size), none + UNLIMITED, none, none, none)
    names = tuple(f"u{each}" for each in range(units))
    return Problem(names, ("x", "y", "z"), start, taker, np.ones(taker.size), (hours, arr))


def test_it_is_asked_why_nothing_was_found_while_there_is_time() -> None:
    looks, of = count(), problem(900, 6, 5, room=0.98)
    found = balanced(of, seconds=100, rng=np.random.default_rng(1), now=lambda: next(looks))
    assert found.status == "infeasible"
    assert found.conflict[:6] == tuple(f"hours taker{each}" for each in range(6))
    assert next(looks) < 100


def test_prices_name_the_same_conflict_where_no_programme_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    of = overfull()
    by_programme = conflict(of, 10.0, monotonic)
    monkeypatch.setattr("bookload.planning.balance.conflict.LARGE", 0)
    assert conflict(of, 10.0, monotonic) == by_programme == Conflict(((0, 0),), tuple(range(15)))


def test_prices_find_no_conflict_where_all_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookload.planning.balance.conflict.LARGE", 0)
    assert conflict(problem(200, 6, 5, room=1.02), 2.0, monotonic) is None
    tight = problem(200, 6, 5, room=0.98)
    found = conflict(tight, 10.0, monotonic)
    assert found is not None
    assert found.rooms == tuple((0, taker) for taker in range(6))
