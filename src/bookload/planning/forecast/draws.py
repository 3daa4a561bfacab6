"""Simulated futures: one array a quantity, a draw a row. Estimates, never added to facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError
from bookload.base.period import Month

Floats = NDArray[np.float64]

LOW, MIDDLE, HIGH = 0.10, 0.50, 0.90
"""The quantiles that every forecast states; between the outer two lies the 80% interval."""


@dataclass(frozen=True, slots=True)
class Band:
    """P10, P50 and P90 of a simulated quantity: an estimate."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Draws:
    """D simulated futures of a company over the M months after `as_of`, S segments and R roles.

    `accounts` and `arr` (D, M, S) stand at the month's end, ARR in units of the workspace's currency a year.
    `hours` (D, M, R) is what the month asks of a role, `supply` (D, M, R) the plannable hours of the people
    who are still there, `head_hours` (M, R) those of one standard ramped head. All are estimates. Raises
    `UsageError` where the shapes do not fit each other.
    """

    months: tuple[Month, ...]
    segments: tuple[str, ...]
    roles: tuple[str, ...]
    accounts: Floats
    arr: Floats
    hours: Floats
    supply: Floats
    head_hours: Floats

    def __post_init__(self) -> None:
        """Hold the shapes to what the class promises."""
        draws, length = self.accounts.shape[0], len(self.months)
        by_segment, by_role = (draws, length, len(self.segments)), (draws, length, len(self.roles))
        promised = {
            "accounts": by_segment,
            "arr": by_segment,
            "hours": by_role,
            "supply": by_role,
            "head_hours": by_role[1:],
        }
        for name, shape in promised.items():
            if getattr(self, name).shape != shape:
                raise UsageError(f"draws of {name} have shape {getattr(self, name).shape}, not {shape}")

    @property
    def count(self) -> int:
        """How many futures were drawn."""
        return int(self.accounts.shape[0])

    @property
    def heads(self) -> Floats:
        """The standard ramped heads that a role's hours ask for, (D, M, R); nan where a head has no hours."""
        worked = np.where(self.head_hours > 0, self.head_hours, np.nan)
        return np.asarray(self.hours / worked)


def bands(drawn: Floats) -> list[Band]:
    """Return P10, P50 and P90 over the first axis of a two-dimensional array, a band a column."""
    low, middle, high = np.quantile(drawn, (LOW, MIDDLE, HIGH), axis=0)
    return [Band(float(a), float(b), float(c)) for a, b, c in zip(low, middle, high, strict=True)]
