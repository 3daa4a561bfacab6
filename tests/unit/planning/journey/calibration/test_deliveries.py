from __future__ import annotations

import numpy as np
import pytest

from bookload.planning.journey.calibration.deliveries import ratio


def test_a_rate_is_a_ratio_of_sums_and_not_a_mean_of_rates():
    rate, lower, upper = ratio(np.array([10.0, 0.0]), np.array([2.0, 8.0]))
    assert rate == 1.0
    assert lower is not None
    assert upper is not None
    assert lower < 1.0 < upper


def test_intervals_hold_when_accounts_differ_in_what_they_need():
    rng = np.random.default_rng(14)
    held = 0
    for _ in range(300):
        months = rng.integers(3, 18, 120).astype(float)
        needs = rng.gamma(2.0, 0.5, 120)
        rows = rng.poisson(0.8 * needs * months).astype(float)
        _, lower, upper = ratio(rows, months)
        assert lower is not None
        assert upper is not None
        held += lower <= 0.8 <= upper
    assert 270 <= held <= 297


def test_nothing_logged_is_a_rate_of_0_with_an_upper_end_and_no_months_are_not_available():
    rate, lower, upper = ratio(np.zeros(3), np.full(3, 10.0))
    assert (rate, lower) == (0.0, 0.0)
    assert upper == pytest.approx(0.123, abs=0.001)
    assert ratio(np.zeros(2), np.zeros(2)) == (None, None, None)
    assert ratio(np.array([3.0]), np.array([2.0])) == (1.5, None, None)
