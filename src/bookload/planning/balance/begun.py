"""A proposal to begin a search from: what stays where it is, and the rest where there is most room."""

from __future__ import annotations

import numpy as np

from bookload.planning.balance.posed import NOBODY, Posed
from bookload.planning.balance.problem import Ints


def begun(posed: Posed) -> Ints | None:
    """Return a taker for each unit (n,) that keeps to every room; None where this plain way finds none.

    Who may keep a unit does; the others go, the largest first, to whom they leave the largest part of a room.
    """
    problem, use = posed.problem, posed.use
    room = np.array([each.room for each in problem.resources]).reshape(len(use), -1)
    chosen = posed.present.copy()
    home = problem.pair(np.where(chosen == NOBODY, 0, chosen))
    chosen[home < 0] = NOBODY
    load = np.zeros(room.shape)
    for row, each in enumerate(use):
        load[row] = np.bincount(chosen[chosen >= 0], each[chosen >= 0], room.shape[1])
    some = np.isfinite(room) & (room > 0)
    part = np.where(some, 1 / np.where(some, room, 1.0), 0.0)
    for unit in sorted(np.flatnonzero(chosen == NOBODY).tolist(), key=lambda n: -float(use[:, n].sum())):
        takers = problem.taker[problem.start[unit] : problem.start[unit + 1]]
        after = load[:, takers] + use[:, [unit]]
        free = (after <= room[:, takers]).all(axis=0)
        if not free.any():
            return None
        fullest = np.where(free, (after * part[:, takers]).max(axis=0, initial=0.0), np.inf)
        to = int(takers[np.argmin(fullest)])
        chosen[unit] = to
        load[:, to] += use[:, unit]
    return chosen if bool((load <= room).all()) else None
