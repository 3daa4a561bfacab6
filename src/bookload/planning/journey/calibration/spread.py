"""How far the mean of logged minutes may be off: its variance, relative to it, cell by cell.

    variance of log mean = log(1 + c^2 x design effect / n) x df / (df - 2)
    c^2 = (sum of squares of the cell + 20 x that of the kind) / (n - 1 + 20)
    design effect = 1 + rho (sum over accounts of m^2 / n - 1)

`c` is the coefficient of variation; a cell's own counts for more the more observations it has, for in skewed
minutes few of them have mean and spread too small together. `rho` is the correlation of two observations of
one account within the kind (analysis of variance; Donner, International Statistical Review 54, 1986), the
design effect Kish's (Survey Sampling, 1965). log(1 + c^2/n) is what a log-normal sum has (Fenton 1960): for
one observation the variance of its logarithm, for many c^2/n. The last factor is that of Student's t for the
pooled c.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bookload.planning.journey.calibration.means import Floats, Places, RobustMeans

PRIOR_COUNT = 20
FEWEST_FREE = 5
"""Degrees of freedom below which a kind's spread says too little to go by."""


@dataclass(frozen=True)
class Spread:
    """The variance of the log of each cell's mean (cells,), NaN without observations; and its parts.

    `correlation` is rho, `variation` c of the whole kind, `free` its degrees of freedom.
    """

    variances: Floats
    correlation: float
    variation: float
    free: int


def spread(found: RobustMeans, cell: Places, account: Places) -> Spread | None:
    """Return the spread of cells' means; `account` (n,) is whose each observation is.

    None where the kind has too few observations to tell. Cells whose mean is 0 have no logarithm; they count
    with no spread.
    """
    counts, cells = found.counts, len(found.counts)
    free = int((counts[counts > 0] - 1).sum())
    if free < FEWEST_FREE:
        return None
    scale = np.where(found.means[cell] > 0.0, found.means[cell], np.inf)
    relative = found.influence / scale
    squares = np.bincount(cell, weights=relative**2, minlength=cells)
    pooled = float(squares.sum()) / free
    own = (squares + PRIOR_COUNT * pooled) / (np.maximum(counts, 1) - 1 + PRIOR_COUNT)
    names, own_account = np.unique(account, return_inverse=True)
    clusters, cluster = np.unique(cell * len(names) + own_account, return_inverse=True)
    sizes = np.bincount(cluster).astype(np.float64)
    home = clusters // len(names)
    rho = _correlation(relative, cluster, sizes, (counts, home))
    crowding = np.bincount(home, weights=sizes**2, minlength=cells) / np.maximum(counts, 1)
    design = 1.0 + rho * (crowding - 1.0)
    few = free / (free - 2)
    variances = np.where(counts > 0, np.log1p(own * design / np.maximum(counts, 1)) * few, np.nan)
    return Spread(variances, rho, float(np.sqrt(pooled)), free)


def _correlation(relative: Floats, cluster: Places, sizes: Floats, cells: tuple[Places, Places]) -> float:
    """Return the correlation within accounts, by analysis of variance; 0 where it comes out below."""
    counts, home = cells
    rows, groups, strata = len(relative), len(sizes), int((counts > 0).sum())
    if groups <= strata or rows <= groups:
        return 0.0
    means = np.bincount(cluster, weights=relative) / sizes
    between = float((sizes * means**2).sum()) / (groups - strata)
    within = float(((relative - means[cluster]) ** 2).sum()) / (rows - groups)
    size = (rows - float((sizes**2 / counts[home]).sum())) / (groups - strata)
    below = between + (size - 1.0) * within
    return min(1.0, max(0.0, (between - within) / below)) if below > 0.0 else 0.0
