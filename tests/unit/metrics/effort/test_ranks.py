from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from bookload.metrics.effort.ranks import rank_correlation


@pytest.mark.parametrize("distinct", [2, 3, 7, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_the_coefficient_is_scipys_ties_or_none(distinct, seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, distinct, 60).astype(float)
    y = np.where(rng.random(60) < 0.4, x, rng.integers(0, distinct, 60))
    found = rank_correlation(x, y, np.random.default_rng(0), 100)
    assert found is not None
    assert found.rho == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)


def test_a_drawn_samples_coefficient_is_that_of_the_sample_written_out():
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 9, 40).astype(float), rng.integers(0, 9, 40).astype(float)
    found = rank_correlation(x, y, np.random.default_rng(11), 500)
    again = np.random.default_rng(11)
    drawn = [again.integers(0, 40, 40) for _ in range(500)]
    written = [stats.spearmanr(x[each], y[each]).statistic for each in drawn]
    assert found is not None
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(written, [2.5, 97.5])))


def test_the_interval_holds_what_is_true_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    truth = 6 / np.pi * np.arcsin(0.5 / 2)  # Spearman's of a normal pair whose correlation is 0.5
    held = 0
    for _ in range(200):
        x = rng.normal(size=80)
        y = 0.5 * x + np.sqrt(0.75) * rng.normal(size=80)
        found = rank_correlation(x, y, rng, 200)
        held += found is not None and found.low <= truth <= found.high
    assert 0.88 <= held / 200 <= 0.99


def test_the_same_seed_gives_the_same_interval():
    x, y = np.arange(30.0), np.random.default_rng(1).random(30)
    one, other = (rank_correlation(x, y, np.random.default_rng(9), 200) for _ in range(2))
    assert one == other


def test_three_accounts_and_a_column_that_never_varies_have_none():
    rng = np.random.default_rng(0)
    assert rank_correlation(np.arange(3.0), np.arange(3.0), rng, 100) is None
    assert rank_correlation(np.zeros(9), np.arange(9.0), rng, 100) is None
