"""The frontier of balance against moves: the best books with at most so many, for several numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bookload.planning.balance.at_most import best, moves
from bookload.planning.balance.company import Company
from bookload.planning.balance.posed import Posed
from bookload.planning.balance.problem import Ints
from bookload.planning.balance.proposal import Point, Proposal
from bookload.planning.balance.solver import Search

SHARES = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75)
"""The shares of a proposal's moves that the frontier is shown at, before all of them."""


def with_frontier(of: Company, found: Proposal, search: Search) -> Proposal:
    """Return a proposal with the points of the frontier up to its own number of moves.

    Each has its own bound: no books with so few moves cost less. Numbers at which the limits cannot hold are
    left out. The seconds of the search are shared among the points.
    """
    if found.objective is None or not of.posed.problem.units:
        return found
    counts = sorted({round(share * found.changes) for share in SHARES} - {found.changes})
    each = replace(search, seconds=search.seconds / max(1, len(counts)))
    points = [point for count in counts if (point := _point(of.posed, each, count)) is not None]
    return replace(found, frontier=(*_falling(points), _last(found)))


def _point(posed: Posed, search: Search, most: int) -> Point | None:
    found = best(posed, search, most)
    if found.taker is None or found.objective is None or found.gap is None:
        return None
    off, fullest = evenness(posed, found.taker)
    return Point(most, moves(posed, found.taker), found.objective, found.bound, found.gap, off, fullest)


def _last(found: Proposal) -> Point:
    assert found.objective is not None  # noqa: S101 - narrows the type
    assert found.gap is not None  # noqa: S101 - narrows the type
    off = sum(abs(each.after.hours - each.aim) for each in found.books if each.kind == "csm")
    used = [each.after.utilisation for each in found.books if each.after.utilisation is not None]
    return Point(
        found.changes, found.changes, found.objective, found.bound, found.gap, off, max(used, default=None)
    )


def evenness(posed: Posed, chosen: Ints) -> tuple[float, float | None]:
    """Return by how many hours books are off their shares, summed, and how full the fullest is."""
    csm = np.array([taker.kind == "csm" for taker in posed.takers], bool)
    hours = np.bincount(
        posed.taker_of(chosen)[posed.unit_of >= 0],
        posed.parts.hours[posed.unit_of >= 0],
        len(posed.takers),
    )
    aim = next((each.aim for each in posed.problem.resources if each.name == "hours"), hours)
    used = [h / t.available for h, t in zip(hours, posed.takers, strict=True) if t.available]
    return float(np.abs(hours - aim)[csm].sum()), max(map(float, used), default=None)


def _falling(points: list[Point]) -> list[Point]:
    """Return the points that cost less than every one with fewer moves."""
    kept: list[Point] = []
    for point in points:
        if not kept or point.objective < kept[-1].objective:
            kept.append(point)
    return kept
