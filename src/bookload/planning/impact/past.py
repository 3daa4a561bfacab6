"""What accounts paid at each month end, and when an intervention began on each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.planning.impact.att import NEVER

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

KINDS = ("expansion", "contraction", "churn", "paused", "returned")
"""The movements that a change of an account's MRR is made of; they add up to it."""


@dataclass(frozen=True)
class Past:
    """A accounts over T whole months: `mrr` (A, T) at month ends, 0 where not live, in today's rates.

    `age` (A, T): months since it came; `segment` (A, T): the number of its segment in `segments`.
    `paused` (A, T): where it paid nothing and was paused. `families` (A,): the number of the family of each,
    of accounts that one parent decides for; None where each is its own.
    """

    accounts: tuple[str, ...]
    months: tuple[Month, ...]
    segments: tuple[str, ...]
    mrr: Floats
    age: Whole
    segment: Whole
    paused: Flags
    families: Whole | None = None

    @property
    def family(self) -> Whole:
        """The number of each account's family, below A: (A,)."""
        return np.arange(len(self.accounts)) if self.families is None else self.families

    @cached_property
    def moved(self) -> dict[str, Floats]:
        """What each account's MRR changed by in each month, by movement: (A, T) each, 0 in the first.

        An account that pays again, after a pause or after having left, is `returned`.
        """
        before = np.hstack([self.mrr[:, :1], self.mrr[:, :-1]])
        change, was, is_ = self.mrr - before, before > 0, self.mrr > 0
        places = {
            "expansion": was & is_ & (change > 0),
            "contraction": was & is_ & (change < 0),
            "churn": was & ~is_ & ~self.paused,
            "paused": was & ~is_ & self.paused,
            "returned": ~was & is_,
        }
        return {kind: np.where(places[kind], change, 0.0) for kind in KINDS}


@dataclass(frozen=True)
class Intervention:
    """What was done to some accounts: `start` (A,), the column of the month that it began in, or `NEVER`.

    `outside`: accounts that it names and that were not live at the end of the month before and on that day.
    `gone`: pairs of account and column of those who left between the two, and so could not be reached in it.
    """

    intervention_id: str
    name: str
    kind: str
    start: Whole
    outside: int = 0
    gone: frozenset[tuple[int, int]] = frozenset()

    @property
    def reached(self) -> int:
        """How many accounts it reached."""
        return int((self.start != NEVER).sum()) + self.outside
