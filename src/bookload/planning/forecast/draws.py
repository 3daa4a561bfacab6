"""Simulated futures: one array a quantity, a draw a row. Estimates, never added to facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError
from bookload.base.period import Month

Floats = NDArray[np.float64]
Cap = Literal["accounts", "contacts"]
"""What a person can hold so many of: a relationship cap of the policy's [capacity]."""

CAPS: tuple[Cap, ...] = ("accounts", "contacts")

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
    who are still there, `head_hours` (M, R) those of one standard ramped head. Where the accounts or contacts
    that one person can hold ask for more heads than the journey's work does, `hours` are those of these
    heads; `bound` (M, R, 2) is the share of futures in which each of `CAPS` does so, None where none ever
    does. All are estimates. Raises `UsageError` where the shapes do not fit each other.
    """

    months: tuple[Month, ...]
    segments: tuple[str, ...]
    roles: tuple[str, ...]
    accounts: Floats
    arr: Floats
    hours: Floats
    supply: Floats
    head_hours: Floats
    bound: Floats | None = None

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
            "bound": (*by_role[1:], len(CAPS)),
        }
        for name, shape in promised.items():
            given = getattr(self, name)
            if given is not None and given.shape != shape:
                raise UsageError(f"draws of {name} have shape {given.shape}, not {shape}")

    @property
    def count(self) -> int:
        """How many futures were drawn."""
        return int(self.accounts.shape[0])

    @property
    def heads(self) -> Floats:
        """The standard ramped heads that a role's hours ask for, (D, M, R); nan where a head has no hours."""
        worked = np.where(self.head_hours > 0, self.head_hours, np.nan)
        return np.asarray(self.hours / worked)

    def bound_by(self, month: int, role: int) -> tuple[Cap | None, float]:
        """Return the cap that binds in most futures, None where none does, and in what share one does."""
        share = np.zeros(len(CAPS)) if self.bound is None else self.bound[month, role]
        total = float(share.sum())
        return (CAPS[int(share.argmax())] if total else None), total


def bands(drawn: Floats) -> list[Band]:
    """Return P10, P50 and P90 over the first axis of a two-dimensional array, a band a column."""
    low, middle, high = np.quantile(drawn, (LOW, MIDDLE, HIGH), axis=0)
    return [Band(float(a), float(b), float(c)) for a, b, c in zip(low, middle, high, strict=True)]
