"""Partial pooling: means of few observations lean on the group's, by as much as the data says.

The normal hierarchical model with known variances, on the logarithm of means, cells (segments) within groups
(stages):

    y_c ~ N(theta_c, v_c)   theta_c = mu + stage + segment   stage ~ N(0, tau_1^2)   segment ~ N(0, tau_2^2)

mu is flat; tau_1 and tau_2 are half-normal of scale 1/2: means of one kind seldom differ by more than a
factor of e. Given the taus, estimates are best linear unbiased predictors, with
B_c = tau_2^2 / (tau_2^2 + v_c):

    theta_c = B_c y_c + (1 - B_c) (mu + stage)

Over the taus they are averaged, weighted by likelihood, so that the interval knows that the taus are not
known. With one group it is the model of the eight schools.

Sources: Fay and Herriot, JASA 74 (1979); Efron and Morris, JASA 70 (1975); Gelman et al., Bayesian Data
Analysis, 3rd edition, 5.4-5.5; for the prior Röver et al., Research Synthesis Methods 12 (2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bookload.planning.journey.calibration.means import Floats, Places

SCALE = 0.5
"""Scale of the half-normal prior of both taus, on the logarithm."""
STEPS = 24
"""Values of each tau that are averaged over: the middles of equally likely parts of its prior."""


@dataclass(frozen=True)
class Posterior:
    """What is known of the cells' log means: a mixture over M values of the taus, of C cells.

    `shares` (M,) add up to 1. In each part cell c is `kept` B_c (M, C) of its own figure and the rest of its
    group's `level` mu + stage (M, C), whose variance is `level_variance` (M, C), with `noise` (M, C) of its
    own on top; `means` (M, C) is what comes out. `weights` (C,): how much of each estimate is the cell's own
    figure, its part in mu and stage included, from 0 to 1. `group` (C,) is each cell's.
    """

    shares: Floats
    means: Floats
    kept: Floats
    level_variance: Floats
    noise: Floats
    weights: Floats
    group: Places

    def combined(self, counts: Floats) -> tuple[float, float]:
        """Return mean and deviation of the log of the mean over cells of one group, weighted by counts (C,).

        Of one cell that is its own; of several the first-order (delta) approximation within each part of the
        mixture.
        """
        used = np.flatnonzero(counts)
        if len(set(self.group[used].tolist())) != 1:
            raise ValueError("cells are combined within one group, and at least one is")
        parts = counts[used] * np.exp(self.means[:, used])
        totals = parts.sum(axis=1)
        pull = parts / totals[:, None]
        leaning = (pull * (1.0 - self.kept[:, used])).sum(axis=1)
        inside = leaning**2 * self.level_variance[:, used[0]] + (pull**2 * self.noise[:, used]).sum(axis=1)
        centre = np.log(totals / counts[used].sum())
        mean = float(self.shares @ centre)
        return mean, float(np.sqrt(self.shares @ (inside + (centre - mean) ** 2)))


def pooled(
    observed: Floats, variances: Floats, group: Places, scale: float = SCALE, steps: int = STEPS
) -> Posterior:
    """Return the posterior of every cell; `observed` and `variances` (C,) are NaN where nothing was logged.

    At least one cell is observed. `scale` is that of the taus' prior, `steps` how finely it is cut.
    """
    from scipy.special import ndtri  # noqa: PLC0415 - slow to load

    groups = int(group.max()) + 1
    member = (group[:, None] == np.arange(groups)[None, :]).astype(np.float64)
    ladder = scale * ndtri((1.0 + (np.arange(steps) + 0.5) / steps) / 2.0)
    outer = ladder if len(set(group.tolist())) > 1 else np.zeros(1)
    stage, segment = (axis.ravel()[:, None] ** 2 for axis in np.meshgrid(outer, ladder, indexing="ij"))
    seen = ~np.isnan(observed)
    y = np.where(seen, observed, 0.0)
    one = np.where(seen, 1.0 / (np.where(seen, variances, 1.0) + segment), 0.0)  # precision given its group
    held = 1.0 + stage * (one @ member)
    ones = one / (held @ member.T)  # what the precision matrix makes of a vector of ones
    precision = ones.sum(axis=1, keepdims=True)
    mu = (ones * y).sum(axis=1, keepdims=True) / precision
    rest = np.where(seen, y - mu, 0.0)
    pulled = (one * rest) @ member
    level = (mu + stage * pulled / held) @ member.T
    level_variance = (stage / held + 1.0 / (held**2 * precision)) @ member.T
    kept = segment * one
    fit = (one * rest**2).sum(axis=1) - (stage * pulled**2 / held).sum(axis=1)
    weight = np.where(seen, one, 1.0)
    logs = np.log(weight).sum(axis=1) - np.log(held).sum(axis=1) - np.log(precision[:, 0])
    likelihood = 0.5 * (logs - fit)
    shares = np.exp(likelihood - likelihood.max())
    shares /= shares.sum()
    to_level = (ones / precision) / (held @ member.T) + (stage / held) @ member.T * one
    return Posterior(
        shares=shares,
        means=kept * y + (1.0 - kept) * level,
        kept=kept,
        level_variance=level_variance,
        noise=segment * (1.0 - kept),
        weights=shares @ np.where(seen, kept + (1.0 - kept) * to_level, 0.0),
        group=group,
    )
