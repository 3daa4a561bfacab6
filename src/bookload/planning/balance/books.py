"""Books before and after: how many accounts, hours and how much ARR each owner carries."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookload.base.result import IN_QUANTA
from bookload.planning.balance.posed import NOBODY, Posed
from bookload.planning.balance.problem import Ints
from bookload.planning.balance.takers import Kind


@dataclass(frozen=True, slots=True)
class Book:
    """What an owner carries: parts of accounts, hours a month (an estimate), ARR (quanta, exact).

    `utilisation` = hours / available; None where nothing is known to be available.
    """

    accounts: int
    hours: float
    arr: int = field(metadata=IN_QUANTA)
    utilisation: float | None


@dataclass(frozen=True, slots=True)
class BookChange:
    """An owner's book before and after, beside the hours a month that they have available and plannable.

    `aim` is their part of all CSMs' hours, which an even book has; 0 for who is no CSM.
    """

    owner_id: str
    name: str
    kind: Kind
    available: float
    plannable: float
    aim: float
    before: Book
    after: Book


def books(posed: Posed, after: Ints) -> tuple[BookChange, ...]:
    """Return every owner's book before and after; `after` (k,) is each part's taker, `NOBODY` for none."""
    places = {taker.taker_id: number for number, taker in enumerate(posed.takers)}
    before = [places.get(each.owner_id, NOBODY) for each in posed.parts.held]
    aim = next((each.aim for each in posed.problem.resources if each.name == "hours"), [0.0] * len(places))
    once, then = _sums(posed, before), _sums(posed, after.tolist())
    return tuple(
        BookChange(
            taker.taker_id,
            taker.name,
            taker.kind,
            taker.available,
            taker.plannable,
            float(aim[number]),
            _book(once[number], taker.available),
            _book(then[number], taker.available),
        )
        for number, taker in enumerate(posed.takers)
    )


def _sums(posed: Posed, owner: list[int]) -> list[tuple[int, float, int]]:
    found = [(0, 0.0, 0)] * len(posed.takers)
    for each, hours, place in zip(posed.parts.held, posed.parts.hours.tolist(), owner, strict=True):
        if place != NOBODY:
            count, asked, arr = found[place]
            found[place] = (count + 1, asked + hours, arr + each.arr)
    return found


def _book(sums: tuple[int, float, int], available: float) -> Book:
    count, hours, arr = sums
    return Book(count, hours, arr, hours / available if available else None)
