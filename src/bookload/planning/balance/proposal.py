"""The proposal: which accounts should move to whom, in which order, and how near that is to the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from bookload.base.errors import BookloadError, Finding, UsageError
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.data.reader import Reader
from bookload.planning.balance.at_most import best, moves
from bookload.planning.balance.books import BookChange, books
from bookload.planning.balance.company import Company, company
from bookload.planning.balance.conflicts import unplaced, worded
from bookload.planning.balance.posed import NOBODY, Ask, Posed
from bookload.planning.balance.problem import Floats, Ints
from bookload.planning.balance.reasons import Told, reason
from bookload.planning.balance.solver import Answer, Search, Status, costs
from bookload.planning.balance.steps import Walk, steps
from bookload.planning.balance.takers import Taker
from bookload.planning.balance.verified import Carried, verify_steps


@dataclass(frozen=True, slots=True)
class Move:
    """An account, or the part of one, that should change owner.

    `from_id` "" is nobody. Moves of one `step` are to be done on one day, `together` of them. `hours` a month
    are an estimate, `arr` is exact (quanta); `share` is x 10^4.
    """

    account_id: str
    name: str
    from_id: str
    to_id: str
    step: int
    together: int
    share: int
    hours: float
    arr: int = field(metadata=IN_QUANTA)
    reason: str


@dataclass(frozen=True, slots=True)
class Point:
    """The best books with at most so many moves: a point of the frontier of balance against moves."""

    most: int
    moves: int
    objective: float
    bound: float
    gap: float
    hours_off: float
    fullest: float | None


@dataclass(frozen=True)
class Proposal:
    """Moves, books before and after, and how good they are: no books cost less than `bound`.

    Costs are in moves of an account without history (policy `[balance]`). `objective_today` is that of
    leaving everything as it is, None where that is not possible. `changes` counts the accounts that change
    owner, those that nobody carried aside. `conflict` says in words which limits cannot hold together, where
    nothing can be proposed. `hours_of` is the mean month or the worst of `months`.
    """

    as_of: date
    months: tuple[Month, ...]
    hours_of: str
    assumed: bool
    status: Status
    objective: float | None
    objective_today: float | None
    bound: float
    gap: float | None
    changes: int
    moves: tuple[Move, ...]
    books: tuple[BookChange, ...]
    conflict: tuple[str, ...]
    findings: tuple[Finding, ...]
    frontier: tuple[Point, ...] = ()


def propose(reader: Reader, ask: Ask, search: Search, most: int | None = None) -> Proposal:
    """Return the moves that a solver proposes for a company, checked and in order.

    `most` limits how many accounts change owner. Raises `AccessDeniedError` for a reader who may not see
    everybody's books and hours, `UsageError` for people whom nobody knows and an `as_of` before the data,
    and `MissingDataError` where nobody can carry anything.
    """
    return proposed(company(reader, ask), search, most)


def proposed(of: Company, search: Search, most: int | None = None) -> Proposal:
    """Return the proposal for a company's problem, checked by sums of another kind before it is returned."""
    if most is not None and most < 0:
        raise UsageError(f"moves are 0 or more, not {most}")
    if len(of.posed.unplaced):
        return _proposal(of, Answer("infeasible", None, None, float("-inf")), unplaced(of.posed))
    if not of.posed.problem.units:
        return _proposal(of, Answer("within_gap", np.zeros(0, np.int64), 0.0, 0.0), ())
    found = best(of.posed, search, most)
    return _proposal(of, found, worded(of.posed, found.conflict))


def _proposal(of: Company, found: Answer, conflict: tuple[str, ...]) -> Proposal:
    posed_, chosen = of.posed, found.taker
    held = posed_.present if chosen is None else chosen
    after = posed_.taker_of(held)
    ordered = np.zeros(len(held), np.int64) if chosen is None else _ordered(posed_, chosen)
    known = books(posed_, after)
    return Proposal(
        as_of=of.as_of,
        months=of.months,
        hours_of=of.policy.balance.hours_of,
        assumed=of.assumed,
        status=found.status,
        objective=found.objective,
        objective_today=_today(posed_),
        bound=found.bound,
        gap=found.gap,
        changes=0 if chosen is None or not len(chosen) else moves(posed_, chosen),
        moves=() if chosen is None else _moves(of, after, ordered, known),
        books=known,
        conflict=conflict,
        findings=of.findings,
    )


def _today(posed_: Posed) -> float | None:
    if (posed_.present == NOBODY).any():
        return None
    cost = costs(posed_.problem, posed_.present)
    return cost if np.isfinite(cost) else None


def _ordered(posed_: Posed, chosen: Ints) -> Ints:
    """Return the step of each unit (n,), 0 for those that stay; raise `BookloadError` if it does not hold."""
    going = np.flatnonzero(chosen != posed_.present)
    there = np.flatnonzero(posed_.present != NOBODY)
    use, problem = posed_.use, posed_.problem
    load = np.array(
        [np.bincount(posed_.present[there], each[there], len(problem.takers)) for each in use]
    ).reshape(len(use), len(problem.takers))
    room = np.array([each.room for each in problem.resources]).reshape(load.shape)
    walk = Walk(posed_.present[going], chosen[going], use[:, going], load, room)
    found = np.zeros(len(chosen), np.int64)
    found[going] = steps(walk)
    _checked(posed_, chosen, found, use)
    return found


def _checked(posed_: Posed, chosen: Ints, step: Ints, use: Floats) -> None:
    """Hold the moves to an independent sum of what everybody has after each step."""
    problem = posed_.problem
    names = [each.name for each in problem.resources]

    def called(taker: int) -> str | None:
        return None if taker == NOBODY else problem.takers[taker]

    carried = [
        Carried(
            name,
            called(int(posed_.present[n])),
            called(int(chosen[n])),
            int(step[n]),
            dict(zip(names, use[:, n].tolist(), strict=True)),
        )
        for n, name in enumerate(problem.units)
    ]
    rooms = {
        (taker, each.name): float(each.room[place])
        for each in problem.resources
        for place, taker in enumerate(problem.takers)
    }
    wrong = verify_steps(carried, rooms)
    if wrong or (problem.pair(chosen) < 0).any():
        said = wrong[0] if wrong else "an account goes to somebody who may not have it"
        raise BookloadError(f"the proposal does not hold: {said}; report this")


def _moves(of: Company, after: Ints, ordered: Ints, known: Sequence[BookChange]) -> tuple[Move, ...]:
    posed_, terms = of.posed, of.policy.balance
    takers: Mapping[str, Taker] = {each.taker_id: each for each in posed_.takers}
    told = Told(
        posed_.parts,
        takers,
        {each.owner_id: each for each in known},
        terms,
        of.orphans,
        of.ask.leavers,
        of.ask.hire,
    )
    step = [int(ordered[unit]) if unit >= 0 else 0 for unit in posed_.unit_of.tolist()]
    counts = np.bincount(np.array([0, *step]))
    found = [
        Move(
            account_id=held.account_id,
            name=held.name,
            from_id=held.owner_id,
            to_id=posed_.takers[int(after[part])].taker_id,
            step=step[part],
            together=int(counts[step[part]]),
            share=held.share,
            hours=float(posed_.parts.hours[part]),
            arr=held.arr,
            reason=reason(told, part, posed_.takers[int(after[part])].taker_id),
        )
        for part, held in enumerate(posed_.parts.held)
        if step[part]
    ]
    return tuple(sorted(found, key=lambda each: (each.step, each.account_id)))
