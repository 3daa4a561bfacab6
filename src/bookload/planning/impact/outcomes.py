"""What is compared: each row's MRR after its start, before it, and its movements, as shares of its base."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bookload.planning.impact.past import Past
from bookload.planning.impact.study import Study

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def after(past: Past, rows: Study) -> Floats:
    """Return the mean MRR of the months from the start on, less the base. (N,)."""
    return np.asarray(_mean(past.mrr, past, rows) / rows.base - 1.0)


def movements(past: Past, rows: Study) -> dict[str, Floats]:
    """Return how much of `after` each movement makes up: a month's counts for the months that it lasts.

    They add up to `after` for every row: mean MRR less base is the mean of the sums of movements so far.
    """
    return {
        kind: _mean(_so_far(moved, rows), past, rows, own=True) / rows.base
        for kind, moved in past.moved.items()
    }


def lost(past: Past, rows: Study) -> Floats:
    """Return 1 for rows that pay nothing at the end of the months that are looked at. (N,)."""
    last = past.mrr[rows.account, rows.start + rows.after - 1]
    return np.asarray(last <= 0, dtype=np.float64)


def at(past: Past, rows: Study, since: int) -> tuple[Flags, Floats]:
    """Return which rows have a month so long after their start (before it: negative), and its MRR less base.

    Before the start only accounts that were live then say anything.
    """
    column = rows.start + since
    inside = (column >= 0) & (column < len(past.months)) & (since < rows.after)
    worth = past.mrr[rows.account, np.clip(column, 0, len(past.months) - 1)]
    known = inside & ((worth > 0) | (since >= 0))
    return known, np.asarray(worth / rows.base - 1.0)


def _so_far(moved: Floats, rows: Study) -> Floats:
    """Return the sums of a movement from each row's start on, (N, T)."""
    every = np.cumsum(moved, axis=1)
    return np.asarray(every[rows.account] - every[rows.account, rows.start - 1][:, None])


def _mean(values: Floats, past: Past, rows: Study, *, own: bool = False) -> Floats:
    """Return the mean of (A, T), or of each row's `own` (N, T), over the months after each start."""
    columns = np.arange(len(past.months))
    seen = (columns >= rows.start[:, None]) & (columns < (rows.start + rows.after)[:, None])
    of_row = values if own else values[rows.account]
    return np.asarray((of_row * seen).sum(axis=1) / rows.after)
