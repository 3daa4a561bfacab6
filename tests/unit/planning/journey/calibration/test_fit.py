"""Fitting one kind: intervals that hold as often as they say, at the width that the data allows."""

from __future__ import annotations

import numpy as np
import pytest

from bookload.planning.journey.calibration.fit import fit
from bookload.planning.journey.calibration.means import robust_means
from bookload.planning.journey.calibration.spread import spread

ONE_STAGE = np.zeros(3, np.int64)


def logged(rng, spread, counts, differ):
    """Minutes of some cells whose medians differ, rounded to 5 and capped at 480; and their true means."""
    medians = 45 * np.exp(differ * rng.standard_normal(len(counts)))
    cell = np.repeat(np.arange(len(counts)), counts)
    exact = medians[cell] * np.exp(spread * rng.standard_normal(len(cell)))
    grid = np.linspace(-6, 6, 4001)
    weight = np.exp(-grid * grid / 2)
    truth = [
        float((rounded(median * np.exp(spread * grid)) * weight).sum() / weight.sum()) for median in medians
    ]
    return rounded(exact), cell, np.array(truth)


def rounded(exact):
    return np.clip(np.floor(exact / 5 + 0.5) * 5, 5, 480)


@pytest.mark.parametrize(
    ("spread_of", "counts", "differ"),
    [(0.45, (300, 40, 6), 0.3), (0.95, (300, 40, 6), 0.3), (0.6, (60, 60, 60), 0.0)],
)
def test_ninety_five_percent_intervals_hold_in_ninety_to_ninety_nine_of_a_hundred(spread_of, counts, differ):
    rng = np.random.default_rng(10)
    held = np.zeros((2, 3))
    runs = 150
    for _ in range(runs):
        minutes, cell, truth = logged(rng, spread_of, counts, differ)
        found = fit(minutes, cell, np.arange(len(minutes)), ONE_STAGE)
        assert found is not None
        for place in range(3):
            chosen = np.array([place])
            direct = found.direct(chosen)
            assert direct is not None
            for row, told in enumerate((found.pooled(chosen), direct)):
                held[row, place] += told.lower <= truth[place] <= told.upper
    assert (held / runs >= 0.9).all(), held / runs


def test_many_observations_of_one_account_are_worth_few():
    """Forty of each of ten accounts that differ: the interval is that of the accounts, not of 400."""
    rng = np.random.default_rng(11)
    account = np.repeat(np.arange(10), 40)
    minutes = 40 * np.exp(0.5 * rng.standard_normal(10)[account] + 0.3 * rng.standard_normal(400))
    alike = fit(minutes, np.zeros(400, np.int64), account, np.zeros(1, np.int64))
    apart = fit(minutes, np.zeros(400, np.int64), np.arange(400), np.zeros(1, np.int64))
    assert alike is not None
    assert apart is not None
    assert alike.spread.correlation == pytest.approx(0.7, abs=0.25)
    assert apart.spread.correlation == 0.0
    one, other = alike.direct(np.array([0])), apart.direct(np.array([0]))
    assert one is not None
    assert other is not None
    assert one.deviation > 3 * other.deviation


def test_the_variance_of_many_independent_observations_is_that_of_the_plain_mean():
    minutes = np.random.default_rng(12).uniform(20, 60, 2000)
    found = robust_means(minutes, np.zeros(2000, np.int64), 1)
    told = spread(found, np.zeros(2000, np.int64), np.arange(2000))
    assert told is not None
    plain = minutes.var(ddof=1) / len(minutes) / minutes.mean() ** 2
    assert told.variances[0] == pytest.approx(plain, rel=0.01)


def test_too_few_observations_tell_nothing():
    assert fit(np.array([30.0, 40.0, 50.0]), np.zeros(3, np.int64), np.arange(3), ONE_STAGE) is None


def test_what_never_takes_time_is_learnt_as_that():
    found = fit(np.zeros(20), np.zeros(20, np.int64), np.arange(20), ONE_STAGE)
    assert found is not None
    assert found.pooled(np.array([0])).upper == 0.0


def test_the_same_observations_twice_in_another_order_give_the_same_estimate():
    rng = np.random.default_rng(13)
    minutes, cell, _ = logged(rng, 0.6, (50, 20, 5), 0.2)
    order = rng.permutation(len(minutes))
    account = np.arange(len(minutes)) % 17
    one = fit(minutes, cell, account, ONE_STAGE)
    other = fit(minutes[order], cell[order], account[order], ONE_STAGE)
    assert one is not None
    assert other is not None
    chosen = np.array([0, 1, 2])
    assert one.pooled(chosen).band == pytest.approx(other.pooled(chosen).band, rel=1e-9)
