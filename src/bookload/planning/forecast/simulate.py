"""The simulation: drawn parameters, and drawn months within each, as operations on whole arrays.

Draws are made in chunks that share one set of drawn parameters (a `World`), each small enough for a
processor's cache. Within a world, with hazards known, what is expected of the accounts that are there is
computed and not drawn; drawn are

- accounts that come in a month: Poisson; their ARR: the sum of so many gamma variables, which is gamma;
- accounts that leave, and their ARR, about what is expected: normal, with the variance and the covariance
  that the binomial ones of every age have. What left by chance would have left later at the usual rate, so
  its effect fades with the survival of those who stay;
- growth of those who stay: a month of the past for all, and a normal variable for each segment.

Sums over the months that accounts came in are matrix products along months. Accounts are not rounded, and
never below 0: for segments of a few accounts the normal approximation is rough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.base.progress import Progress
from bookload.planning.forecast.drivers import Base, Drivers, World, worlds
from bookload.planning.forecast.survival import STATES, UNKNOWN, state

Floats = NDArray[np.float64]

WORLDS = 400
"""Sets of parameters at most: enough for the outer quantiles, few enough to compute survival for each."""

MOST_LEAVE = 0.99
"""The largest share that may leave in a month."""


@dataclass(frozen=True)
class Chunk:
    """Draws `[start, start + n)` of the simulation, each array (n, M, S).

    `accounts` and `arr` at month ends; `came` in the month.
    """

    start: int
    accounts: Floats
    arr: Floats
    came: Floats


@dataclass(frozen=True)
class Kept:
    """What becomes of accounts in one world, of each segment: by count, or by ARR without growth.

    `there` (S, M): of those at the starting point. `of_new` (S, M, M): the share of those who came in a month
    (row) that is there in another (column). `noise` (S, M): the standard deviation of what leaves in a month.
    `fades` (S, M, M): the share of what left by chance in a month (row) that would still be there in another.
    """

    there: Floats
    of_new: Floats
    noise: Floats
    fades: Floats


def simulate(
    known: Drivers, steps: Floats, first: int, draws: int, chance: np.random.Generator, progress: Progress
) -> Iterator[Chunk]:
    """Yield simulated months of the lengths `steps`, the first in calendar month `first` (0: January).

    All draws together in chunks, in order. Raises `CancelledError` when told to stop.
    """
    sets = worlds(known, steps, first, min(WORLDS, draws), chance)
    edges = np.linspace(0, draws, len(sets) + 1).astype(int)
    for number, world in enumerate(sets):
        progress.step("futures drawn", int(edges[number]), draws)
        yield drawn(known, world, int(edges[number]), int(edges[number + 1] - edges[number]), chance)
    progress.step("futures drawn", draws, draws)


def drawn(known: Drivers, world: World, start: int, count: int, chance: np.random.Generator) -> Chunk:
    """Return `count` draws within one world."""
    shape = (len(world.rate), count, world.rate.shape[1])
    accounts = kept(world, counted(known.base))
    money = kept(world, paid(known.base, world, known.churn.worth))
    came = chance.poisson(np.broadcast_to(world.rate[:, None, :], shape)).astype(np.float64)
    brought = chance.standard_gamma(came * world.shape[:, None, None])
    brought *= (world.size / world.shape)[:, None, None]
    left, other = chance.standard_normal(shape), chance.standard_normal(shape)
    together = _together(known.base)[:, None, None]
    other *= np.sqrt(1 - together**2)
    other += together * left
    scale = grown(known, world, shape, chance)
    stood = _carried(came, left, accounts)
    held = _carried(np.divide(brought, scale, out=brought), other, money)
    held *= scale
    np.maximum(held, 0.0, out=held)
    return Chunk(start, *(np.moveaxis(each, 0, 2) for each in (stood, held, came)))


def _carried(came: Floats, chance: Floats, each: Kept) -> Floats:
    """Return what is there (S, n, M) of the starting point and of what came, less what left by chance."""
    chance *= each.noise[:, None, :]
    found = came @ each.of_new
    found -= chance @ each.fades
    found += each.there[:, None, :]
    return np.maximum(found, 0.0, out=found)


def grown(known: Drivers, world: World, shape: tuple[int, int, int], chance: np.random.Generator) -> Floats:
    """Return what an ARR of 1 that stays has become by each month, (S, n, M)."""
    _, count, months = shape
    found = chance.standard_normal(shape)
    found *= known.growth.own[:, None, None]
    found += 1.0 + world.growth[:, None, :]
    if len(known.growth.months):
        found += known.growth.months[chance.integers(0, len(known.growth.months), size=(count, months))]
    np.maximum(found, 0.05, out=found)
    return np.cumprod(found, axis=2, out=found)


@dataclass(frozen=True)
class Worth:
    """What is counted of accounts: 1 each, or their ARR. All by segment.

    `base` and `squared` (S, STATES): the sums of it, and of its square, over those at the starting point;
    `mean` and `square` (S,): of one that comes. `leaves`: what one who leaves has over what a mean one has.
    """

    base: Floats
    squared: Floats
    mean: Floats
    square: Floats
    leaves: float


def counted(base: Base) -> Worth:
    """Return what counts each account as 1."""
    one = np.ones(len(base.accounts))
    return Worth(base.accounts, base.accounts, one, one, 1.0)


def paid(base: Base, world: World, leaves: float) -> Worth:
    """Return what counts each account by its ARR."""
    square = world.size**2 * (1 + 1 / world.shape)
    return Worth(base.arr, base.squared, world.size, square, leaves)


def kept(world: World, worth: Worth) -> Kept:
    """Return what becomes of accounts in one world, by what is counted of them."""
    months = len(world.churn)
    reached, young = _indices(months)
    column = np.arange(months)
    leave = world.hazard[:, :, None] * (world.churn * worth.leaves)
    stay = 1.0 - np.minimum(leave, MOST_LEAVE, out=leave)
    of_base = stay[:, reached, column]
    alive = np.cumprod(of_base, axis=2)
    there = (worth.base[:, None, :] @ alive)[:, 0]
    np.multiply(alive, 1.0 - of_base, out=alive)  # what leaves is before x (1 - stay), its variance x stay
    variance = (worth.squared[:, None, :] @ alive)[:, 0]
    since = column >= column[:, None]
    of_new = np.cumprod(np.where(column > column[:, None], stay[:, young, column], 1.0), axis=2) * since
    joined = ((world.rate * worth.mean[:, None])[:, None, :] @ of_new)[:, 0]
    risk = np.where(column > column[:, None], 1.0 - stay[:, young, column], 0.0)
    variance += ((world.rate * worth.square[:, None])[:, None, :] @ (of_new * risk))[:, 0]
    return Kept(there, of_new, np.sqrt(variance), _fades(world, worth, there + joined, since))


def _fades(world: World, worth: Worth, total: Floats, since: NDArray[np.bool_]) -> Floats:
    """Return how what left by chance fades: as those who are there do, all ages together."""
    before = np.concatenate([worth.base.sum(axis=1)[:, None], total[:, :-1]], axis=1)
    old = total - world.rate * worth.mean[:, None]
    stay = np.divide(old, before, out=np.ones_like(old), where=before > 0)
    months = total.shape[1]
    later = np.arange(months) > np.arange(months)[:, None]
    return np.asarray(np.cumprod(np.where(later, np.clip(stay, 0, 1)[:, None, :], 1.0), axis=2) * since)


def _together(base: Base) -> Floats:
    """Return the correlation of the accounts and the ARR that leave by chance, by segment."""
    accounts, arr, squared = (each.sum(axis=1) for each in (base.accounts, base.arr, base.squared))
    most = np.sqrt(accounts * squared)
    return np.divide(arr, most, out=np.zeros_like(arr), where=most > 0).clip(0.0, 1.0)


def _indices(months: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the state reached in each month: by state now (STATES, M), and by month come (M, M)."""
    ages = np.arange(STATES)[:, None] + np.arange(1, months + 1)
    reached = state(ages)
    reached[UNKNOWN] = UNKNOWN
    lag = np.arange(months) - np.arange(months)[:, None]
    return reached, np.where(lag > 0, reached[0][np.maximum(lag - 1, 0)], 0)
