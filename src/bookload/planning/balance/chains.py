"""Chains of exchanges, compiled: a unit goes to another taker, one of that taker's goes on, and so forth.

Thompson and Psaraftis (1993) call them cyclic transfers, Ahuja and others (2001) a very large neighbourhood.
A chain touches each taker at most once, so what it changes is the sum of what it changes at each; and of a
chain that gains, some taker is the first from which all sums so far gain (Lin and Kernighan 1973). So chains
are looked for in depth, and left as soon as what they changed so far is above what may be lost.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bookload.planning.balance.problem import Floats, Ints

DEEPEST = 5
"""Units that a chain moves, at most."""

MOST = 300
"""Units that are tried in a chain's search before it is given up."""

CHARGED = 0.003
"""What exceeds a room at all costs as much as such a share of it more, or its last crumb would stay."""

CHOICE = 2
NONE = -1
SLIGHT = 1e-9
"""A share by which sums may differ that were rounded otherwise."""


class Ground(NamedTuple):
    """What a search goes over: the pairs of units (n) by `start` (n + 1,), cheapest first.

    `taker` (c,), `cost` (c,) at prices, above the unit's cheapest, `use` (c, resources); `goal`
    (m, resources, 7): aim, band, weight, room, what load beyond room costs, price, and the least that any
    load costs.
    """

    start: Ints
    taker: Ints
    cost: Floats
    use: Floats
    goal: Floats


class State(NamedTuple):
    """Who has what: each unit's pair `at` (n,), each taker's `load` (m, resources), and what that costs.

    The cost, `own` (m,), is that above the least that any load of the taker would cost.
    `held` (m, most), `number` (m,) and `place` (n,) say which units a taker has. All are changed in place.
    """

    at: Ints
    load: Floats
    own: Floats
    held: Ints
    number: Ints
    place: Ints


class Chain(NamedTuple):
    """Units of a chain and the pairs that they get, `unit` and `to` (DEEPEST,), and room to look in."""

    unit: Ints
    to: Ints
    by: Ints
    upto: Ints
    turn: Ints
    lost: Floats


@njit(cache=True, inline="always")
def _own(ground: Ground, load: Floats, taker: int, plus: int, minus: int) -> float:
    """Return what a taker's loads cost above the least, with a pair more and one less (NONE: without)."""
    found = 0.0
    goal, use = ground.goal, ground.use
    for resource in range(goal.shape[1]):
        of = goal[taker, resource]
        amount = load[taker, resource]
        if plus >= 0:
            amount += use[plus, resource]
        if minus >= 0:
            amount -= use[minus, resource]
        off = abs(amount - of[0]) - of[1]
        if off > 0:
            found += of[2] * off
        over = amount - of[3]
        if over > SLIGHT * of[3]:
            found += of[4] * (over + CHARGED * of[3])
        found -= of[5] * amount + of[6]
    return found


@njit(cache=True, inline="always")
def below(dice: NDArray[np.uint64], most: int) -> int:
    """Return a number from 0 on below `most`, by xorshift64* (Vigna 2016)."""
    state = dice[0]
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    dice[0] = state
    high = (state * np.uint64(2685821657736338717)) >> np.uint64(33)
    return int((high * np.uint64(most)) >> np.uint64(31))


@njit(cache=True)
def _look(  # noqa: C901, PLR0912, PLR0915 - loops in loops are what is compiled
    ground: Ground, state: State, chain: Chain, first: int, may: float, dice: NDArray[np.uint64]
) -> tuple[int, float]:
    """Look for a chain from a unit that changes the cost by less than `may`: its length and its change."""
    start, taker, cost = ground.start, ground.taker, ground.cost
    at, load, own, held, count = state.at, state.load, state.own, state.held, state.number
    unit, to, by, upto, turn, lost = chain.unit, chain.to, chain.by, chain.upto, chain.turn, chain.lost
    origin, left = taker[at[first]], at[first]
    loss = _own(ground, load, origin, NONE, left) - own[origin] - cost[left]
    limit = may - min(0.0, loss)
    depth, tried = 0, 0
    unit[0], lost[0], by[0], upto[0] = first, 0.0, 0, NONE
    turn[0] = below(dice, start[first + 1] - start[first])
    while depth >= 0:
        one = unit[depth]
        width = start[one + 1] - start[one]
        if by[depth] == width:
            depth -= 1
            continue
        pair = start[one] + (by[depth] + turn[depth]) % width
        target = taker[pair]
        if upto[depth] == NONE:
            met = target == taker[at[one]]
            for earlier in range(1, depth):
                met = met or taker[at[unit[earlier]]] == target
            if met:
                by[depth] += 1
                continue
            to[depth] = pair
            if target == origin:
                # Back where it began: the first unit's place is taken.
                change = lost[depth] + cost[pair] - cost[left]
                change += _own(ground, load, origin, pair, left) - own[origin]
            else:
                change = lost[depth] + cost[pair] + loss - own[target]
                if change < may:
                    change += _own(ground, load, target, pair, NONE)
            if change < may and (target == origin or count[target] < held.shape[1]):
                return depth + 1, change
            if target == origin or depth + 1 == len(unit):
                by[depth] += 1
                continue
            upto[depth] = 0
        base = lost[depth] + cost[pair] - own[target]
        pushed, change = NONE, 0.0
        for place in range(upto[depth], count[target]):
            given = at[held[target, place]]
            change = base - cost[given]
            if change < limit:
                change += _own(ground, load, target, pair, given)
            if change < limit:
                pushed = held[target, place]
                upto[depth] = place + 1
                break
        if pushed == NONE:
            by[depth] += 1
            upto[depth] = NONE
            continue
        tried += 1
        if tried > MOST:
            break
        depth += 1
        unit[depth], lost[depth], by[depth], upto[depth] = pushed, change, 0, NONE
        turn[depth] = below(dice, start[pushed + 1] - start[pushed])
    return 0, 0.0


@njit(cache=True, inline="always")
def _put(ground: Ground, state: State, unit: int, pair: int) -> None:
    """Give a unit to the taker of a pair."""
    taker, use = ground.taker, ground.use
    at, load, held, count, place = state.at, state.load, state.held, state.number, state.place
    source, target = taker[at[unit]], taker[pair]
    for resource in range(use.shape[1]):
        load[source, resource] -= use[at[unit], resource]
        load[target, resource] += use[pair, resource]
    last = held[source, count[source] - 1]
    held[source, place[unit]] = last
    place[last] = place[unit]
    count[source] -= 1
    held[target, count[target]] = unit
    place[unit] = count[target]
    count[target] += 1
    at[unit] = pair


@njit(cache=True, inline="always")
def _over(ground: Ground, load: Floats, taker: int) -> int:
    """Return of how many resources a taker's room is exceeded."""
    found = 0
    for resource in range(load.shape[1]):
        if load[taker, resource] > ground.goal[taker, resource, 3] * (1 + SLIGHT):
            found += 1
    return found


@njit(cache=True, inline="always")
def _follow(ground: Ground, state: State, chain: Chain, length: int) -> int:
    """Do what a chain says; return of how many more rooms are exceeded."""
    unit, to = chain.unit, chain.to
    origin = ground.taker[state.at[unit[0]]]
    over = -_over(ground, state.load, origin)
    for n in range(length):
        if ground.taker[to[n]] != origin:
            over -= _over(ground, state.load, ground.taker[to[n]])
    for n in range(length):
        _put(ground, state, unit[n], to[n])
    over += _over(ground, state.load, origin)
    state.own[origin] = _own(ground, state.load, origin, NONE, NONE)
    for n in range(length):
        target = ground.taker[to[n]]
        if target != origin:
            over += _over(ground, state.load, target)
            state.own[target] = _own(ground, state.load, target, NONE, NONE)
    return over


@njit(cache=True, inline="always")
def _summed(ground: Ground, state: State) -> tuple[float, int]:
    """Return what the state costs above the least, and of how many resources a room is exceeded."""
    over, cost = 0, 0.0
    for taker in range(len(state.own)):
        state.own[taker] = _own(ground, state.load, taker, NONE, NONE)
        cost += state.own[taker]
        over += _over(ground, state.load, taker)
    for unit in range(len(state.at)):
        cost += ground.cost[state.at[unit]]
    return cost, over


@njit(cache=True, nogil=True)
def search(  # noqa: PLR0913, PLR0917 - arrays, as a compiled loop takes them
    ground: Ground,
    state: State,
    best: Ints,
    found: Floats,
    dice: NDArray[np.uint64],
    heat: float,
    tries: int,
) -> int:
    """Look for chains from units by chance, for the worse as far as a temperature lets them.

    Returns how many were found and done. `found` (1,) is what the `best` (n,) that exceeded no room costs
    above the least; both and `dice` (1,) are changed in place.
    """
    room = np.empty((4, DEEPEST), np.int64)
    chain = Chain(np.empty(DEEPEST, np.int64), room[0], room[1], room[2], room[3], np.empty(DEEPEST))
    cost, over = _summed(ground, state)
    hits, better = 0, False
    for _ in range(tries if len(state.at) else 0):
        if over == 0 and cost < found[0] - SLIGHT * (1 + cost):
            found[0], better = cost, True
        unit = below(dice, len(state.at))
        if ground.start[unit + 1] - ground.start[unit] < CHOICE:
            continue
        may = -SLIGHT * (1 + cost)
        if heat > 0:
            may -= heat * math.log((below(dice, 1 << 30) + 1) / (1 << 30))
        length, change = _look(ground, state, chain, unit, may, dice)
        if length:
            if better:
                best[:], better = state.at, False
            over += _follow(ground, state, chain, length)
            cost += change
            hits += 1
    if over == 0 and cost < found[0] - SLIGHT * (1 + cost):
        found[0], better = cost, True
    if better:
        best[:] = state.at
    return hits
