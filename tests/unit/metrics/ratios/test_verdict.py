from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.metrics.ratios.verdict import Stage, verdict

M = 1_000_000
STAGE = Stage("USD", Fraction(M), Fraction(10 * M), Fraction(1, 10))
TARGET = Fraction(M)


@pytest.mark.parametrize(
    ("arr", "ratio", "code", "words"),
    [
        (800_000, 400_000, "too_early", "too early to judge: below 1,000,000 USD of ARR"),
        (999_999, 3 * M, "too_early", "too early to judge"),
        (
            M,
            400_000,
            "on_the_way",
            "on the way: 600,000 USD a head to go to the target, which is expected from 10,",
        ),
        (5 * M, 1_200_000, "on_the_way", "on the way: 200,000 USD a head above the target already"),
        (10 * M, 899_999, "below", "below the target, by 100,001 USD a head: 10% below it"),
        (10 * M, 900_000, "within", "within 10% of the target: 10% below it"),
        (10 * M, M, "within", "within 10% of the target: 0% above it"),
        (10 * M, 1_100_000, "within", "within 10% of the target: 10% above it"),
        (20 * M, 1_234_000, "above", "above the target, by 234,000 USD a head: 23.4% above it"),
    ],
)
def test_what_can_be_said_depends_on_the_stage(arr: int, ratio: int, code: str, words: str) -> None:
    found = verdict(Fraction(arr), Fraction(ratio), TARGET, STAGE)
    assert found.code == code
    assert found.words.startswith(words)
    assert found.distance == (None if code == "too_early" else TARGET - ratio)


def test_without_heads_or_a_target_nothing_is_said_but_that_it_is_early() -> None:
    assert verdict(Fraction(5 * M), None, TARGET, STAGE).words == "n/a: there are no heads that count"
    assert verdict(Fraction(5 * M), TARGET, None, STAGE).words == "n/a: without a target"
    assert verdict(Fraction(5), None, None, STAGE).code == "too_early"


@given(st.integers(M, 10**9), st.integers(0, 10**8), st.integers(1, 10**8))
def test_the_code_is_the_side_that_the_distance_says(arr: int, ratio: int, target: int) -> None:
    found = verdict(Fraction(arr), Fraction(ratio), Fraction(target), STAGE)
    expected = "below" if 10 * ratio < 9 * target else "above" if 10 * ratio > 11 * target else "within"
    assert found.code == ("on_the_way" if arr < 10 * M else expected)
