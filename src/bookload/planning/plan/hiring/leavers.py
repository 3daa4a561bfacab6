"""Hires leave too: the months that each stays are drawn, a person at a time, and never in parts.

A programme with a life drawn for every hire would be too large to solve; so the programme carries hires as
they are expected to stay, and what their leaving adds to the spread of futures is drawn for the heads of a
plan before and moved to the other side: lack + (expected - drawn). Plan and spread are made to fit in rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.plan.hiring.terms import Floats, Terms

MOST_HEADS = 4000
"""Heads a role that lives are drawn for; more hires share them in turn."""


@dataclass(frozen=True)
class Lives:
    """How many months each hire stays, (D, heads), by future and order of starting; one set a role."""

    terms: Terms
    stays: tuple[NDArray[np.int32], ...]

    def carried(self, starts: NDArray[np.int64]) -> Floats:
        """Return what the hires of a plan (M, R) carry in each future and month, (D, M, R), ramped heads."""
        months, roles = starts.shape
        ramp = self.terms.ramped(months)
        found = np.zeros((self.stays[0].shape[0], months, roles))
        for role in range(roles):
            drawn = self.stays[role]
            first = np.repeat(np.arange(months), starts[:, role])
            for head, start in enumerate(first):
                after = np.arange(months - start)
                there = drawn[:, head % drawn.shape[1], None] > after
                found[:, start:, role] += there * ramp[: months - start]
        return found


def expected(terms: Terms, starts: NDArray[np.int64]) -> Floats:
    """Return what the hires of a plan (M, R) are expected to carry, (M, R), in ramped heads."""
    months = starts.shape[0]
    profile = terms.carried(months)
    return np.array([profile[: month + 1][::-1] @ starts[: month + 1] for month in range(months)])


def lives(terms: Terms, heads: NDArray[np.int64], count: int, generator: np.random.Generator) -> Lives:
    """Return drawn lives for so many heads of each role (R,) in `count` futures.

    A hire is there in the first month, and leaves at the end of each month with the chance `terms.leaving`.
    """
    chance = float(terms.leaving)
    drawn = []
    for number in np.clip(heads, 1, MOST_HEADS):
        if chance > 0:
            stays = generator.geometric(chance, (count, int(number)))
        else:
            stays = np.full((count, int(number)), np.iinfo(np.int32).max)
        drawn.append(np.minimum(stays, np.iinfo(np.int32).max).astype(np.int32))
    return Lives(terms, tuple(drawn))
