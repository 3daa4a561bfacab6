"""Who carries what, as a problem: each unit of accounts goes to one of the takers that are eligible for it.

minimise    sum of the cost of the pairs chosen
          + sum over resources and takers of weight * max(0, |load - aim| - band)
subject to  one_taker   each unit has exactly one taker, of those that are eligible for it
            room        the load of each resource on a taker <= its room

load = the sum of `use` over the pairs chosen of a taker. A resource without a goal has weight 0; one
without a limit has infinite room. Generalised assignment is the case of one resource with room and no goal.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNLIMITED = float("inf")


@dataclass(frozen=True)
class Resource:
    """What pairs use of takers: hours, accounts, ARR (p pairs, m takers; all in the resource's own unit).

    Shapes: `use` (p,), at least 0; `room`, `aim`, `band`, `weight` (m,). `weight` is the cost of one unit
    of load beyond the band around the aim, on either side.
    """

    name: str
    use: Floats = field(repr=False)
    room: Floats = field(repr=False)
    aim: Floats = field(repr=False)
    band: Floats = field(repr=False)
    weight: Floats = field(repr=False)


@dataclass(frozen=True)
class Problem:
    """The pairs that may be, by unit: pair p of unit u has `start[u]` <= p < `start[u + 1]`.

    Shapes: n units, m takers, p pairs: `units` (n,), `takers` (m,), `start` (n + 1,), `taker` (p,)
    ascending within a unit, `cost` (p,). Names are shown in conflicts alone.
    """

    units: tuple[str, ...] = field(repr=False)
    takers: tuple[str, ...] = field(repr=False)
    start: Ints = field(repr=False)
    taker: Ints = field(repr=False)
    cost: Floats = field(repr=False)
    resources: tuple[Resource, ...]

    @property
    def unit(self) -> Ints:
        """The unit of each pair (p,)."""
        return np.repeat(np.arange(len(self.units)), np.diff(self.start))

    def by_taker(self) -> tuple[Ints, Ints]:
        """Return the pairs ordered by taker (p,), and where each taker's begin (m + 1,)."""
        number = np.bincount(self.taker, minlength=len(self.takers))
        return np.argsort(self.taker, kind="stable"), np.concatenate([[0], np.cumsum(number)])

    def pair(self, chosen: Ints) -> Ints:
        """Return the pair of each unit for its chosen taker (n,), -1 where that is not eligible."""
        found = np.full(len(self.units), -1, dtype=np.int64)
        unit = self.unit
        here = np.flatnonzero(self.taker == chosen[unit])
        found[unit[here]] = here
        return found

    def loads(self, pairs: Ints) -> Floats:
        """Return the load of each resource on each taker (resources, m), of one pair a unit (n,)."""
        takers = self.taker[pairs]
        return np.array(
            [np.bincount(takers, each.use[pairs], minlength=len(self.takers)) for each in self.resources]
        ).reshape(len(self.resources), len(self.takers))
