"""Partial pooling: the eight schools, the matrices behind the formulas, and the ends of the scale."""

from __future__ import annotations

import numpy as np
import pytest

from bookload.planning.journey.calibration.pooling import STEPS, pooled

EFFECTS = np.array([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
ERRORS = np.array([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])
NO_GROUPS = np.zeros(8, np.int64)


def test_the_eight_schools_come_out_as_published():
    """Gelman et al., Bayesian Data Analysis, 3rd edition, table 5.3: medians 10 8 7 8 5 6 10 8.

    With the flat prior on tau that they use, which a wide half-normal is nearly. The means below are those
    that Stan's documentation of the example gives to a tenth or so: 11.4 7.9 6.1 7.6 5.1 6.1 10.7 8.5.
    """
    found = pooled(EFFECTS, ERRORS**2, NO_GROUPS, scale=200.0, steps=4000)
    means = [float(found.shares @ found.means[:, school]) for school in range(8)]
    assert means == pytest.approx([11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.7, 8.5], abs=0.1)


def by_matrices(observed, variances, group, between, within):
    """Mean and covariance of all cells given the taus, from the joint normal distribution itself.

    mu gets a normal prior so wide that it is flat to eight digits.
    """
    seen = ~np.isnan(observed)
    same = (group[:, None] == group[None, :]).astype(float)
    prior = 1e7 + between**2 * same + within**2 * np.eye(len(group))
    noisy = prior[np.ix_(seen, seen)] + np.diag(variances[seen])
    gain = np.linalg.solve(noisy, prior[seen]).T
    return gain @ observed[seen], prior - gain @ prior[seen], gain


@pytest.mark.parametrize("seed", range(4))
def test_the_formulas_are_those_of_the_joint_normal_distribution(seed):
    rng = np.random.default_rng(seed)
    group = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    observed, variances = rng.standard_normal(8), rng.uniform(0.05, 1.0, 8)
    hidden = rng.random(8) < 0.3
    hidden[0] = False
    observed[hidden] = variances[hidden] = np.nan
    found = pooled(observed, variances, group)
    ladder = np.unique(found.noise.max(axis=1))
    assert len(found.shares) == STEPS**2
    assert len(ladder) > 1
    for part in (0, 40, 311, 575):
        within = _tau(part % STEPS)
        between = _tau(part // STEPS)
        means, covariance, gain = by_matrices(observed, variances, group, between, within)
        assert found.means[part] == pytest.approx(means, abs=1e-5)
        leaning = 1.0 - found.kept[part]
        variance = leaning**2 * found.level_variance[part] + found.noise[part]
        assert variance == pytest.approx(np.diag(covariance), abs=1e-5)
        same = leaning[0] * leaning[1] * found.level_variance[part][0]
        assert same == pytest.approx(covariance[0, 1], abs=1e-5)
        del gain


def _tau(step: int) -> float:
    from scipy.stats import halfnorm

    return float(halfnorm.ppf((step + 0.5) / STEPS, scale=0.5))


def test_the_weight_of_a_cells_own_figure_goes_to_1_with_many_observations_and_to_0_with_none():
    logs = np.log(np.array([40.0, 60.0, 50.0]))
    group = np.zeros(3, np.int64)
    weights = [
        pooled(logs, np.array([0.25 / count, 0.01, 0.01]), group).weights[0] for count in (1, 10, 100, 10_000)
    ]
    assert weights == sorted(weights)
    assert weights[-1] > 0.999
    unseen = np.array([np.nan, logs[1], logs[2]])
    found = pooled(unseen, np.array([np.nan, 0.01, 0.01]), group)
    assert found.weights[0] == 0.0
    assert np.exp(found.combined(np.array([1.0, 0, 0]))[0]) == pytest.approx(np.sqrt(60 * 50), rel=0.01)


def test_many_observations_are_left_where_they_are_and_few_lean_on_the_rest():
    logs = np.log(np.array([40.0, 42.0, 90.0]))
    found = pooled(logs, np.array([1e-6, 1e-6, 0.3]), np.zeros(3, np.int64))
    own = [np.exp(found.combined(np.eye(3)[cell])[0]) for cell in range(3)]
    assert own[:2] == pytest.approx([40.0, 42.0], rel=1e-3)
    assert 41.0 < own[2] < 80.0


def test_a_cell_leans_on_its_own_stage_before_others():
    logs = np.log(np.array([40.0, 40.0, np.nan, 90.0, 90.0, np.nan]))
    variances = np.where(np.isnan(logs), np.nan, 1e-4)
    found = pooled(logs, variances, np.array([0, 0, 0, 1, 1, 1]))
    assert np.exp(found.combined(np.eye(6)[2])[0]) == pytest.approx(40.0, rel=0.1)
    assert np.exp(found.combined(np.eye(6)[5])[0]) == pytest.approx(90.0, rel=0.1)


def test_cells_of_several_stages_are_not_combined():
    found = pooled(np.zeros(2), np.ones(2), np.array([0, 1]))
    with pytest.raises(ValueError, match="within one group"):
        found.combined(np.ones(2))


def test_a_mean_over_cells_is_what_drawing_from_their_posterior_gives():
    rng = np.random.default_rng(6)
    logs, variances = np.log(np.array([40.0, 55.0, 47.0])), np.array([0.01, 0.03, 0.02])
    found = pooled(logs, variances, np.zeros(3, np.int64))
    counts = np.array([50.0, 10.0, 20.0])
    part = rng.choice(len(found.shares), 200_000, p=found.shares)
    level = np.sqrt(found.level_variance[part]) * rng.standard_normal((200_000, 1))
    noise = np.sqrt(found.noise[part]) * rng.standard_normal((200_000, 3))
    drawn = found.means[part] + (1.0 - found.kept[part]) * level + noise
    totals = np.log(np.exp(drawn) @ counts / counts.sum())
    mean, deviation = found.combined(counts)
    assert mean == pytest.approx(totals.mean(), abs=0.005)
    assert deviation == pytest.approx(totals.std(), rel=0.03)
