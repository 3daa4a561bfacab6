"""The order of moves: one after the other, such that nobody is ever beyond their room on the way.

A move is done as soon as its new owner has room for it. Where none can be, some wait for one another: the
smallest group found of those is done on one day. Everybody has room for what they have at first and at
last, so an order is always found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bookload.base.errors import BookloadError
from bookload.planning.balance.problem import Floats, Ints

TRIED = 24
"""How many moves a group is begun with, to find a small one."""

SLACK = 1e-7
"""By how much sums in another order may be beyond a room, as a share of it."""


@dataclass(frozen=True)
class Walk:
    """Moves to be put in order: `giver` (-1: nobody) and `taker` (k,), what each uses (resources, k).

    `load` and `room` are the takers' (resources, m) before the first move.
    """

    giver: Ints
    taker: Ints
    use: Floats = field(repr=False)
    load: Floats = field(repr=False)
    room: Floats = field(repr=False)


def steps(walk: Walk) -> Ints:
    """Return the step of each move (k,), from 1 on; moves of one step belong to one day.

    Raises `BookloadError` where no order can be found, which a checked solution never is.
    """
    found = np.zeros(len(walk.taker), np.int64)
    load, step = walk.load.copy(), 0
    waiting = list(range(len(walk.taker)))
    while waiting:
        left = []
        for move in waiting:
            to = walk.taker[move]
            if _within(load[:, to] + walk.use[:, move], walk.room[:, to]):
                step += 1
                _do(walk, [move], load)
                found[move] = step
            else:
                left.append(move)
        if len(left) == len(waiting):
            group = _group(walk, left, load)
            step += 1
            _do(walk, group, load)
            found[group] = step
            left = [move for move in left if not found[move]]
        waiting = left
    return found


def _within(load: Floats, room: Floats) -> bool:
    return bool((load <= room + SLACK * np.maximum(1.0, np.abs(load))).all())


def _do(walk: Walk, moves: Sequence[int], load: Floats) -> None:
    for move in moves:
        load[:, walk.taker[move]] += walk.use[:, move]
        if walk.giver[move] >= 0:
            load[:, walk.giver[move]] -= walk.use[:, move]


def _group(walk: Walk, waiting: Sequence[int], load: Floats) -> list[int]:
    """Return a small group of moves that can be done together."""
    found = [_begun_with(walk, waiting, load, move) for move in waiting[:TRIED]]
    whole = [group for group in found if group is not None]
    if not whole:
        raise BookloadError("no order of moves keeps everybody within their room; report this")
    return min(whole, key=len)


def _begun_with(walk: Walk, waiting: Sequence[int], load: Floats, first: int) -> list[int] | None:
    """Return a move with those that have to go with it for everybody's room; None if there are none."""
    group, trial = [first], load.copy()
    _do(walk, group, trial)
    while True:
        takers = {int(walk.taker[move]) for move in group}
        over = sorted(each for each in takers if not _within(trial[:, each], walk.room[:, each]))
        if not over:
            return group
        given = [move for move in waiting if walk.giver[move] == over[0] and move not in group]
        if not given:
            return None
        best = min(given, key=lambda move: _strain(walk, trial, move))
        group.append(best)
        _do(walk, [best], trial)


def _strain(walk: Walk, load: Floats, move: int) -> tuple[bool, float]:
    """Return how little a move helps: whether its new owner has no room, then how small it is."""
    to = walk.taker[move]
    after = load[:, to] + walk.use[:, move]
    return not _within(after, walk.room[:, to]), -float(walk.use[:, move].sum())
