"""Sums of many whole numbers at once, and what holds of accounts when: against plain Python."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.planning.journey import runs
from bookload.planning.journey.runs import Runs, distinct, grouped, keyed, met, spread, summed

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


RUNS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 30), st.integers(1, 6)),
    max_size=12,
    unique_by=lambda run: run[:2],
)


@given(RUNS, st.lists(st.tuples(st.integers(-1, 5), st.integers(0, 40)), min_size=1, max_size=30))
def test_what_holds_is_what_a_look_at_every_run_finds(drawn, asked):
    begun = sorted(drawn)
    ends = [
        min(start + days, follows[1]) if follows and follows[0] == account else start + days
        for (account, start, days), follows in zip(begun, [*begun, None][1:], strict=True)
    ]
    since = np.array([runs.SPAN * account + start for account, start, _ in begun], np.int64)
    until = np.array([runs.SPAN * run[0] + end for run, end in zip(begun, ends, strict=True)], np.int64)
    held = Runs(since, until, np.arange(len(begun)))
    plain = [
        next(
            (n for n, (of, start, _) in enumerate(begun) if of == account and start <= when < ends[n]),
            -1,
        )
        for account, when in asked
    ]
    accounts, whens = columns(asked)
    assert held.at(accounts, whens).tolist() == plain


@given(
    st.lists(st.sets(st.integers(2, 30), max_size=4), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40), st.integers(1, 9)), max_size=20),
)
def test_the_ranges_that_days_meet_are_those_that_a_look_at_each_day_finds(cuts, drawn):
    ranges = [(account, day) for account, days in enumerate(cuts) for day in sorted({1, *days})]
    since = np.array([runs.SPAN * account + day for account, day in ranges], np.int64)
    days = [(account, start, start + length) for account, start, length in drawn if account < len(cuts)]
    account, start, end = (np.array([each[n] for each in days], np.int64) for n in range(3))
    plain = []
    for of, first, last in days:
        on = [
            max(n for n, r in enumerate(ranges) if r[0] == of and r[1] <= day) for day in range(first, last)
        ]
        plain.append((min(on), max(on) + 1))
    low, high = met(since, account, start, end)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == plain


@given(st.lists(st.integers(0, 9)))
def test_distinct_keys_stand_in_order(keys):
    assert distinct(np.array(keys, np.int64)).tolist() == sorted(set(keys))
