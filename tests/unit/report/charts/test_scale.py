from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.period import Month
from bookload.report.charts.scale import lengths, month_labels, short, spread, ticks, value_labels


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1_000, "1k"),
        (189_695, "190k"),
        (1_500_000, "1.5M"),
        (1_967_966, "1.97M"),
        (2_000_000, "2M"),
        (12_345_678_901, "12.3B"),
        (-1_324_894, "-1.32M"),
        (Fraction(1, 3), "0.33"),
    ],
)
def test_a_label_has_three_digits_at_most(value, label):
    assert short(Fraction(value)) == label


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_an_axis_spans_its_figures_in_a_few_equal_steps(low, size):
    axis = ticks(Fraction(low), Fraction(low + size))
    assert axis[0] <= low
    assert axis[-1] >= low + size
    steps = [after - before for before, after in pairwise(axis)]
    assert steps == pytest.approx([steps[0]] * len(steps), abs=1e-12 * (abs(low) + size), rel=1e-6)
    assert 2 <= len(axis) <= 8


@given(st.lists(st.floats(0, 1_000), max_size=8), st.floats(0.1, 50))
def test_names_keep_their_order_and_their_distance(places, gap):
    moved = spread(places, gap)
    order = sorted(range(len(places)), key=lambda index: places[index])
    for before, after in pairwise(order):
        assert moved[after] - moved[before] >= gap - 1e-6


def test_names_that_are_far_apart_stay_where_they_are():
    assert spread([1.0, 100.0, 50.0], 10) == [1.0, 100.0, 50.0]


def test_bars_are_as_long_as_their_figures_are_large():
    assert lengths([Fraction(1), Fraction(4), None, Fraction(2)]) == (25, 100, None, 50)
    assert lengths([None]) == (None,)
    assert lengths([]) == ()


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0.0, 500_000.0, 1_000_000.0], {"0": "0", "500000": "500k", "1000000": "1M"}),
        ([0.0, 0.2, 0.4], {"0": "0", "0.2": "0.2", "0.4": "0.4"}),
        ([-2e12, 0.0], {"-2000000000000": "-2T", "0": "0"}),
    ],
)
def test_values_are_labelled_by_how_a_browser_writes_them(values, labels):
    assert value_labels(values) == f"{json.dumps(labels)}[datum.value]"


def test_months_carry_their_year_at_the_start_and_in_january():
    months = [Month.parse("2025-11") + number for number in range(4)]
    assert list(month_labels(months).values()) == [["Nov", "2025"], ["Dec"], ["Jan", "2026"], ["Feb"]]
