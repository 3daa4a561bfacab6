"""At most so many moves: the best there is by trying every solution, and a bound that is never above it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from balanced import desk, exact, search
from bookload.planning.balance.at_most import best, moves
from bookload.planning.balance.solver import costs
from bookload.planning.balance.solving import balanced

PEOPLE = [{"person_id": "Ada"}, {"person_id": "Ben"}, {"person_id": "Cem"}]


def posed(seed: int):
    rng = np.random.default_rng(seed)
    accounts = [
        {"account_id": f"A-{n}", "owner": "Ada" if n < 4 else "Ben", "hours": int(rng.integers(5, 20)),
         "arr": int(rng.integers(5, 50)) * 1_000}
        for n in range(6)
    ]  # fmt: skip
    return desk(accounts, PEOPLE).posed


def by_trying(problem, count) -> list[tuple[int, float]]:
    found = []
    choices = [
        problem.taker[a:b].tolist() for a, b in zip(problem.start[:-1], problem.start[1:], strict=True)
    ]
    for each in product(*choices):
        chosen = np.array(each)
        loads = problem.loads(problem.pair(chosen))
        if all((load <= of.room + 1e-9).all() for load, of in zip(loads, problem.resources, strict=True)):
            found.append((count(chosen), costs(problem, chosen)))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_answer_is_near_the_best_and_the_bound_below_it(seed):
    of = posed(seed)
    every = by_trying(of.problem, lambda chosen: moves(of, chosen))
    for most in range(4):
        least = min(cost for count, cost in every if count <= most)

        found = best(of, search(), most)

        assert found.taker is not None
        assert moves(of, found.taker) <= most
        assert found.objective is not None
        assert found.objective == pytest.approx(costs(of.problem, found.taker))
        assert found.bound <= least + 1e-6
        assert least - 1e-6 <= found.objective <= least * 1.05
        assert found.gap == pytest.approx((found.objective - found.bound) / found.objective, abs=1e-6)


@pytest.mark.parametrize("seed", range(4, 8))
def test_without_any_time_the_one_most_useful_move_is_found(seed):
    of = posed(seed)
    best_one = min(
        cost for count, cost in by_trying(of.problem, lambda chosen: moves(of, chosen)) if count <= 1
    )

    found = best(of, replace(search(), solver=balanced, seconds=0.0), 1)

    assert found.objective == pytest.approx(best_one)


def test_without_a_limit_the_solver_is_asked_once():
    asked = []

    def counting(problem, **more):
        asked.append(problem)
        return exact(problem, **more)

    of = posed(3)
    found = best(of, search().__class__(counting, 5.0, np.random.default_rng(0), float), None)

    assert len(asked) == 1
    assert found.objective == pytest.approx(min(cost for _, cost in by_trying(of.problem, lambda _: 0)))


def test_too_few_moves_for_a_limit_are_said_to_be_too_few():
    accounts = [{"account_id": f"A-{n}", "owner": "Ada", "hours": 5, "language": "de"} for n in range(3)]
    people = [{"person_id": "Ada", "languages": "en"}, {"person_id": "Ben", "languages": "de;en"}]
    terms = {"match": [{"account": "language", "person": "languages"}]}
    of = desk(accounts, people, terms=terms).posed

    found = best(of, search(), 2)

    assert (found.status, found.taker, found.conflict) == ("infeasible", None, ("moves >= 3",))
    assert best(of, search(), 3).status == "within_gap"
