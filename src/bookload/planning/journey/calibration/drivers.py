"""Drivers of time equations: by how many minutes an activity takes longer per unit of an account's number.

    minutes_i = segment of i + sum over drivers of slope x number_i + error_i

Ordinary least squares with an effect for each segment, so that large accounts taking longer for other reasons
is not taken for the driver's doing; standard errors robust to unequal spread and to observations of one
account being alike (Liang and Zeger, Biometrika 73, 1986; factor G/(G-1) x (n-1)/(n-k), t with G-1 degrees of
freedom for G accounts). Of many drivers tried some look real by chance: `adjusted` are Holm's p-values over
all of them (Scandinavian Journal of Statistics 6, 1979), and `holds` goes by those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.journey.calibration.means import Floats, Places

FEWEST_ACCOUNTS = 8
"""Accounts below which a standard error robust to them says too little."""
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Slopes:
    """Least squares slopes (drivers,), their standard errors robust to accounts, and degrees of freedom."""

    slopes: Floats
    errors: Floats
    free: int


@dataclass(frozen=True, slots=True)
class Driver:
    """Minutes per unit of a number, with the 95% interval; `assumed` is what the journey says, None nothing.

    `units` is the mean number of the account at a delivery. `p` is that of no effect, `adjusted` Holm's over
    all drivers asked for; `holds` where that is under 5%. The figures are None where it cannot be told: too
    few accounts, or a number that never varies within a segment.
    """

    number: int
    activity: str
    name: str
    assumed: float | None
    count: int
    accounts: int
    units: float | None
    minutes: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    adjusted: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the effect is more than chance, all drivers considered."""
        return self.adjusted is not None and self.adjusted < LEVEL


def slopes(minutes: Floats, numbers: Floats, cell: Places, account: Places) -> Slopes | None:
    """Return the slopes of minutes on numbers (n, drivers) within cells; None where they cannot be told."""
    centred = numbers - _centres(numbers, cell)
    effects = len(np.unique(cell))
    rows, drivers = numbers.shape
    clusters, cluster = np.unique(account, return_inverse=True)
    free = rows - effects - drivers
    if len(clusters) < FEWEST_ACCOUNTS or free < 1 or np.linalg.matrix_rank(centred) < drivers:
        return None
    inverse = np.linalg.inv(centred.T @ centred)
    rest = minutes - _centres(minutes[:, None], cell)[:, 0]
    found = inverse @ (centred.T @ rest)
    scores = np.zeros((len(clusters), drivers))
    np.add.at(scores, cluster, centred * (rest - centred @ found)[:, None])
    few = len(clusters) / (len(clusters) - 1) * (rows - 1) / free
    variance = few * inverse @ (scores.T @ scores) @ inverse
    return Slopes(found, np.sqrt(np.diag(variance)), len(clusters) - 1)


def judged(slope: float, error: float, free: int) -> tuple[float, float, float]:
    """Return a slope's 95% interval and the p of there being none."""
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415 - slow to load

    half = float(stdtrit(free, 0.975)) * error
    p = float(2.0 * stdtr(free, -abs(slope) / error)) if error > 0.0 else float(slope == 0.0)
    return slope - half, slope + half, p


def holm(ps: NDArray[np.float64]) -> Floats:
    """Return Holm's adjusted p-values: each times how many are not smaller, rising, at most 1."""
    order = np.argsort(ps, kind="stable")
    raised = np.maximum.accumulate(ps[order] * np.arange(len(ps), 0, -1))
    found = np.empty(len(ps))
    found[order] = np.minimum(raised, 1.0)
    return found


def _centres(values: Floats, cell: Places) -> Floats:
    """Return each row's mean over its cell (n, columns)."""
    _, place = np.unique(cell, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, values.shape[1]))
    np.add.at(sums, place, values)
    return (sums / np.bincount(place)[:, None])[place]
