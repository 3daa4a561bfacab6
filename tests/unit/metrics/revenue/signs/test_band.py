"""The band that a month is expected in: Theil's and Sen's line, and the median deviation around it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.metrics.revenue.signs.band import FACTORS, LONGEST, NEEDED, Band, band


def whole(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


def by_fractions(values: list[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Slope, expected value and spread as the definition has them, in fractions throughout."""
    points = list(enumerate(values))
    slope = median((b - a) / (j - i) for (i, a), (j, b) in combinations(points, 2))
    height = median(value - slope * at for at, value in points)
    spread = median(abs(value - slope * at - height) for at, value in points)
    return slope, height + slope * len(values), spread


def test_the_example_worked_by_hand():
    # The same forwards and backwards, so each slope has its opposite and their median is 0. Four of 9, 10 and
    # 11 each: the median is 10. Deviations are 0 four times and 1 eight times: their median is 1.
    values = whole(9, 11, 10, 9, 11, 10, 10, 11, 9, 10, 11, 9)
    found = band(values)
    assert found is not None
    assert (found.slope, found.expected, found.spread, found.months) == (0, 10, 1, 12)
    assert (found.low, found.high) == (4.53, 15.47)


def test_a_trend_is_expected_to_go_on_and_one_odd_month_moves_nothing():
    values = whole(*(3 * month + month % 2 for month in range(24)))
    values[20] = Fraction(-1_000)
    found = band(values)
    assert found is not None
    assert found.slope == pytest.approx(3, abs=0.01)
    assert found.expected == pytest.approx(72.5, abs=0.6)


@given(st.lists(st.fractions(-1, 1, max_denominator=10**6), min_size=NEEDED, max_size=LONGEST))
def test_it_is_what_the_definition_says_in_fractions(values):
    found = band(values)
    slope, expected, spread = by_fractions([Fraction(round(value * 10**12), 10**12) for value in values])
    if found is None:
        assert spread < Fraction(3, 10**12)
        return
    assert found.slope == pytest.approx(float(slope), abs=1e-11)
    assert found.expected == pytest.approx(float(expected), abs=1e-10)
    assert found.spread == pytest.approx(float(spread), abs=1e-11)
    reach = float(FACTORS[len(values)]) * found.spread
    assert (found.low, found.high) == pytest.approx((found.expected - reach, found.expected + reach))


def test_only_the_last_two_years_count():
    values = whole(*(month % 3 for month in range(24)))
    assert band(whole(*[500] * 40) + values) == band(values)


def test_under_twelve_months_there_is_no_band():
    assert band(whole(*range(0, 22, 2))) is None
    assert band([]) is None


def test_where_most_months_lie_on_the_line_there_is_no_noise_to_stand_out_from():
    assert band(whole(*[5] * 12)) is None
    assert band(whole(0, 3, 0, 9, 0, 0, 2, 0, 0, 8, 0, 5)) is None
    third = Fraction(1, 3)
    assert band([third + third * month for month in range(12)]) is None


def test_a_value_lies_below_inside_or_above_and_ends_lie_inside():
    found = Band(slope=0, expected=1, low=-1, high=3, spread=0.5, months=12)
    sides = [found.side(Fraction(value)) for value in (-2, -1, 0, 3, 4)]
    assert sides == ["below", "inside", "inside", "inside", "above"]
    assert found.strength(Fraction(-2)) == -6


def outside(seed: int, series: int, months: int) -> float:
    """The share of months of normal noise that fall outside their band."""
    drawn = np.random.default_rng(seed).normal(0.02, 0.01, (series, months + 1)).round(9)
    found = 0
    for *before, last in drawn.tolist():
        made = band([Fraction(str(value)) for value in before])
        assert made is not None
        found += made.side(Fraction(str(last))) != "inside"
    return found / series


def test_of_normal_noise_one_month_in_twenty_falls_outside():
    assert outside(1, 400, 24) == pytest.approx(0.05, abs=0.03)


@pytest.mark.prove
@pytest.mark.parametrize("months", [12, 16, 20, 24])
def test_of_normal_noise_one_month_in_twenty_falls_outside_on_many_series(promised, months):
    series = promised("series of normal noise, 5% outside within half a point", 20_000)
    assert outside(months, series, months) == pytest.approx(0.05, abs=0.005)
