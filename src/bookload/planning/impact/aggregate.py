"""Effects by group and time, summed up: one figure, by time since the start, or by group.

Groups weigh as many units as they have (Callaway and Sant'Anna 2021, section 3); that the weights are
estimated too is part of every standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from bookload.planning.impact.att import GroupTimes

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DRAWS = 999
SURE = 0.95


@dataclass(frozen=True)
class Average:
    """An average of effects, and each unit's influence on it: (N,)."""

    att: float
    influence: Floats

    @property
    def se(self) -> float:
        """The standard error, from the influence of the units: they are independent of each other."""
        return float(np.sqrt((self.influence**2).mean() / len(self.influence)))

    def interval(self, sure: float = SURE) -> tuple[float, float]:
        """Return the normal interval."""
        wide = float(norm.ppf(0.5 + sure / 2)) * self.se
        return self.att - wide, self.att + wide


def simple(found: GroupTimes) -> Average:
    """Return the average of all effects from the start on, larger groups weighing more."""
    return _weighted(found, found.time >= found.group)


def dynamic(found: GroupTimes) -> dict[int, Average]:
    """Return the average at each time since the start; negative times should be nothing."""
    since = found.time - found.group
    return {int(each): _weighted(found, since == each) for each in np.unique(since)}


def by_group(found: GroupTimes) -> tuple[Average, dict[int, Average]]:
    """Return the average over the groups, and each group's: its effects from its start on, alike."""
    groups = [int(each) for each in np.unique(found.group[found.time >= found.group])]
    each = {group: _mean(found, (found.group == group) & (found.time >= group)) for group in groups}
    att = np.array([one.att for one in each.values()])
    influence = np.column_stack([one.influence for one in each.values()])
    return _by_share(found, np.array(groups), att, influence), each


def band(averages: dict[int, Average], rng: np.random.Generator, sure: float = SURE) -> float:
    """Return how many standard errors a band of several averages takes to hold all of them at once.

    A multiplier bootstrap with Mammen's (1993) two-point weights, `DRAWS` draws from `rng`.
    """
    influence = np.column_stack([each.influence for each in averages.values()])
    se = np.array([each.se for each in averages.values()])
    root = np.sqrt(5.0)
    low = rng.random((DRAWS, len(influence))) < (root + 1) / (2 * root)
    weights = np.where(low, (1 - root) / 2, (1 + root) / 2)
    moved = np.abs(weights @ influence / len(influence))[:, se > 0] / se[se > 0]
    return max(float(np.quantile(moved.max(axis=1), sure)), float(norm.ppf(0.5 + sure / 2)))


def _mean(found: GroupTimes, used: Flags) -> Average:
    return Average(float(found.att[used].mean()), found.influence[:, used].mean(axis=1))


def _weighted(found: GroupTimes, used: Flags) -> Average:
    return _by_share(found, found.group[used], found.att[used], found.influence[:, used])


def _by_share(found: GroupTimes, groups: NDArray[np.int64], att: Floats, influence: Floats) -> Average:
    """Return the average by the groups' shares of all units, with the influence of the shares."""
    member = (found.start[:, None] == groups).astype(np.float64)
    share = member.mean(axis=0)
    total = share.sum()
    weights = share / total
    moved = (member - share) / total
    shifted = moved - moved.sum(axis=1)[:, None] * weights
    return Average(float(weights @ att), influence @ weights + shifted @ att)
