"""Sums by halves of words and closer numbers, against Python's own whole numbers."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from bookload.data.engine import walk


@pytest.mark.parametrize("largest", [1, 10**9, 2**61])
def test_sums_of_words_are_those_of_whole_numbers(monkeypatch, largest):
    monkeypatch.setattr(walk, "_EXACT", 100)
    draw = np.random.default_rng(7)
    groups = draw.integers(0, 9, 1_050)
    deltas = draw.integers(-largest, largest, len(groups), endpoint=True)
    deltas[1::2] = -deltas[::2]  # sums of a group stay below a word
    groups[1::2] = groups[::2]
    deltas[:9], groups[:9] = largest, range(9)
    sums: Counter[int] = Counter()
    for group, delta in zip(groups.tolist(), deltas.tolist(), strict=True):
        sums[group] += delta
    assert walk._summed(groups, deltas, 9).tolist() == [sums[group] for group in range(9)]


def test_halves_of_the_largest_words_are_added_up_exactly():
    count = walk._EXACT
    deltas = np.full(count, (1 << 62) // count - 1)
    assert walk._summed(np.zeros(count, np.int64), deltas, 1).tolist() == [count * int(deltas[0])]
    assert count * (1 << walk._HALF) <= 2**53


def test_closer_numbers_tell_the_same_accounts_apart():
    parts = [np.array([2**39, 5, 2**39]), np.array([7, 5])]
    closer = walk._closer(parts)
    assert [len(each) for each in closer] == [3, 2]
    assert np.concatenate(closer).tolist() == [2, 0, 2, 1, 0]
