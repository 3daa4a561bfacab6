"""Balancing the books of a workspace: the question, the solver, its time and its chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bookload.base.progress import Progress
from bookload.planning.balance import (
    Ask,
    Choices,
    Proposal,
    Search,
    choices,
    company,
    proposed,
    with_frontier,
)
from bookload.planning.balance.solving import balanced, compile_loops

if TYPE_CHECKING:
    from bookload.data.reader import Reader


@dataclass(frozen=True)
class How:
    """How far to go: `most` moves (None: no limit), `seconds` (None: the policy's), a `frontier` beside."""

    most: int | None = None
    seconds: float | None = None
    frontier: bool = False


def balance(
    reader: Reader, ask: Ask, how: How, now: Callable[[], float], progress: Progress | None = None
) -> Proposal:
    """Return the proposal of a question; `now` is a monotonic clock, and the policy's seed the chance.

    A frontier takes as long again. Raises what `planning.balance.company` does.
    """
    return to_choose(reader, ask, how, now, progress)[0]


def to_choose(
    reader: Reader, ask: Ask, how: How, now: Callable[[], float], progress: Progress | None = None
) -> tuple[Proposal, Choices]:
    """Return the proposal of a question, and what can be chosen of it; raises as `balance` does."""
    terms, told = reader.policy.balance, progress or Progress()
    seconds = float(terms.seconds) if how.seconds is None else how.seconds
    told.report("reading the books", 0, None)
    of = company(reader, ask)
    told.report("loading the search (the first time, for a minute)", 0, None)
    compile_loops()
    clock = _telling(now, seconds * (1 + how.frontier), told)
    search = Search(balanced, seconds, np.random.default_rng(terms.seed), clock, progress)
    found = proposed(of, search, how.most)
    whole = with_frontier(of, found, search) if how.frontier else found
    return whole, choices(of, whole)


def _telling(now: Callable[[], float], seconds: float, told: Progress) -> Callable[[], float]:
    """Return a clock that tells each second of some that is over, when it is looked at."""
    begun, last = now(), -1

    def clock() -> float:
        nonlocal last
        at = now()
        over = int(min(at - begun, seconds))
        if over != last:
            last = over
            told.report("searching", over, max(1, int(seconds)))
        return at

    return clock
