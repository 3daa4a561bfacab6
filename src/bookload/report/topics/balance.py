"""The moves that would balance the books: why, what they cost, the books before and after, and how sure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.document import arr_text
from bookload.report.figures import annual, percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.planning.balance import Book, BookChange, Over, Point, Proposal
    from bookload.report.document import Document, Json

SHOWN = 40
"""Moves that the terminal shows; `--json` and the files have all."""

STATUS = {
    "within_gap": "as good as proven best",
    "time_limit": "the best that was found in the time",
    "interrupted": "the best that was found until it was stopped",
    "infeasible": "nothing keeps to all limits",
}
ASSUMED = (
    "The hours are ASSUMED: they come from published averages, until journey.toml says what your team does."
)


def body(found: Proposal) -> Document:
    """Return the moves, the books before and after, how near to the best that is, and the frontier."""
    return {
        "status": found.status,
        "months": [str(month) for month in found.months],
        "hours_of": found.hours_of,
        "assumed": found.assumed,
        "objective": found.objective,
        "objective_today": found.objective_today,
        "bound": _finite(found.bound),
        "gap": found.gap,
        "changes": found.changes,
        "moves": [
            {
                "step": move.step,
                "together": move.together,
                "account_id": move.account_id,
                "name": move.name,
                "from": move.from_id or None,
                "to": move.to_id,
                "share": move.share / 10_000,
                "hours": move.hours,
                "arr": arr_text(move.arr),
                "reason": move.reason,
            }
            for move in found.moves
        ],
        "books": [
            {
                "person_id": each.owner_id,
                "name": each.name,
                "kind": each.kind,
                "available_hours": each.available,
                "plannable_hours": each.plannable,
                "before": _book(each.before),
                "after": _book(each.after),
            }
            for each in found.books
        ],
        "frontier": [_point(point) for point in found.frontier],
        "conflict": list(found.conflict),
    }


def _finite(bound: float) -> float | None:
    return bound if abs(bound) != float("inf") else None


def _book(book: Book) -> Json:
    return {
        "accounts": book.accounts,
        "hours": book.hours,
        "arr": arr_text(book.arr),
        "utilisation": book.utilisation,
    }


def _point(point: Point) -> Json:
    return {
        "most_moves": point.most,
        "moves": point.moves,
        "objective": point.objective,
        "bound": point.bound,
        "gap": point.gap,
        "hours_off": point.hours_off,
        "largest_utilisation": point.fullest,
    }


def tables(found: Proposal, currency: str) -> list[Part]:
    """Return how good the proposal is, its moves in their order, the books, and the frontier."""
    parts: list[Part] = [_lead(found)]
    parts += [f"- {each}" for each in found.conflict]
    if found.moves:
        parts.append(_moves(found, currency))
        parts += _days(found)
    if found.objective is not None:
        parts.append(_books(found, currency))
    if found.frontier:
        parts.append(_frontier(found))
    if found.assumed:
        parts.append(ASSUMED)
    return parts


def _lead(found: Proposal) -> str:
    if found.objective is None:
        return f"No proposal: {STATUS[found.status]}." + (
            " These limits cannot hold together:" if found.conflict else " More --seconds may find one."
        )
    given = len(found.moves) - found.changes
    placed = f", and {given} that nobody carries any more get one" if given > 0 else ""
    gap = "" if found.gap is None else f", at most {_share(found.gap, 2)} from the best there can be"
    less = "" if found.objective_today is None else f" (as it is today: {found.objective_today:,.1f})"
    return (
        f"{found.changes} accounts change owner{placed}; cost {found.objective:,.1f}{less}, "
        f"{STATUS[found.status]}{gap}. Hours are those of the {found.hours_of} month, "
        f"{found.months[0]} to {found.months[-1]}."
        if found.months
        else ""
    )


def _moves(found: Proposal, currency: str) -> Part:
    names = {each.owner_id: each.name for each in found.books}
    rows = [
        [
            str(move.step),
            _called(move.account_id, move.name),
            _called(move.from_id, names.get(move.from_id, move.from_id)) or "nobody",
            _called(move.to_id, names.get(move.to_id, move.to_id)),
            move.reason,
            f"{move.hours:,.1f}",
            annual(move.arr, currency),
        ]
        for move in found.moves[:SHOWN]
    ]
    shown = f" ({len(rows)} of {len(found.moves)})" if len(rows) < len(found.moves) else ""
    columns = ["step", "account", "from", "to", "why, and what it costs", "h a month", f"ARR, {currency}"]
    return table(f"Moves in their order{shown}", columns, rows, text_columns=5)


def _called(identity: str, name: str) -> str:
    """Return a name with its id beside it, or once where they are the same."""
    return identity if name in {identity, ""} else f"{name} ({identity})"


def _days(found: Proposal) -> list[Part]:
    """Return a word on moves that belong to one day, where there are some."""
    groups = {move.step: move.together for move in found.moves if move.together > 1}
    if not groups:
        return []
    steps = ", ".join(str(step) for step in sorted(groups)[:SHOWN])
    return [
        f"Accounts of one step go on one day: each makes room for another, or they are a family ({steps})."
    ]


def _books(found: Proposal, currency: str) -> Part:
    rows = [_book_row(each, currency) for each in found.books]
    columns = [
        "owner", "", "accounts", "then", "h a month", "then", "used", "then", f"ARR, {currency}", "then",
    ]  # fmt: skip
    return table("Books before and after", columns, rows, text_columns=2)


def _book_row(each: BookChange, currency: str) -> list[str | None]:
    was, then = each.before, each.after
    return [
        each.name,
        {"csm": "", "pool": "pool", "keeps": "keeps"}[each.kind],
        str(was.accounts),
        str(then.accounts),
        f"{was.hours:,.1f}",
        f"{then.hours:,.1f}",
        _share(was.utilisation),
        _share(then.utilisation),
        annual(was.arr, currency),
        annual(then.arr, currency),
    ]


def _frontier(found: Proposal) -> Part:
    rows = [
        [
            str(point.most),
            f"{point.objective:,.1f}",
            _share(point.gap, 2),
            f"{point.hours_off:,.1f}",
            _share(point.fullest),
        ]
        for point in found.frontier
    ]
    columns = ["at most so many moves", "cost", "gap", "hours off an even share", "fullest book"]
    return table("Balance against moves", columns, rows, text_columns=0)


OVER = {
    "hours": "{has:,.1f} h a month, and room for {room:,.1f}",
    "accounts": "{has:,.0f} accounts, and room for {room:,.0f}",
    "contacts": "{has:,.0f} known contacts, and room for {room:,.0f}",
    "relationships": "{has:.0%} of the accounts that policy capacity allows one person",
}


def over_text(over: Over, names: Mapping[str, str]) -> str:
    """Return what somebody would have beyond a limit, in words."""
    name = names.get(over.owner_id, over.owner_id)
    return f"{name} would have {OVER[over.limit].format(has=over.has, room=over.room)}"


def _share(share: float | None, places: int = 0) -> str | None:
    return None if share is None else percent(Fraction(share), places)
