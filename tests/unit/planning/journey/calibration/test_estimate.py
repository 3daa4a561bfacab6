from __future__ import annotations

import math

import pytest
from scipy.stats import lognorm

from bookload.planning.journey.calibration.estimate import NO_MINUTES, Band, Estimate


@pytest.mark.parametrize("deviation", [0.05, 0.3, 0.9])
def test_low_likely_high_are_p10_mode_and_p90_of_a_lognormal(deviation):
    belief = lognorm(deviation, scale=50.0)
    found = Estimate(math.log(50.0), deviation)
    assert found.band.low == pytest.approx(belief.ppf(0.1))
    assert found.band.high == pytest.approx(belief.ppf(0.9))
    assert belief.pdf(found.band.likely) >= max(belief.pdf(found.band.likely * side) for side in (0.99, 1.01))
    assert (found.lower, found.upper) == pytest.approx((belief.ppf(0.025), belief.ppf(0.975)))


def test_minutes_rise_from_low_to_high_however_little_is_known():
    for deviation in (0.0, 0.5, 1.3, 5.0):
        band = Estimate(1.0, deviation).band
        assert band.low <= band.likely <= band.high


def test_what_drivers_add_comes_off_all_three_and_none_falls_below_0():
    band = Estimate(math.log(20.0), 0.5).less(15.0)
    assert band.low == 0.0
    assert band.high == pytest.approx(20.0 * math.exp(0.5 * 1.2815515655446004) - 15.0)


def test_what_never_took_time_is_estimated_as_that():
    assert NO_MINUTES.band == Band(0.0, 0.0, 0.0)
    assert (NO_MINUTES.lower, NO_MINUTES.upper) == (0.0, 0.0)
