"""What a proposal's parts are computed from, as it is kept in the database, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from bookload.planning.balance import Book, BookChange, Choices, Move, Point, Together

if TYPE_CHECKING:
    from bookload.planning.balance import Proposal


def written(found: Proposal, of: Choices) -> dict[str, Any]:
    """Return the choices of a proposal and its frontier as they are kept."""
    frontier = [asdict(each) for each in found.frontier]
    return {**asdict(of), "as_of": of.as_of.isoformat(), "frontier": frontier}


def choices_of(kept: Mapping[str, Any]) -> Choices:
    """Return the choices that were kept."""
    return Choices(
        as_of=date.fromisoformat(kept["as_of"]),
        moves=tuple(Move(**each) for each in kept["moves"]),
        books=tuple(
            BookChange(**{**each, "before": Book(**each["before"]), "after": Book(**each["after"])})
            for each in kept["books"]
        ),
        limits=tuple(kept["limits"]),
        loads={owner: tuple(each) for owner, each in kept["loads"].items()},
        rooms={owner: tuple(each) for owner, each in kept["rooms"].items()},
        groups=tuple(
            Together(tuple(each["moves"]), each["from_id"], each["to_id"], tuple(each["uses"]))
            for each in kept["groups"]
        ),
    )


def frontier_of(kept: Mapping[str, Any]) -> tuple[Point, ...]:
    """Return the frontier that was kept."""
    return tuple(Point(**each) for each in kept["frontier"])
