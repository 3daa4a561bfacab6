"""The walk along chains, held to sums done anew and to what neither a shift nor a swap could find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bookload.planning.balance.literature import drawn, generalised
from bookload.planning.balance.prices import prices
from bookload.planning.balance.problem import Ints, Problem
from bookload.planning.balance.search import DEAR, Core, Walk, cheap, cost_of, excess, likely


def walked(walk: Walk, steps: int) -> None:
    """Walk so many steps."""
    passed = iter(np.linspace(0, 1, steps))
    for _ in walk.anneal(lambda: next(passed, 1.0)):
        pass


def test_three_that_sit_in_each_others_place_go_round_at_once() -> None:
    # Room for one each; any swap of two costs 8 more, the round of all three saves 3.
    cost = np.array([[1.0, 0.0, 9.0], [9.0, 1.0, 0.0], [0.0, 9.0, 1.0]])
    of = generalised(cost, np.ones((3, 3)), np.ones(3))
    start = of.pair(np.array([0, 1, 2]))
    walk = Walk(cheap(of, np.zeros((1, 3))), np.zeros((1, 3)), start, np.random.default_rng(1))
    next(walk.anneal(lambda: 0.0))
    assert walk.best is not None
    assert of.taker[walk.best].tolist() == [2, 0, 1]


@pytest.mark.parametrize("kind", ["C", "D", "E"])
def test_the_best_keeps_to_all_rooms_and_nothing_it_began_with_is_better(kind: str) -> None:
    of = drawn(kind, 5, 60, np.random.default_rng(2))  # type: ignore[arg-type]
    *_, best = prices(of)
    among = cheap(of, best.price)
    walk = Walk(among, best.price, among.usual, np.random.default_rng(3))
    walked(walk, 200)
    assert walk.best is not None
    assert not excess(of, walk.best).any()
    found = cost_of(of, walk.best)
    assert best.bound <= found <= best.bound * 1.05
    again = Walk(cheap(of, best.price, walk.best), best.price, walk.best, np.random.default_rng(4))
    walked(again, 50)
    assert again.best is not None
    assert cost_of(of, again.best) <= found


def test_a_walk_ends_at_once_where_no_unit_has_another_taker() -> None:
    of = drawn("C", 3, 9, np.random.default_rng(2))
    *_, best = prices(of)
    among = cheap(of, best.price, most=0)
    assert not among.free.size
    walk = Walk(among, best.price, among.usual, np.random.default_rng(3))
    assert list(walk.anneal(lambda: 0.0)) == []


def dearest(of: Problem) -> Ints:
    """Return the dearest pair of each unit."""
    ends = zip(of.start.tolist(), of.start[1:].tolist(), strict=False)
    return np.array([begins + int(of.cost[begins:end].argmax()) for begins, end in ends])


def begin(among: Core) -> list[list[int]]:
    """Return the pairs of each unit of a core, those that it can have at all."""
    pairs = [[int(each)] for each in among.usual]
    for unit, begins, ends in zip(among.free, among.start, among.start[1:], strict=False):
        pairs[unit] = among.pair[begins:ends].tolist()
    return pairs


def test_a_core_holds_what_each_taker_gives_and_gets_most_cheaply_and_what_it_has_to() -> None:
    rng, most = np.random.default_rng(6), 4
    of = drawn("C", 6, 60, rng)
    of = replace(of, cost=of.cost + rng.random(of.cost.size))
    also = dearest(of)
    among = begin(cheap(of, np.zeros((1, 6)), also, most))
    cheapest = [min(range(a, a + 6), key=of.cost.__getitem__) for a in of.start[:-1].tolist()]
    others = sorted(set(range(of.cost.size)) - set(cheapest), key=lambda p: (dearer(of, p), p))
    others = others[: DEAR * 6 * most]
    held = {pair for pairs in among for pair in pairs}
    for taker in range(6):
        gets = [p for p in others if of.taker[p] == taker][:most]
        gives = [p for p in others if of.taker[cheapest[of.unit[p]]] == taker][:most]
        assert held.issuperset(gets)
        assert held.issuperset(gives)
    assert held.issuperset(also.tolist())
    assert held.issuperset(cheapest)
    assert len(held) <= len(cheapest) + len(also) + 2 * 6 * most
    for pairs in among:
        assert (np.diff(of.cost[pairs]) >= 0).all()


def dearer(of: Problem, pair: int) -> float:
    """Return by how much a pair is dearer than the cheapest of its unit."""
    unit = of.unit[pair]
    return float(of.cost[pair] - of.cost[of.start[unit] : of.start[unit + 1]].min())


def test_what_takers_chose_often_is_likely_and_units_begin_with_what_was_chosen_most() -> None:
    of = drawn("C", 4, 3, np.random.default_rng(6))
    often = np.zeros(12, dtype=np.float32)
    often[[1, 2, 7]] = 0.3, 0.6, 1e-4
    among = likely(of, np.zeros((1, 4)), often)
    cheapest = [min(range(a, a + 4), key=of.cost.__getitem__) for a in (0, 4, 8)]
    assert [sorted(pairs) for pairs in begin(among)] == [
        sorted({1, 2, cheapest[0]}),
        [cheapest[1]],
        [cheapest[2]],
    ]
    assert among.usual.tolist() == [2, *cheapest[1:]]


def test_the_last_crumb_beyond_a_room_is_not_left() -> None:
    # Two units exceed the room of the first taker by a crumb; either costs one more with the other.
    cost, use = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[5.0, 5.001], [5.0, 5.001]])
    of, price = generalised(cost, use, np.array([10.0, 10.0])), np.zeros((1, 2))
    walk = Walk(cheap(of, price), price, of.pair(np.array([0, 0])), np.random.default_rng(1))
    walked(walk, 20)
    assert walk.best is not None
    assert cost_of(of, walk.best) == 1.0
