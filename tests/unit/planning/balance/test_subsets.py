"""Cheapest subsets, held to all subsets one after another, and what they prove to exact programmes."""

from __future__ import annotations

from itertools import chain, combinations, pairwise
from time import monotonic

import numpy as np
import pytest

from balanced import exact
from bookload.planning.balance.decomposition import raised
from bookload.planning.balance.prices import Prices, beyond, prices
from bookload.planning.balance.problem import UNLIMITED, Floats, Ints, Problem, Resource
from bookload.planning.balance.search import cost_of
from bookload.planning.balance.subsets import Chosen


def company(units: int, takers: int, rng: np.random.Generator, room: float = 1.1) -> Problem:
    """Return accounts with hours that have room and ARR that has none, both with bands, some of width 0."""
    may = rng.random((units, takers)) < 0.6
    may[np.arange(units), rng.integers(0, takers, units)] = True
    unit, taker = np.nonzero(may)
    hours, arr = rng.lognormal(0, 0.5, units), rng.lognormal(3, 0.8, units)
    one = np.ones(takers)
    aims, bands = (hours.sum() / takers * one, arr.sum() / takers * one), rng.choice([0.0, 0.05], 2)
    return Problem(
        tuple(str(each) for each in range(units)),
        tuple(str(each) for each in range(takers)),
        np.concatenate([[0], np.cumsum(may.sum(axis=1))]).astype(np.int64),
        taker.astype(np.int64),
        rng.integers(1, 20, unit.size).astype(np.float64),
        (
            Resource("hours", hours[unit], room * aims[0], aims[0], bands[0] * aims[0], 30 / aims[0]),
            Resource("arr", arr[unit], one * UNLIMITED, aims[1], bands[1] * aims[1], 15 / aims[1]),
        ),
    )


def cheapest_by_hand(of: Problem, worth: Floats) -> float:
    """Return what the cheapest subsets cost, of all that exceed no room, taker by taker."""
    total = 0.0
    for taker in range(len(of.takers)):
        pairs = np.flatnonzero(of.taker == taker)
        least = np.inf
        for subset in chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1)):
            chosen = np.array(subset, dtype=np.int64)
            loads = [float(each.use[chosen].sum()) for each in of.resources]
            if any(load > each.room[taker] for load, each in zip(loads, of.resources, strict=True)):
                continue
            cost = float((of.cost[chosen] - worth[of.unit[chosen]]).sum())
            for load, each in zip(loads, of.resources, strict=True):
                at = (np.array([value[taker]]) for value in (each.aim, each.band, each.weight))
                cost += float(beyond(np.array([load]), *at)[0])
            least = min(least, cost)
        total += least
    return total


def cost_of_subsets(of: Problem, worth: Floats, pairs: Ints) -> float:
    """Return what takers' subsets cost less what their units are worth."""
    return cost_of(of, pairs) - float(worth[of.unit[pairs]].sum())


@pytest.mark.parametrize("seed", range(12))
def test_no_subset_of_any_taker_is_cheaper(seed: int) -> None:
    rng = np.random.default_rng(seed)
    of = company(12, 3, rng)
    price = rng.normal(0, 1, (2, 3)) * np.array([[3.0], [0.05]])
    for _ in range(4):
        worth = rng.normal(8, 6, 12)
        least, size, pairs = Chosen.of(of, Prices(price, 0.0))(worth)
        assert least == pytest.approx(cheapest_by_hand(of, worth))
        assert least == pytest.approx(cost_of_subsets(of, worth, pairs))
        assert size >= abs(least)


@pytest.mark.parametrize("most", [0, 3, 50])
def test_where_not_all_are_gone_through_it_says_no_more_than_is_proven(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookload.planning.balance.subsets.MOST", most)
    rng = np.random.default_rng(20)
    for _ in range(5):
        of, worth = company(12, 3, rng), rng.normal(8, 6, 12)
        least, _, pairs = Chosen.of(of, Prices(np.zeros((2, 3)), 0.0))(worth)
        assert least <= cheapest_by_hand(of, worth) + 1e-9
        assert least <= cost_of_subsets(of, worth, pairs) + 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_they_prove_more_than_the_linear_relaxation_and_never_too_much(seed: int) -> None:
    of = company(24, 3, np.random.default_rng(seed), room=1.3)
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert best.taker is not None
    cost = cost_of(of, of.pair(best.taker))
    *_, relaxed = prices(of)
    steps = list(raised(of, relaxed, lambda: cost))
    assert relaxed.bound < steps[-1].bound <= cost + 1e-9
    assert all(early.bound <= late.bound for early, late in pairwise(steps))
    assert all(each.often.min() >= 0 and each.often.max() <= 1 + 1e-6 for each in steps)


def test_what_is_chosen_often_is_what_the_best_solution_has() -> None:
    of = company(40, 4, np.random.default_rng(3), room=1.3)
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert best.taker is not None
    pairs = of.pair(best.taker)
    *_, relaxed = prices(of)
    *_, last = raised(of, relaxed, lambda: cost_of(of, pairs))
    assert last.often[pairs].mean() > 0.7
    assert last.often[np.setdiff1d(np.arange(of.cost.size), pairs)].mean() < 0.15
