from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.metrics.effort.lorenz import Lorenz, lorenz

PAIRS = st.lists(st.tuples(st.integers(1, 10**30), st.integers(0, 10**8)), min_size=1, max_size=30).filter(
    lambda pairs: any(time for _, time in pairs)
)


def curve(pairs) -> Lorenz:
    found = lorenz(pairs)
    assert found is not None
    return found


@given(PAIRS)
def test_gini_is_the_textbooks_double_sum(pairs):
    revenue, time = sum(r for r, _ in pairs), sum(t for _, t in pairs)
    double = sum(abs(t * s - u * r) for r, t in pairs for s, u in pairs)
    assert curve(pairs).gini == Fraction(double, 2 * revenue * time)


@given(PAIRS)
def test_the_curve_rises_ever_steeper_from_nothing_to_all(pairs):
    points = curve(pairs).points
    assert points[0] == (Fraction(0), Fraction(0))
    assert points[-1] == (Fraction(1), Fraction(1))
    slopes = [(y - v) / (x - w) for (w, v), (x, y) in pairwise(points)]
    assert slopes == sorted(slopes)


def test_time_that_follows_revenue_is_the_diagonal():
    found = curve([(10, 1), (20, 2), (70, 7)])
    assert found.gini == 0
    assert all(x == y for x, y in found.points)


def test_one_of_two_equal_accounts_with_all_the_time_is_a_half():
    assert curve([(50, 0), (50, 60)]).gini == Fraction(1, 2)


def test_ten_thousand_accounts_keep_about_a_hundred_points():
    found = curve([(number + 1, number % 7) for number in range(10_000)])
    assert 100 <= len(found.points) <= 102


def test_accounts_without_revenue_have_no_place():
    with pytest.raises(ValueError, match="without revenue"):
        lorenz([(0, 5)])
    assert lorenz([]) is None
    assert lorenz([(5, 0)]) is None
