"""What becomes of accounts once hazards are known: expected, and how far chance spreads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.forecast.drivers import Base, World
from bookload.planning.forecast.survival import STATES, UNKNOWN, state

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

MOST_LEAVE = 0.99
"""The largest share that may leave in a month."""

LEAST_STAY = 1e-4
"""The smallest share that stays in a month, where the effect of chance fades."""


@dataclass(frozen=True)
class Worth:
    """What is counted of accounts: 1 each, or their ARR. W worlds, S segments.

    `base` and `squared` (S, STATES): the sums of it, and of its square, over those at the starting point;
    `mean` and `square` (W, S): of one that comes. `leaves`: what one who leaves has over what a mean one has.
    """

    base: Floats
    squared: Floats
    mean: Floats
    square: Floats
    leaves: float


@dataclass(frozen=True)
class Kept:
    """What is there in M months of each of W worlds, by segment.

    `there` (W, S, M): of those at the starting point; `joined` (W, S, M): of those expected to come.
    `of_new` (W, S, M, M): of those who came in a month (column) the share that is there in another (row).
    `noise` (W, S, M): the standard deviation of what leaves in a month. `fades` (W, S, M): what is left by
    then of what left by chance before the first, as the usual rate would have taken it anyway.
    """

    there: Floats
    joined: Floats
    of_new: Floats
    noise: Floats
    fades: Floats


def counted(base: Base, world: World) -> Worth:
    """Return what counts each account as 1."""
    one = np.ones(world.size.shape)
    return Worth(base.accounts, base.accounts, one, one, 1.0)


def paid(base: Base, world: World, leaves: float) -> Worth:
    """Return what counts each account by its ARR."""
    return Worth(base.arr, base.squared, world.size, world.size**2 * (1 + 1 / world.shape), leaves)


def kept(world: World, worth: Worth) -> Kept:
    """Return what becomes of accounts in some worlds, by what is counted of them.

    Month by month: who stays of those of each state at the starting point, and of those who came in each
    month before; what leaves has the variance of as many trials, share x (1 - share).
    """
    count, segments, months = world.rate.shape
    reached, young = states_reached(months)
    hazard = world.hazard * worth.leaves
    alive = np.ones((count, segments, STATES))
    since = np.zeros((count, segments, months))
    there, joined, variance = np.zeros((3, count, segments, months))
    of_new = np.zeros((count, segments, months, months))
    came, spread = world.rate * worth.mean[:, :, None], world.rate * worth.square[:, :, None]
    for month in range(months):
        leave = np.minimum(hazard * world.churn[:, month, None, None], MOST_LEAVE)
        goes = leave[:, :, reached[:, month]]
        alive *= 1.0 - goes
        there[:, :, month] = np.einsum("wsa,sa->ws", alive, worth.base)
        goes *= alive
        variance[:, :, month] = np.einsum("wsa,sa->ws", goes, worth.squared)
        if month:
            earlier = leave[:, :, young[:month, month]]
            since[:, :, :month] *= 1.0 - earlier
            variance[:, :, month] += (spread[:, :, :month] * since[:, :, :month] * earlier).sum(axis=2)
        since[:, :, month] = 1.0
        of_new[:, :, month] = since
        joined[:, :, month] = np.einsum("wsm,wsm->ws", since, came)
    return Kept(there, joined, of_new, np.sqrt(variance), _fades(worth, there + joined, came))


def _fades(worth: Worth, total: Floats, came: Floats) -> Floats:
    """Return how what left by chance fades: as those who are there do, all ages together."""
    first = np.broadcast_to(worth.base.sum(axis=1)[:, None], total[:, :, :1].shape)
    before = np.concatenate([first, total[:, :, :-1]], axis=2)
    stay = np.divide(total - came, before, out=np.ones_like(total), where=before > 0)
    return np.asarray(np.cumprod(np.clip(stay, LEAST_STAY, 1.0), axis=2))


def states_reached(months: int) -> tuple[Whole, Whole]:
    """Return the state reached in each month: by state now (STATES, M), and by month come (M, M)."""
    reached = state(np.arange(STATES)[:, None] + np.arange(1, months + 1))
    reached[UNKNOWN] = UNKNOWN
    lag = np.arange(months) - np.arange(months)[:, None]
    return reached, np.where(lag > 0, reached[0][np.maximum(lag - 1, 0)], 0)


def together(base: Base) -> Floats:
    """Return the correlation of the accounts and the ARR that leave by chance, by segment."""
    accounts, arr, squared = (each.sum(axis=1) for each in (base.accounts, base.arr, base.squared))
    most = np.sqrt(accounts * squared)
    return np.asarray(np.divide(arr, most, out=np.zeros_like(arr), where=most > 0).clip(0.0, 1.0))
