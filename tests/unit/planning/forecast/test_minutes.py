from __future__ import annotations

import numpy as np
import pytest

from bookload.planning.forecast.minutes import factors
from bookload.planning.journey.bands import triangle

LOW, LIKELY, HIGH = np.array([30.0, 10.0, 20.0]), np.array([60.0, 10.0, 30.0]), np.array([120.0, 10.0, 90.0])


def below(value, first, middle, last):
    """The share of a triangular distribution below a value, from the two areas of its triangle."""
    if value <= middle:
        return (value - first) ** 2 / ((last - first) * (middle - first))
    return 1 - (last - value) ** 2 / ((last - first) * (last - middle))


@pytest.mark.parametrize("place", [0, 2])
def test_a_tenth_lies_below_the_low_minutes_and_a_tenth_above_the_high_ones(place):
    first, last = (float(end[place]) for end in triangle(LOW, LIKELY, HIGH))
    assert below(LOW[place], first, LIKELY[place], last) == pytest.approx(0.10, abs=1e-9)
    assert below(HIGH[place], first, LIKELY[place], last) == pytest.approx(0.90, abs=1e-9)


def test_drawn_factors_have_the_quantiles_that_were_asked_for():
    drawn = factors(LOW, LIKELY, HIGH, 20_000, np.random.default_rng(1)) * LIKELY
    assert np.quantile(drawn[:, 0], (0.1, 0.9)) == pytest.approx([30, 120], rel=0.03)
    assert (drawn[:, 1] == 10).all()


def test_an_activity_without_likely_minutes_is_drawn_over_its_high_ones():
    drawn = factors(np.zeros(1), np.zeros(1), np.array([20.0]), 20_000, np.random.default_rng(1)) * 20
    assert np.quantile(drawn, 0.9) == pytest.approx(20, rel=0.03)
    assert (drawn >= 0).all()
