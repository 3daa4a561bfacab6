"""What the log tells of one kind of work: its mean in each stage and segment, each leaning on the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bookload.planning.journey.calibration.estimate import NO_MINUTES, Estimate
from bookload.planning.journey.calibration.means import Floats, Places, RobustMeans, robust_means
from bookload.planning.journey.calibration.pooling import Posterior, pooled
from bookload.planning.journey.calibration.spread import Spread, spread


@dataclass(frozen=True)
class Fit:
    """One kind of work over its cells: the robust means, how far they may be off, and what they pool to.

    `posterior` is None where all minutes are 0: there is nothing to estimate.
    """

    found: RobustMeans
    spread: Spread
    posterior: Posterior | None

    def pooled(self, chosen: Places) -> Estimate:
        """Return the estimate over some cells, weighted by their counts; equally where none has any."""
        if self.posterior is None:
            return NO_MINUTES
        counts = np.zeros(len(self.found.counts))
        counts[chosen] = self.found.counts[chosen] if self.found.counts[chosen].any() else 1.0
        return Estimate(*self.posterior.combined(counts))

    def direct(self, chosen: Places) -> Estimate | None:
        """Return the estimate from the observations of some cells alone; None where they have none.

        The mean over all of them, the mix of cells taken as logged: sum of (n_c / n)^2 x variance of c.
        """
        counts = self.found.counts[chosen]
        if not counts.any():
            return None
        used = chosen[counts > 0]
        parts = self.found.means[used] * self.found.counts[used]
        total = float(parts.sum())
        if total <= 0.0:
            return NO_MINUTES
        variance = float(((parts / total) ** 2 * self.spread.variances[used]).sum())
        return Estimate(float(np.log(total / counts.sum())) + variance / 2, float(np.sqrt(variance)))

    def total(self, chosen: Places) -> tuple[int, float]:
        """Return how many observations some cells have, and the mean of their robust means, so weighted."""
        counts = self.found.counts[chosen]
        used = chosen[counts > 0]
        count = int(counts.sum())
        return count, float((self.found.means[used] * self.found.counts[used]).sum()) / count


def fit(minutes: Floats, cell: Places, account: Places, group: Places) -> Fit | None:
    """Return what the observations of one kind tell; None where they are too few for their spread.

    Args:
        minutes: those of each observation (n,).
        cell: the cell of each observation (n,), a place in `group`.
        account: whose each observation is (n,), which makes some of them alike.
        group: the group (stage) of each cell (cells,).
    """
    found = robust_means(minutes, cell, len(group))
    apart = spread(found, cell, account)
    if apart is None:
        return None
    return Fit(found, apart, _pooled(found, apart, group))


def _pooled(found: RobustMeans, apart: Spread, group: Places) -> Posterior | None:
    """Return the posterior of the log means, half a variance above the logs of the means.

    The log of a mean is too low by that on average: for one log-normal observation exactly, for many nearly.
    Cells of which every minute is 0 have no logarithm, and lean on the others as if they had no observation.
    """
    told = (found.counts > 0) & (np.nan_to_num(found.means) > 0.0)
    if not told.any():
        return None
    logs = np.log(found.means, out=np.full(len(group), np.nan), where=told)
    variances = np.where(told, apart.variances, np.nan)
    return pooled(logs + variances / 2, variances, group)
