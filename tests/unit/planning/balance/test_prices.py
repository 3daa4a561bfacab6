"""Prices of what takers have: where they are found from a part, and where a few units outweigh all others."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from bookload.planning.balance.prices import prices, sides
from bookload.planning.balance.problem import UNLIMITED, Problem, Resource


def uneven(units: int, takers: int, seed: int) -> Problem:
    """Return units of which a few have many times the ARR of all others, 95% of hours utilised."""
    rng = np.random.default_rng(seed)
    may = rng.random((units, takers)) < 0.3
    may[np.arange(units), rng.integers(0, takers, units)] = True
    unit, taker = np.nonzero(may)
    hours, arr = rng.lognormal(-0.6, 0.6, units), rng.lognormal(9, 1.4, units)
    part = rng.choice([1, 1, 0.5], takers)
    part /= part.sum()
    aims = hours.sum() * part, arr.sum() * part
    return Problem(
        tuple(str(each) for each in range(units)),
        tuple(str(each) for each in range(takers)),
        np.concatenate([[0], np.cumsum(may.sum(axis=1))]),
        taker,
        rng.uniform(0, 4, unit.size),
        (
            Resource("hours", hours[unit], aims[0] / 0.95, aims[0], 0.03 * aims[0], 50 / aims[0]),
            Resource("arr", arr[unit], np.full(takers, UNLIMITED), aims[1], 0.05 * aims[1], 25 / aims[1]),
        ),
    )


def bounds(of: Problem) -> list[float]:
    return [each.bound for each in prices(of)]


@pytest.mark.parametrize("seed", range(3))
def test_prices_begun_with_a_part_are_the_best_all_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = uneven(4_000, 24, seed)
    of_all = bounds(of)
    monkeypatch.setattr("bookload.planning.balance.prices.MANY", 0)
    from_part = bounds(of)
    assert from_part[-1] == pytest.approx(of_all[-1], rel=2e-5)
    assert len(from_part) < len(of_all)


@pytest.mark.parametrize(("units", "takers"), [(1, 3), (2, 3), (400, 7)])
def test_two_cores_find_the_prices_that_one_does(
    units: int, takers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = uneven(units, takers, 5)
    by_one = bounds(of)
    monkeypatch.setattr("bookload.planning.balance.prices.ENOUGH_FOR_TWO", 0)
    assert bounds(of) == pytest.approx(by_one, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_colder_prices_prove_no_less(seed: int) -> None:
    proven = bounds(uneven(1_000, 12, seed))[1:]
    assert all(after >= before * (1 - 1e-6) for before, after in pairwise(proven))


def test_beyond_its_ends_a_price_leaves_a_taker_nothing_or_all_there_is() -> None:
    of = uneven(200, 5, 1)
    alone = sides(of)
    assert np.isinf(alone.highest[0]).all()
    for price, place in ((alone.lowest - 1e-9, 0), (alone.highest + 1e-9, 3)):
        within = np.isfinite(price)
        worth = alone.cost - np.where(within, price, 0.0)[:, :, None] * alone.load
        assert (worth.argmin(axis=2) == place)[within].all()
