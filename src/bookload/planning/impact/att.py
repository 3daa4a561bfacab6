"""Effects by group and time: staggered starts, each start compared with units that had not started.

After Callaway and Sant'Anna (2021), "Difference-in-Differences with multiple time periods": ATT(g, t) is the
effect at t on those that started at g, measured from the last period before g. Units that started earlier
are never anybody's control, which is what two-way fixed effects get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bookload.base.errors import UsageError
from bookload.planning.impact.two_periods import WAYS, Way

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

Controls = Literal["never", "not_yet"]

NEVER = -1
"""The start of a unit that never starts."""


@dataclass(frozen=True)
class Staggered:
    """N units over T periods: `outcome` (N, T), the column that each starts in (N,), or `NEVER`.

    `covariates` (N, K), without a constant, are what each unit was before it all began.
    """

    outcome: Floats
    start: Whole
    covariates: Floats

    @property
    def groups(self) -> tuple[int, ...]:
        """The columns that units start in, and have a period before; in order."""
        return tuple(int(each) for each in np.unique(self.start[self.start > 0]))


@dataclass(frozen=True)
class GroupTimes:
    """The effects of M groups and times: `group`, `time` and `att` (M,), and `influence` (N, M).

    `start` (N,): the column that each unit starts in. Times before the start compare with the period before
    each; they should be nothing.
    """

    group: Whole
    time: Whole
    att: Floats
    influence: Floats
    start: Whole

    @property
    def se(self) -> Floats:
        """The standard error of each, (M,)."""
        return np.asarray(np.sqrt((self.influence**2).mean(axis=0) / len(self.influence)))


def group_times(seen: Staggered, *, way: Way = "doubly_robust", controls: Controls = "never") -> GroupTimes:
    """Return ATT(g, t) of every group and time; raises `UsageError` where no unit could be a control."""
    found: list[tuple[int, int, float, Floats]] = []
    for group in seen.groups:
        for time in range(1, seen.outcome.shape[1]):
            base = group - 1 if time >= group else time - 1
            treated = seen.start == group
            others = _others(seen.start, group, max(time, base), controls)
            if not others.any():
                continue
            found.append((group, time, *_one(seen, treated, others, (base, time), way)))
    if not found:
        raise UsageError("nobody is there to compare with; give units that never start, or start later")
    group_, time_, att, influence = zip(*found, strict=True)
    return GroupTimes(
        np.array(group_), np.array(time_), np.array(att), np.column_stack(influence), seen.start
    )


def _others(start: Whole, group: int, until: int, controls: Controls) -> Flags:
    never = start == NEVER
    later = (start > until) & (start != group)
    return np.asarray(never | later if controls == "not_yet" else never)


def _one(
    seen: Staggered, treated: Flags, others: Flags, between: tuple[int, int], way: Way
) -> tuple[float, Floats]:
    """Return the effect between two periods, and everybody's influence on it, of all N units."""
    used = treated | others
    change = seen.outcome[used, between[1]] - seen.outcome[used, between[0]]
    x = np.column_stack([np.ones(int(used.sum())), seen.covariates[used]])
    effect = WAYS[way](change, treated[used], x)
    influence = np.zeros(len(used))
    influence[used] = effect.influence * len(used) / used.sum()
    return effect.att, influence
