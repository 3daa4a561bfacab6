"""How hires do in futures that they were not fitted on: the chance of cover, what is short, what is idle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bookload.planning.plan.hiring.leavers import Lives
from bookload.planning.plan.hiring.terms import Floats

Starts = NDArray[np.int64]

ENOUGH = 1e-9
"""Heads that may be lacking to a number's last digits where there is just enough."""


@dataclass(frozen=True)
class Futures:
    """What is lacking in each future and month (D, M, R), in ramped heads, and the lives of those hired."""

    lack: Floats
    lives: Lives


@dataclass(frozen=True)
class Outcome:
    """How hires do, all estimates over futures: chances by month and role (M, R), of all roles by month (M,).

    `whole` is the chance that every role is covered in every month from the first that a hire can reach all
    in; None where there is none. `short` and `idle` (M, R) are mean heads that are lacking, and that hires
    carry beyond what is asked; nobody's backlog is carried into the next month.
    """

    starts: Starts
    chance: Floats
    together: Floats
    whole: float | None
    short: Floats
    idle: Floats


def outcome(starts: Starts, futures: Futures, first: int) -> Outcome:
    """Return how hires (M, R) do; `first` is the first month that a hire can reach every role in."""
    carried = futures.lives.carried(starts)
    left = futures.lack - carried
    covered = left <= ENOUGH
    months = starts.shape[0]
    return Outcome(
        starts=starts,
        chance=covered.mean(axis=0),
        together=covered.all(axis=2).mean(axis=0),
        whole=float(covered[:, first:].all(axis=(1, 2)).mean()) if first < months else None,
        short=np.maximum(left, 0.0).mean(axis=0),
        idle=np.minimum(np.maximum(-left, 0.0), carried).mean(axis=0),
    )
