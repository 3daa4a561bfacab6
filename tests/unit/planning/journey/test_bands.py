"""Means of bands, against draws of the same bands and against numerical integration."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from bookload.planning.forecast.minutes import factors
from bookload.planning.journey.bands import mean_of, triangle

BANDS = [(30.0, 60.0, 120.0), (10.0, 60.0, 70.0), (50.0, 50.0, 50.0), (0.0, 10.0, 100.0), (1.0, 1.0, 9.0)]


@pytest.mark.parametrize("band", BANDS)
def test_the_mean_is_that_of_what_is_drawn(band):
    low, likely, high = (np.array([part]) for part in band)
    drawn = factors(low, likely, high, 200_000, np.random.default_rng(1))[:, 0] * band[1]
    unsure = 4 * drawn.std() / 200_000**0.5 + 1e-9
    assert mean_of(low, likely, high)[0] == pytest.approx(drawn.mean(), abs=unsure)


@pytest.mark.parametrize("band", [band for band in BANDS if band[0] < band[2]])
def test_the_mean_is_the_integral_of_the_density_with_what_is_below_nothing_as_nothing(band):
    first, last = (float(each[0]) for each in triangle(*(np.array([part]) for part in band)))
    middle = band[1]

    def density(minutes):
        side = middle - first if minutes < middle else last - middle
        return 2 / (last - first) * (minutes - first if minutes < middle else last - minutes) / side

    pieces = sorted({max(first, 0.0), middle, last})
    found = sum(quad(lambda x: x * density(x), *ends)[0] for ends in pairwise(pieces))
    assert mean_of(*(np.array([part]) for part in band))[0] == pytest.approx(found, rel=1e-6)


def test_a_band_that_leans_upward_expects_more_than_is_likely():
    low, likely, high = np.array(BANDS[0]).reshape(3, 1)
    assert mean_of(low, likely, high)[0] > 60
    assert mean_of(np.array([30.0]), np.array([60.0]), np.array([90.0]))[0] == pytest.approx(60)
