"""Chance repeats itself on every machine, and has the shape that it says."""

from __future__ import annotations

import math
from statistics import fmean, median, stdev

import pytest

from bookload.data.demo.dice import Dice, Quota, exp

DRAWS = [693, 424, 820, 225, 798]
SIZES = ["59.873535", "293.105283", "104.109238"]


@pytest.mark.parametrize("power", [-4.0, -1.0, -0.25, 0.0, 0.25, 1.0, 2.5, 4.0])
def test_exp_is_the_exponential(power: float) -> None:
    assert exp(power) == pytest.approx(math.exp(power), rel=1e-11)


def test_the_draws_of_a_seed_and_noun_are_these_on_every_machine_and_python() -> None:
    dice = Dice(2026, "accounts")
    assert [dice.below(1000) for _ in range(5)] == DRAWS
    assert [f"{dice.lognormal(100.0, 0.6):.6f}" for _ in range(3)] == SIZES


def test_nouns_and_seeds_have_streams_of_their_own() -> None:
    streams = [Dice(2026, "accounts"), Dice(2026, "people"), Dice(2027, "accounts")]
    assert len({dice.unit() for dice in streams}) == 3


def test_bells_have_mean_nought_and_deviation_one() -> None:
    dice = Dice(1, "bells")
    bells = [dice.bell() for _ in range(20_000)]
    assert fmean(bells) == pytest.approx(0.0, abs=0.03)
    assert stdev(bells) == pytest.approx(1.0, abs=0.03)


def test_sizes_are_lognormal_and_their_sum_is_steady() -> None:
    sums = [sum(Dice(seed, "sizes").lognormal_sizes(40, 100.0, 0.65)) for seed in range(8)]
    sizes = Dice(1, "sizes").lognormal_sizes(400, 100.0, 0.65)
    assert median(sizes) == pytest.approx(100.0, rel=0.03)
    assert stdev(math.log(size) for size in sizes) == pytest.approx(0.65, rel=0.05)
    assert fmean(sums) / 40 == pytest.approx(100.0 * math.exp(0.65**2 / 2), rel=0.03)
    assert stdev(sums) / fmean(sums) < 0.05  # forty plain draws would swing by 0.12


def test_a_quota_comes_due_as_often_as_its_chances_add_up() -> None:
    quota = Quota(Dice(1, "quota"))
    assert sum(quota.hit(0.03) for _ in range(10_000)) == pytest.approx(300, abs=15)


def test_weights_and_shuffles_keep_to_what_they_are_given() -> None:
    dice = Dice(3, "weights")
    drawn = [dice.weighted({"often": 9, "seldom": 1, "never": 0}) for _ in range(5_000)]
    assert drawn.count("seldom") == pytest.approx(500, abs=80)
    assert drawn.count("never") == 0
    assert sorted(dice.shuffled(range(50))) == list(range(50))
