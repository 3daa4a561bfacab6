"""The knapsack relaxation, held to knapsacks filled one subset after another and to exact programmes."""

from __future__ import annotations

from itertools import chain, combinations
from time import monotonic

import numpy as np
import pytest

from balanced import exact
from bookload.planning.balance.decomposition import raised
from bookload.planning.balance.knapsacks import applies, filled
from bookload.planning.balance.literature import Kind, drawn
from bookload.planning.balance.prices import prices
from bookload.planning.balance.search import cost_of


def test_no_subset_fills_a_knapsack_better() -> None:
    rng = np.random.default_rng(3)
    for _ in range(30):
        items, takers = 9, 2
        cost, use = rng.normal(0, 5, takers * items), rng.integers(1, 9, takers * items)
        room, worth = rng.integers(0, 20, takers), rng.normal(2, 5, items)
        unit = np.tile(np.arange(items), takers)
        total, _, taken = filled(np.array([0, items, 2 * items]), unit, cost, use, room, worth)
        least = 0.0
        for taker in range(takers):
            pairs = np.arange(taker * items, (taker + 1) * items)
            subsets = chain.from_iterable(combinations(pairs, size) for size in range(items + 1))
            fitting = (list(each) for each in subsets if use[list(each)].sum() <= room[taker])
            least += min(float((cost[each] - worth[unit[each]]).sum()) for each in fitting)
        assert total == pytest.approx(least)
        chosen = np.flatnonzero(taken)
        assert float((cost[chosen] - worth[unit[chosen]]).sum()) == pytest.approx(least)
        load = np.bincount(chosen // items, use[chosen], minlength=takers)
        assert (load <= room).all()


@pytest.mark.parametrize("kind", ["C", "D", "E"])
def test_it_proves_more_than_the_linear_relaxation_and_never_too_much(kind: Kind) -> None:
    of = drawn(kind, 3, 15, np.random.default_rng(5))
    best = exact(of, seconds=60, rng=np.random.default_rng(0), now=monotonic)
    assert best.taker is not None
    cost = cost_of(of, of.pair(best.taker))
    *_, relaxed = prices(of)
    *_, proven = raised(of, relaxed, lambda: cost)
    assert relaxed.bound < proven.bound <= cost + 1e-9


def test_it_is_for_whole_numbers_of_one_resource_alone() -> None:
    of = drawn("C", 3, 9, np.random.default_rng(1))
    assert applies(of)
    (only,) = of.resources
    for use, weight in ((only.use / 2, only.weight), (only.use, only.weight + 1)):
        other = type(only)("room", use, only.room, only.aim, only.band, weight)
        assert not applies(type(of)(of.units, of.takers, of.start, of.taker, of.cost, (other,)))
