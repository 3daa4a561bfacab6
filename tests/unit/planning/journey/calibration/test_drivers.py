"""Drivers: as statsmodels has them, found where they are, and honest where there are many."""

from __future__ import annotations

import numpy as np
import pytest

from bookload.planning.journey.calibration.drivers import holm, judged, slopes


def made(rng, count=240, accounts=40, slope=15.0):
    account = rng.integers(0, accounts, count)
    cell = account % 3
    integrations = rng.poisson(3, accounts)[account].astype(float)
    seats = rng.uniform(0, 100, accounts)[account]
    noise = 12 * rng.standard_normal(accounts)[account] + 30 * rng.standard_normal(count)
    minutes = 60 + 20 * cell + slope * integrations + noise
    return minutes, np.column_stack([integrations, seats]), cell, account


@pytest.mark.parametrize("seed", range(3))
def test_slopes_and_errors_are_those_of_statsmodels(seed):
    linear = pytest.importorskip("statsmodels.regression.linear_model")
    minutes, numbers, cell, account = made(np.random.default_rng(seed))
    found = slopes(minutes, numbers, cell, account)
    design = np.column_stack([numbers, np.eye(3)[cell]])
    witness = linear.OLS(minutes, design).fit(cov_type="cluster", cov_kwds={"groups": account}, use_t=True)
    assert found is not None
    assert found.slopes == pytest.approx(witness.params[:2], rel=1e-9)
    assert found.errors == pytest.approx(witness.bse[:2], rel=1e-9)
    for place in range(2):
        lower, upper, p = judged(float(found.slopes[place]), float(found.errors[place]), found.free)
        assert (lower, upper) == pytest.approx(tuple(witness.conf_int()[place]), rel=1e-9)
        assert p == pytest.approx(witness.pvalues[place], rel=1e-6, abs=1e-12)


def test_fifteen_minutes_per_integration_are_found_in_nineteen_of_twenty_logs():
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        minutes, numbers, cell, account = made(rng)
        found = slopes(minutes, numbers[:, :1], cell, account)
        assert found is not None
        lower, upper, _ = judged(float(found.slopes[0]), float(found.errors[0]), found.free)
        held += lower <= 15.0 <= upper
    assert 180 <= held <= 198


def test_holms_p_values_are_those_of_statsmodels():
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    ps = np.random.default_rng(8).uniform(0, 0.2, 15)
    assert holm(ps) == pytest.approx(multitest.multipletests(ps, method="holm")[1], rel=1e-12)
    assert holm(np.array([0.03])).tolist() == [0.03]
    assert holm(np.array([])).tolist() == []


def test_of_twenty_numbers_that_drive_nothing_one_in_twenty_logs_finds_any():
    rng = np.random.default_rng(9)
    false = 0
    for _ in range(100):
        minutes, _, cell, account = made(rng, slope=0.0)
        ps = []
        for _ in range(20):
            number = rng.uniform(0, 10, 40)[account]
            found = slopes(minutes, number[:, None], cell, account)
            assert found is not None
            ps.append(judged(float(found.slopes[0]), float(found.errors[0]), found.free)[2])
        false += holm(np.array(ps)).min() < 0.05
    assert false <= 14


def test_a_number_that_never_varies_within_a_segment_tells_nothing():
    minutes, _, cell, account = made(np.random.default_rng(1))
    assert slopes(minutes, cell[:, None].astype(float), cell, account) is None


def test_a_handful_of_accounts_tells_nothing():
    minutes, numbers, cell, account = made(np.random.default_rng(1), accounts=6)
    assert slopes(minutes, numbers[:, :1], cell, account) is None


def test_that_large_segments_take_longer_is_not_taken_for_the_drivers_doing():
    rng = np.random.default_rng(2)
    account = rng.integers(0, 60, 400)
    cell = account % 2
    integrations = (1 + 6 * cell + rng.poisson(1, 60)[account]).astype(float)
    minutes = 40 + 60 * cell + 8 * rng.standard_normal(400)
    found = slopes(minutes, integrations[:, None], cell, account)
    assert found is not None
    assert abs(found.slopes[0]) < 2.0
    assert np.polyfit(integrations, minutes, 1)[0] > 5.0
