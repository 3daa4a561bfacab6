"""The walk along chains, held to sums done anew and to what neither a shift nor a swap could find."""

from __future__ import annotations

import numpy as np
import pytest

from bookload.planning.balance.literature import drawn, generalised
from bookload.planning.balance.prices import prices
from bookload.planning.balance.search import Walk, core, cost_of, excess


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
    walk = Walk(core(of, np.zeros((1, 3))), np.zeros((1, 3)), start, np.random.default_rng(1))
    next(walk.anneal(lambda: 0.0))
    assert walk.best is not None
    assert of.taker[walk.best].tolist() == [2, 0, 1]


@pytest.mark.parametrize("kind", ["C", "D", "E"])
def test_the_best_keeps_to_all_rooms_and_nothing_it_began_with_is_better(kind: str) -> None:
    of = drawn(kind, 5, 60, np.random.default_rng(2))  # type: ignore[arg-type]
    *_, best = prices(of)
    among = core(of, best.price)
    walk = Walk(among, best.price, among.cheapest, np.random.default_rng(3))
    walked(walk, 200)
    assert walk.best is not None
    assert not excess(of, walk.best).any()
    found = cost_of(of, walk.best)
    assert best.bound <= found <= best.bound * 1.05
    again = Walk(core(of, best.price, walk.best), best.price, walk.best, np.random.default_rng(4))
    walked(again, 50)
    assert again.best is not None
    assert cost_of(of, again.best) <= found


def test_the_core_holds_the_cheapest_pairs_of_each_unit_first_and_what_it_has_to() -> None:
    of = drawn("C", 6, 20, np.random.default_rng(6))
    dearest = of.start[:-1] + np.array(
        [of.cost[a:b].argmax() for a, b in zip(of.start, of.start[1:], strict=False)]
    )
    among = core(of, np.zeros((1, 6)), dearest, widest=2)
    for unit, (begins, ends) in enumerate(zip(among.start, among.start[1:], strict=False)):
        costs = of.cost[among.pair[begins:ends]]
        assert (np.diff(costs) >= 0).all()
        assert costs[:2].tolist() == sorted(of.cost[of.start[unit] : of.start[unit + 1]])[:2]
        assert dearest[unit] in among.pair[begins:ends]
