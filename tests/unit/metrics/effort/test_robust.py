from __future__ import annotations

import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.metrics.effort.robust import CutMean, cut_mean, load, median

VALUES = st.lists(st.integers(0, 5_000), min_size=1, max_size=40)


def counted(values):
    return [(value, 1) for value in values]


def meant(values) -> CutMean:
    found = cut_mean(values)
    assert found is not None
    return found


@given(VALUES)
def test_the_cut_is_where_what_it_saves_equals_what_it_costs(values):
    found = meant(counted(values))
    cut = [min(Fraction(value), found.cut_at) for value in values]
    excess = sum((Fraction(value) - low for value, low in zip(values, cut, strict=True)), Fraction(0))
    # Searls' condition, times n: (t - mean of the cut values) = the sum of what is above t.
    assert found.cut_at - sum(cut) / len(values) == excess
    assert (found.count, found.total, found.cut_total) == (len(values), sum(values), sum(cut))


@given(VALUES)
def test_a_value_counted_twice_is_two_values(values):
    assert cut_mean(counted(values * 2)) == cut_mean([(value, 2) for value in values])


def test_one_value_is_its_own_mean():
    found = meant([(40, 1)])
    assert found.mean == found.cut_at == 40


def test_one_very_long_activity_among_twenty_moves_the_mean_by_half_of_what_it_would():
    usual = [(30, 19)]
    found = meant([*usual, (480, 1)])
    plain = Fraction(19 * 30 + 480, 20)
    assert 30 < found.mean < 30 + (plain - 30) * Fraction(6, 10)


def test_the_example_of_the_page():
    found = meant([(30, 19), (480, 1)])
    assert (round(float(found.cut_at), 1), round(float(found.mean), 1)) == (260.8, 41.5)
    assert load([found]) * found.mean == Fraction(105, 2)


def test_what_is_cut_vanishes_as_values_become_many():
    rng = np.random.default_rng(1)
    parts = []
    for count in (20, 200, 2_000, 20_000):
        found = meant(counted(np.exp(rng.normal(3.5, 0.8, count)).astype(int).tolist()))
        parts.append(float(1 - found.cut_total / found.total))
    assert parts == sorted(parts, reverse=True)
    assert parts[-1] < 0.002


def test_it_errs_less_than_the_plain_mean_where_tails_are_heavy():
    rng = np.random.default_rng(20260101)
    spread, count = 1.2, 12
    truth = float(np.exp(spread**2 / 2))
    plain, robust = [], []
    for _ in range(1_500):
        drawn = np.exp(rng.normal(0, spread, count))
        plain.append((drawn.mean() - truth) ** 2)
        whole = (drawn * 10_000).astype(int).tolist()
        robust.append((float(meant(counted(whole)).mean) / 10_000 - truth) ** 2)
    assert np.mean(robust) < 0.75 * np.mean(plain)


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_loaded_means_make_the_logged_total_exactly_and_stay_within_what_was_logged(groups):
    means = [meant(counted(values)) for values in groups]
    factor = load(means)
    loaded = [mean.loaded(factor) for mean in means]
    logged = sum(sum(values) for values in groups)
    assert sum(len(values) * each for values, each in zip(groups, loaded, strict=True)) == logged
    assert all(min(values) <= each <= max(values) for values, each in zip(groups, loaded, strict=True))
    assert factor >= 1


def test_what_one_group_cannot_bear_the_others_do():
    means = [meant(counted(values)) for values in ([7], [40, 40], [30] * 19 + [480], [20, 30, 40])]
    factor = load(means)
    once, constant, erratic, other = (mean.loaded(factor) for mean in means)
    assert once == 7
    assert constant == 40
    # 20 that took 1,050 minutes and 3 that took 90 make theirs, all raised alike.
    assert 20 * erratic + 3 * other == 1_140
    assert erratic / other == means[2].mean / means[3].mean


@given(VALUES)
def test_the_median_is_pythons(values):
    assert median(counted(values)) == statistics.median(map(Fraction, values))


@pytest.mark.parametrize("values", [[], [(5, 0)]])
def test_nothing_has_no_mean_and_no_median(values):
    assert cut_mean(values) is None
    assert median(values) is None
    assert load([]) == 1
