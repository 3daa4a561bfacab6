"""A part of a proposal: the moves that people accept, the books that follow, an order without overload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bookload.base.errors import BookloadError, UsageError
from bookload.planning.balance.books import Book, BookChange
from bookload.planning.balance.company import Company
from bookload.planning.balance.posed import NOBODY, Posed
from bookload.planning.balance.problem import Floats
from bookload.planning.balance.proposal import Move, Proposal
from bookload.planning.balance.steps import SLACK, Walk, steps
from bookload.planning.balance.verified import Carried, verify_steps


@dataclass(frozen=True, slots=True)
class Together:
    """Moves that are accepted together or not at all: their places among the moves, and what they use.

    `from_id` "" is nobody, or somebody who leaves. `uses` are of `Choices.limits`, in their order.
    """

    moves: tuple[int, ...]
    from_id: str
    to_id: str
    uses: tuple[float, ...]


@dataclass(frozen=True)
class Choices:
    """A proposal's moves to be chosen from, and what everybody has and has room for, by limit.

    `loads` are before the first move; a room of None is no limit. `books` are those of the whole proposal.
    """

    as_of: date
    moves: tuple[Move, ...]
    books: tuple[BookChange, ...]
    limits: tuple[str, ...]
    loads: Mapping[str, tuple[float, ...]]
    rooms: Mapping[str, tuple[float | None, ...]]
    groups: tuple[Together, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """Somebody who would have more of a limit than they have room for."""

    owner_id: str
    limit: str
    has: float
    room: float


@dataclass(frozen=True)
class Accepted:
    """What follows from the moves that are accepted: in their order, with the books that they lead to.

    Where somebody is `over` a limit at the end, there is no order that overloads nobody: each step is 0.
    """

    as_of: date
    moves: tuple[Move, ...]
    books: tuple[BookChange, ...]
    over: tuple[Over, ...]


def choices(of: Company, found: Proposal) -> Choices:
    """Return what can be chosen of a proposal: a family that goes together is one choice."""
    posed = of.posed
    if not found.moves:
        return Choices(found.as_of, (), found.books, (), {}, {}, ())
    unit = {
        (each.account_id, each.owner_id): int(posed.unit_of[part])
        for part, each in enumerate(posed.parts.held)
    }
    members: dict[int, list[int]] = defaultdict(list)
    for place, move in enumerate(found.moves):
        members[unit[move.account_id, move.from_id]].append(place)
    use, takers = posed.use, posed.problem.takers
    groups = tuple(
        Together(
            tuple(places),
            "" if posed.present[n] == NOBODY else takers[int(posed.present[n])],
            found.moves[places[0]].to_id,
            tuple(use[:, n].tolist()),
        )
        for n, places in sorted(members.items(), key=lambda each: each[1])
    )
    loads, rooms = _today(posed)
    limits = tuple(each.name for each in posed.problem.resources)
    return Choices(found.as_of, found.moves, found.books, limits, loads, rooms, groups)


def _today(posed: Posed) -> tuple[dict[str, tuple[float, ...]], dict[str, tuple[float | None, ...]]]:
    there, takers = np.flatnonzero(posed.present != NOBODY), posed.problem.takers
    load = [np.bincount(posed.present[there], each[there], len(takers)) for each in posed.use]
    loads = {name: tuple(float(each[n]) for each in load) for n, name in enumerate(takers)}
    rooms = {
        name: tuple(
            float(each.room[n]) if np.isfinite(each.room[n]) else None for each in posed.problem.resources
        )
        for n, name in enumerate(takers)
    }
    return loads, rooms


def accepted(of: Choices, taken: Iterable[int]) -> Accepted:
    """Return what follows from some of the choices, by their numbers, in an order checked by plain sums.

    Raises `UsageError` for a number that is none.
    """
    numbers = sorted(set(taken))
    if numbers and not 0 <= numbers[0] <= numbers[-1] < len(of.groups):
        raise UsageError(f"there are {len(of.groups)} moves to choose from, numbered from 0")
    groups = [of.groups[n] for n in numbers]
    over = _over(of, groups)
    step = [0] * len(groups) if over else _steps(of, groups)
    counts: dict[int, int] = defaultdict(int)
    for number, group in zip(step, groups, strict=True):
        counts[number] += len(group.moves)
    moves = [
        replace(of.moves[place], step=number, together=counts[number] if number else len(group.moves))
        for number, group in zip(step, groups, strict=True)
        for place in group.moves
    ]
    ordered = tuple(sorted(moves, key=lambda each: (each.step, each.account_id)))
    return Accepted(of.as_of, ordered, _books(of, ordered), over)


def _over(of: Choices, groups: Iterable[Together]) -> tuple[Over, ...]:
    held = {owner: list(loads) for owner, loads in of.loads.items()}
    for group in groups:
        for limit, amount in enumerate(group.uses):
            held[group.to_id][limit] += amount
            if group.from_id:
                held[group.from_id][limit] -= amount
    return tuple(
        Over(owner, name, held[owner][limit], room)
        for owner, rooms in of.rooms.items()
        for limit, (name, room) in enumerate(zip(of.limits, rooms, strict=True))
        if room is not None and held[owner][limit] > room + SLACK * max(1.0, abs(held[owner][limit]))
    )


def _steps(of: Choices, groups: list[Together]) -> list[int]:
    """Return the step of each group; raise `BookloadError` where another kind of sum does not agree."""
    owners = {owner: n for n, owner in enumerate(of.loads)}
    shape = (len(owners), len(of.limits))
    room: Floats = np.array(
        [[np.inf if each is None else each for each in of.rooms[owner]] for owner in owners]
    ).reshape(shape)
    walk = Walk(
        giver=np.array([owners.get(each.from_id, NOBODY) for each in groups], np.int64),
        taker=np.array([owners[each.to_id] for each in groups], np.int64),
        use=np.array([each.uses for each in groups]).reshape(len(groups), len(of.limits)).T,
        load=np.array([of.loads[owner] for owner in owners]).reshape(shape).T,
        room=room.T,
    )
    found: list[int] = steps(walk).tolist()
    if wrong := verify_steps(_carried(of, groups, found), _rooms(of)):
        raise BookloadError(f"the order of what is accepted does not hold: {wrong[0]}; report this")
    return found


def _carried(of: Choices, groups: list[Together], step: list[int]) -> list[Carried]:
    """Return everything that is carried: what goes, and what stays with each owner as one."""
    going = [
        Carried(
            of.moves[group.moves[0]].account_id,
            group.from_id or None,
            group.to_id,
            number,
            dict(zip(of.limits, group.uses, strict=True)),
        )
        for group, number in zip(groups, step, strict=True)
    ]
    gone: dict[str, list[float]] = {owner: [0.0] * len(of.limits) for owner in of.loads}
    for group in groups:
        if group.from_id:
            gone[group.from_id] = [a + b for a, b in zip(gone[group.from_id], group.uses, strict=True)]
    stays = [
        Carried(
            owner,
            owner,
            owner,
            0,
            {name: amount - less for name, amount, less in zip(of.limits, loads, gone[owner], strict=True)},
        )
        for owner, loads in of.loads.items()
    ]
    return [*going, *stays]


def _rooms(of: Choices) -> dict[tuple[str, str], float]:
    return {
        (owner, name): room
        for owner, rooms in of.rooms.items()
        for name, room in zip(of.limits, rooms, strict=True)
        if room is not None
    }


def _books(of: Choices, moves: Iterable[Move]) -> tuple[BookChange, ...]:
    """Return the books that some moves lead to."""
    now = {each.owner_id: [each.before.accounts, each.before.hours, each.before.arr] for each in of.books}
    for move in moves:
        for owner, sign in ((move.from_id, -1), (move.to_id, 1)):
            if owner in now:
                amounts = (1, move.hours, move.arr)
                now[owner] = [a + sign * b for a, b in zip(now[owner], amounts, strict=True)]
    return tuple(replace(each, after=_book(each, now[each.owner_id])) for each in of.books)


def _book(of: BookChange, now: list[float]) -> Book:
    count, hours, arr = now
    return Book(int(count), hours, int(arr), hours / of.available if of.available else None)
