from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from bookload.metrics.effort.trend import trend


@pytest.mark.parametrize("seed", range(12))
def test_slope_and_interval_are_those_of_scipy(seed):
    rng = np.random.default_rng(seed)
    values = [Fraction(int(value), 100) for value in rng.integers(0, 60 if seed % 2 else 6, 7 + 2 * seed)]
    found = trend(list(enumerate(values, start=24_300)))
    theirs = stats.theilslopes([float(value) for value in values], np.arange(len(values)), 0.95)
    assert found is not None
    assert found.slope == pytest.approx(theirs.slope)
    assert found.low == pytest.approx(theirs.low_slope)
    assert found.high == pytest.approx(theirs.high_slope)


def test_five_months_tell_no_trend():
    assert trend([(month, Fraction(month)) for month in range(5)]) is None


def test_one_odd_month_moves_the_trend_little():
    values = [(month, Fraction(month)) for month in range(12)]
    values[5] = (5, Fraction(500))
    found = trend(values)
    assert found is not None
    assert found.slope == 1
    assert found.clear


def test_noise_alone_is_seldom_called_a_trend():
    rng = np.random.default_rng(7)
    called = 0
    for _ in range(400):
        drawn = [(month, Fraction(int(value))) for month, value in enumerate(rng.integers(0, 10**6, 18))]
        found = trend(drawn)
        called += found is not None and found.clear
    assert called / 400 < 0.08
