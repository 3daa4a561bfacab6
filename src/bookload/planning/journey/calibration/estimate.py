"""An estimate of mean minutes: its P10, mode and P90, and its 95% interval; a float, and never a fact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

P90 = 1.2815515655446004
P975 = 1.959963984540054


class Band(NamedTuple):
    """Minutes as the journey has them: low, likely, high."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Mean minutes whose logarithm is believed normal, with a mean (minus infinity for 0) and a deviation."""

    log_mean: float
    deviation: float

    @property
    def band(self) -> Band:
        """P10, mode and P90: exp(m - 1.28 s), exp(m - s^2), exp(m + 1.28 s).

        From s = 1.28 on the mode would lie below P10, and P10 stands for it: nothing is known by then.
        """
        mean, deviation = self.log_mean, self.deviation
        return Band(
            math.exp(mean - P90 * deviation),
            math.exp(mean - deviation * min(deviation, P90)),
            math.exp(mean + P90 * deviation),
        )

    @property
    def lower(self) -> float:
        """The lower end of the 95% interval."""
        return math.exp(self.log_mean - P975 * self.deviation)

    @property
    def upper(self) -> float:
        """The upper end of the 95% interval."""
        return math.exp(self.log_mean + P975 * self.deviation)

    def less(self, minutes: float) -> Band:
        """Return the band with so many minutes taken off all three, none below 0."""
        low, likely, high = (max(0.0, each - minutes) for each in self.band)
        return Band(low, likely, high)


NO_MINUTES = Estimate(-math.inf, 0.0)
"""The estimate of what never took any time."""
