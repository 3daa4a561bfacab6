"""The adaptive Huber mean: its two equations, what it does to tails, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from bookload.planning.journey.calibration.means import robust_mean, robust_means


def one(count: int) -> np.ndarray:
    return np.zeros(count, np.int64)


def by_root_finding(minutes: np.ndarray) -> float:
    """The same two equations, solved by bisection one inside the other."""

    def bound(mean: float) -> float:
        away = (minutes - mean) ** 2
        if (away > 0).sum() <= np.log(len(minutes)):
            return np.inf
        excess = lambda t: (np.minimum(away, t * t) / (t * t)).sum() - np.log(len(minutes))  # noqa: E731
        return float(brentq(excess, 1e-9, 1e9))

    def balance(mean: float) -> float:
        return float(np.clip(minutes - mean, -bound(mean), bound(mean)).sum())

    return float(brentq(balance, minutes.min() - 1, minutes.max() + 1, xtol=1e-12))


@pytest.mark.parametrize("count", [5, 12, 60, 300])
@pytest.mark.parametrize("spread", [0.4, 0.95, 1.6])
def test_it_solves_the_published_equations(count, spread):
    minutes = 40 * np.exp(spread * np.random.default_rng(count).standard_normal(count))
    assert robust_mean(minutes) == pytest.approx(by_root_finding(minutes), rel=1e-8)


def test_at_most_log_n_observations_are_clipped_and_many_tame_ones_give_the_plain_mean():
    minutes = np.random.default_rng(1).uniform(10, 100, 1000)
    found = robust_means(minutes, one(1000), 1)
    assert found.clipped == 0
    assert found.means[0] == pytest.approx(minutes.mean(), rel=1e-12)
    heavy = np.random.default_rng(2).standard_cauchy(1000) ** 2
    assert 0 < robust_means(heavy, one(1000), 1).clipped <= np.log(1000)


def test_a_timer_left_running_moves_the_mean_little():
    minutes = 40 * np.exp(0.4 * np.random.default_rng(3).standard_normal(200))
    with_one = np.append(minutes, 10_000.0)
    assert with_one.mean() > 1.8 * minutes.mean()
    assert robust_mean(with_one) < 1.1 * minutes.mean()


def test_of_a_constant_it_is_the_constant_and_of_one_observation_that():
    assert robust_mean(np.full(7, 0.0)) == 0.0
    assert robust_mean(np.full(30, 1.0)) == 1.0
    assert robust_mean(np.array([37.0])) == 37.0


def test_each_cell_has_a_mean_of_its_own_and_an_empty_one_has_none():
    minutes = np.array([10.0, 20.0, 100.0, 110.0])
    found = robust_means(minutes, np.array([0, 0, 2, 2]), 3)
    assert found.means[[0, 2]] == pytest.approx([15.0, 105.0])
    assert np.isnan(found.means[1])
    assert found.counts.tolist() == [2, 0, 2]


def test_a_small_cell_is_clipped_by_the_bound_of_the_whole_kind():
    """Three observations with a wild one: alone nothing can be told, beside two hundred tame ones it can."""
    tame = 40 * np.exp(0.3 * np.random.default_rng(4).standard_normal(200))
    wild = np.array([38.0, 41.0, 5000.0])
    found = robust_means(np.concatenate([tame, wild]), np.repeat([0, 1], [200, 3]), 2)
    assert wild.mean() > 1600
    assert found.means[1] < 400


@pytest.mark.parametrize(("spread", "step"), [(0.4, 5), (0.95, 5), (0.75, 1), (0.5, 15)])
def test_rounding_and_a_cap_bias_the_mean_of_what_is_logged_by_less_than_half_a_percent(spread, step):
    rng = np.random.default_rng(5)

    def logged(count: int) -> np.ndarray:
        exact = 45 * np.exp(spread * rng.standard_normal(count))
        return np.asarray(np.clip(np.floor(exact / step + 0.5) * step, step, 480))

    truth = logged(2_000_000).mean()
    found = np.mean([robust_mean(logged(400)) for _ in range(400)])
    assert found == pytest.approx(truth, rel=0.005 + 3 * np.sqrt(np.expm1(spread**2) / 160_000))
