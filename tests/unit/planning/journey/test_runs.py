"""Sums of many whole numbers at once, and what holds of accounts when: against plain Python."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.planning.journey import runs
from bookload.planning.journey.runs import Runs, grouped, keyed, spread, summed

ROWS = st.lists(st.tuples(st.integers(0, 20), st.integers(-(2**36), 2**36)), max_size=30)


def columns(rows):
    keys, weights = zip(*rows, strict=True) if rows else ((), ())
    return np.array(keys, np.int64), np.array(weights, np.int64)


@given(ROWS)
def test_sums_by_key_are_those_of_plain_python(rows):
    plain: defaultdict[object, int] = defaultdict(int)
    for key, weight in rows:
        plain[key] += weight
    keys, weights = columns(rows)
    assert summed(keys, weights, 21).tolist() == [plain.get(key, 0) for key in range(21)]
    assert dict(zip(*grouped(keys, weights), strict=True)) == plain


@given(ROWS)
def test_keys_that_are_too_wide_to_count_are_sorted_to_the_same_sums(rows):
    keys, weights = columns(rows)
    counted = grouped(keys, weights)
    wide = [key + (1 << 40) for key in counted[0]]
    assert grouped(keys + (1 << 40), weights) == (wide, counted[1])
    assert runs.DENSE < 1 << 40


def test_sums_that_might_not_fit_are_refused_and_not_rounded():
    with pytest.raises(OverflowError):
        summed(np.zeros(10, np.int64), np.full(10, 2**61), 1)


def test_each_source_is_spread_over_its_count():
    source, place = spread(np.array([2, 0, 3]))
    assert (source.tolist(), place.tolist()) == ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])


def test_what_holds_is_the_run_of_the_account_that_covers_the_time():
    account = np.array([0, 0, 1])
    held = Runs(
        keyed(account, np.array([10, 20, 5])), keyed(account, np.array([20, 25, 6])), np.array([7, 8, 9])
    )
    asked = np.array([0, 0, 0, 0, 1, 1, 2])
    times = np.array([9, 10, 20, 25, 5, 6, 5])
    assert held.at(asked, times).tolist() == [-1, 7, 8, -1, 9, -1, -1]
