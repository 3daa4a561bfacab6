"""Generalised assignment as the literature has it: problems read from files, or drawn by recipe.

A file holds m agents and n jobs: `m n`, then the cost of each job with each agent (m rows of n), what it
takes of the agent (m rows of n), and what each agent has (m). Files of the OR-Library begin with the number
of problems that follow; files with one problem may leave it out. What rows of text a row of numbers is cut
into means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from bookload.base.errors import UsageError
from bookload.planning.balance.problem import Floats, Problem, Resource

Kind = Literal["C", "D", "E"]
"""The types that are still hard (Chu and Beasley 1997; Laguna and others 1995; Yagiura and others 2004)."""

TIGHT = 0.8
"""What agents have, as a share of what an equal part of all jobs takes in the mean."""


def read_problems(path: Path) -> tuple[Problem, ...]:
    """Return the problems of a file.

    Raises `UsageError` where it holds anything but whole numbers, or too few or too many of them.
    """
    numbers = np.fromiter(_numbers(path), dtype=np.float64)
    if numbers.size >= _NAMED and numbers.size == _NAMED + _size(int(numbers[0]), int(numbers[1])):
        return tuple(_problems(numbers, 1, path))
    if not numbers.size:
        raise UsageError(f"{path.name} holds no problem; it takes `m n`, m x n costs, m x n uses and m rooms")
    return tuple(_problems(numbers[1:], int(numbers[0]), path))


_NAMED = 2


def _size(agents: int, jobs: int) -> int:
    return 2 * agents * jobs + agents


def _numbers(path: Path) -> Iterator[int]:
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        for word in line.split():
            try:
                yield int(word)
            except ValueError:
                raise UsageError(f"{path.name}, line {number}: {word!r} is no whole number") from None


def _problems(numbers: Floats, count: int, path: Path) -> Iterator[Problem]:
    at = 0
    for number in range(1, count + 1):
        named = numbers[at : at + _NAMED]
        agents, jobs = (int(each) for each in named) if named.size == _NAMED else (0, 0)
        end = at + _NAMED + _size(agents, jobs)
        if agents < 1 or jobs < 1 or numbers.size < end:
            raise UsageError(
                f"{path.name}: problem {number} of {count} ends early; "
                "it takes `m n`, m x n costs, m x n uses and m rooms"
            )
        cost, use = numbers[at + _NAMED : end - agents].reshape(2, agents, jobs)
        yield generalised(cost, use, numbers[end - agents : end])
        at = end
    if at != numbers.size:
        raise UsageError(f"{path.name}: {numbers.size - at} numbers follow the last of {count} problems")


def generalised(cost: Floats, use: Floats, room: Floats) -> Problem:
    """Return the problem of jobs (n) at agents (m), with costs and uses (m, n) and rooms (m,)."""
    agents, jobs = cost.shape
    none = np.zeros(agents)
    return Problem(
        tuple(str(each) for each in range(1, jobs + 1)),
        tuple(str(each) for each in range(1, agents + 1)),
        np.arange(jobs + 1, dtype=np.int64) * agents,
        np.tile(np.arange(agents, dtype=np.int64), jobs),
        cost.T.ravel().astype(np.float64),
        (Resource("room", use.T.ravel().astype(np.float64), room.astype(np.float64), none, none, none),),
    )


def drawn(kind: Kind, agents: int, jobs: int, rng: np.random.Generator) -> Problem:
    """Return a problem of a type, drawn by the recipe that is published for it.

    C: uses of 5 to 25, costs of 10 to 50. D: uses of 1 to 100, costs of 111 less the use, give or take 10.
    E: uses of 1 - 10 ln(e2), costs of 1000 / use - 10 e3, with e2 and e3 between 0 and 1. Rooms are 0.8 of
    the mean.
    """
    shape = (agents, jobs)
    if kind == "C":
        use, cost = rng.integers(5, 26, shape), rng.integers(10, 51, shape)
    elif kind == "D":
        use = rng.integers(1, 101, shape)
        cost = 111 - use + rng.integers(-10, 11, shape)
    elif kind == "E":
        use = (1 - 10 * np.log(1 - rng.random(shape))).astype(np.int64)
        cost = (1000 / use - 10 * rng.random(shape)).astype(np.int64)
    else:
        raise UsageError(f"a type of problem is one of {', '.join(get_args(Kind))}, not {kind!r}")
    room = np.floor(TIGHT * use.sum(axis=1) / agents)
    return generalised(cost.astype(np.float64), use.astype(np.float64), room)
