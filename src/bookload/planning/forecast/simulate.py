"""The simulation: drawn parameters, and drawn months within each, as operations on whole arrays.

Each draw has a set of drawn parameters of its own (a world), so that draws tell as much as their number says.
Only many draws of many segments, where survival for each would take longer than the promise allows, share
worlds in chunks: their means are the same, but they tell less, about as much as there are worlds.
Within a world, with hazards known, what is expected of the accounts that are there is computed and not
drawn; drawn are

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
from bookload.planning.forecast.drivers import Drivers, World, worlds
from bookload.planning.forecast.kept import Kept, counted, kept, paid, together

Floats = NDArray[np.float64]

OWN = 1_000
"""Draws up to which each has a world of its own, whatever it takes: a plan is fitted on so many."""

SHARED = 250
"""Worlds that more draws of many segments share: enough for the outer quantiles."""

PLACES = SHARED * 50 * 36
"""Worlds x segments x months that survival may be computed for, beyond these: those of the speed promised."""

BLOCK = 400
"""Worlds x segments that survival is computed for at once: what a processor's cache holds."""

LEAST_GROWN = 0.05
"""What is left at least, after a month of contraction, of ARR that stays."""


@dataclass(frozen=True)
class Chunk:
    """Draws `[start, start + n)` of the simulation, each array (n, M, S).

    `accounts` and `arr` at month ends; `came` in the month.
    """

    start: int
    accounts: Floats
    arr: Floats
    came: Floats


def simulate(
    known: Drivers, steps: Floats, first: int, draws: int, chance: np.random.Generator, progress: Progress
) -> Iterator[Chunk]:
    """Yield simulated months of the lengths `steps`, the first in calendar month `first` (0: January).

    All draws together in chunks, in order. Raises `CancelledError` when told to stop.
    """
    count = worlds_of(draws, len(known.segments), len(steps))
    every = worlds(known, steps, first, count, chance)
    edges = np.linspace(0, draws, count + 1).astype(int)
    at_once = max(1, BLOCK // len(known.segments))
    for block in range(0, count, at_once):
        progress.step("futures drawn", int(edges[block]), draws)
        part = every.part(block, block + at_once)
        accounts = kept(part, counted(known.base, part))
        money = kept(part, paid(known.base, part, known.churn.worth))
        for number in range(len(part.rate)):
            start, end = edges[block + number], edges[block + number + 1]
            yield Chunk(int(start), *_drawn(known, part, number, (accounts, money), int(end - start), chance))
    progress.step("futures drawn", draws, draws)


def worlds_of(draws: int, segments: int, months: int) -> int:
    """Return how many sets of parameters so many draws have: one each where the speed promised allows it."""
    if draws <= OWN:
        return draws
    return min(draws, max(SHARED, PLACES // max(segments * months, 1)))


def _drawn(
    known: Drivers,
    part: World,
    number: int,
    both: tuple[Kept, Kept],
    count: int,
    chance: np.random.Generator,
) -> tuple[Floats, Floats, Floats]:
    """Return accounts, ARR and arrivals (count, M, S) of draws within one world."""
    rate, shape = part.rate[number], part.shape[:, None, None]
    size = (len(rate), count, rate.shape[1])
    came = chance.poisson(np.broadcast_to(rate[:, None, :], size)).astype(np.float64)
    brought = chance.standard_gamma(came * shape)
    brought *= part.size[number][:, None, None] / shape
    left, other = chance.standard_normal(size), chance.standard_normal(size)
    same = together(known.base)[:, None, None]
    other *= np.sqrt(1 - same**2)
    other += same * left
    scale = _grown(known, part.growth[number], size, chance)
    brought /= scale
    stood = _carried(came, left, both[0], number)
    held = _carried(brought, other, both[1], number)
    held *= scale
    return np.moveaxis(stood, 0, 2), np.moveaxis(held, 0, 2), np.moveaxis(came, 0, 2)


def _carried(came: Floats, left: Floats, each: Kept, number: int) -> Floats:
    """Return what is there (S, n, M) of the starting point and of what came, less what left by chance."""
    fades = each.fades[number][:, None, :]
    left *= each.noise[number][:, None, :] / fades
    np.cumsum(left, axis=2, out=left)
    left *= fades
    found = came @ each.of_new[number].swapaxes(1, 2)
    found -= left
    found += each.there[number][:, None, :]
    return np.asarray(np.maximum(found, 0.0, out=found))


def _grown(known: Drivers, mean: Floats, size: tuple[int, int, int], chance: np.random.Generator) -> Floats:
    """Return what an ARR of 1 that stays has become by each month, (S, n, M)."""
    _, count, months = size
    found = chance.standard_normal(size)
    found *= known.growth.own[:, None, None]
    found += 1.0 + mean[:, None, :]
    past = known.growth.months
    if len(past):
        found += past[chance.integers(0, len(past), size=(count, months))]
    np.maximum(found, LEAST_GROWN, out=found)
    return np.asarray(np.cumprod(found, axis=2, out=found))
