"""A proposal as a page shows it: the answer in words, each choice beside both books, and the charts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.report.figures import annual, percent
from bookload.report.page import render_lists, topic
from bookload.report.page.charted.balance import charts
from bookload.report.terminal import table
from bookload.report.topics.balance import ASSUMED, STATUS, over_text
from bookload.web.asked import Place, reader_at
from bookload.web.balances import services
from bookload.web.balances.kept import choices_of, frontier_of
from bookload.web.state import served
from bookload.workspace.kept import kept

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.planning.balance import Accepted, Book, BookChange, Choices, Move
    from bookload.web.balances.models import Proposal

A_PAGE = 100
"""Choices on one page; a full rebalance of a large company has thousands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its number, the step it has, the moves that go together, and what was said to it."""

    number: int
    step: int
    day: str
    moves: tuple[Mapping[str, str | None], ...]
    giver: Mapping[str, str | None]
    taker: Mapping[str, str | None]
    said: str


def answer(of: Proposal) -> str:
    """Return what was found as a sentence: how many moves, how sure, what they relieve."""
    told = of.told
    if told["objective"] is None:
        return f"No proposal: {STATUS[told['status']]}."
    if not told["moves"]:
        return f"Nothing has to move: the books are {STATUS[told['status']]}."
    gap = percent(Fraction(told["gap"]), 2) if told["gap"] is not None else None
    sure = f", at most {gap} from the best there can be" if gap else ""
    return f"{_counted(told)}: {STATUS[told['status']]}{sure}.{_relief(told)}"


def _counted(told: Mapping[str, Any]) -> str:
    """Return how many accounts change owner, and how many get one that nobody carried."""
    moved, placed = told["changes"], len(told["moves"]) - told["changes"]
    words = [f"{moved:,} account{'s change' if moved != 1 else ' changes'} owner"] if moved else []
    one = "one" if moved else "an owner"
    words += [f"{placed:,} that nobody carries get{'s' if placed == 1 else ''} {one}"] if placed > 0 else []
    return " and ".join(words)


def _relief(told: Mapping[str, Any]) -> str:
    used = [
        (book["before"]["utilisation"], book["after"]["utilisation"])
        for book in told["books"]
        if book["kind"] == "csm" and book["before"]["utilisation"] is not None
    ]
    if not used:
        return ""
    was, then = (percent(Fraction(max(each)), 0) for each in zip(*used, strict=True))
    return f" The fullest book goes from {was} to {then} of the hours there are."


def matter(of: Proposal, page: int) -> dict[str, Any]:
    """Return what the page shows of a proposal that was made."""
    found, currency = choices_of(of.found), str(of.told["currency"])
    follows = services.so_far(of)
    names = {each.owner_id: each.name for each in found.books}
    chosen = _choices(of, found, currency)
    pages = max(1, -(-len(chosen) // A_PAGE))
    at = min(max(1, page), pages)  # one that was said by hand may be none
    return {
        "answer": answer(of),
        "conflict": of.told["conflict"],
        "assumed": ASSUMED.replace("journey.toml says", "the journey says") if of.told["assumed"] else "",
        "choices": chosen[(at - 1) * A_PAGE : at * A_PAGE],
        "count": len(chosen),
        "at": at,
        "pages": range(1, pages + 1),
        "accepted": len(services.taken(of)),
        "declined": sum(word == "declined" for word in of.said.values()),
        "over": [over_text(each, names) for each in follows.over],
        "books": _books(found, follows, currency),
        "order": _order(follows, names),
        "currency": currency,
    }


def drawn(of: Proposal, access: Access) -> str:
    """Return the charts, and the frontier's table, as HTML; kept, since a proposal never changes."""

    def made() -> bytes:
        found, frontier = choices_of(of.found), frontier_of(of.found)
        rows = [
            [
                f"{point.most:,}",
                f"{point.hours_off:,.1f}",
                _used(point.fullest),
                percent(Fraction(point.gap), 2),
            ]
            for point in frontier
        ]
        columns = ["at most so many moves", "hours off an even share", "fullest book", "gap"]
        parts = [table("What fewer moves reach", columns, rows, text_columns=0)] if rows else []
        whole = topic(reader_at(Place(), access), "Balance", charts(found.books, frontier), parts)
        return json.dumps(render_lists(whole) if whole.charts or parts else "").encode()

    key = ("kept balance", str(of.pk), str(of.told["snapshot"]), of.asked_at.isoformat())
    text: str = json.loads(kept(served().root, key, access, made))
    return text


def _choices(of: Proposal, found: Choices, currency: str) -> list[Choice]:
    books = {each.owner_id: each for each in found.books}
    together: dict[int, int] = {}
    for group in found.groups:
        step = found.moves[group.moves[0]].step
        together[step] = together.get(step, 0) + 1
    return [
        Choice(
            number,
            first.step,
            "same day" if together[first.step] > 1 else "",
            tuple(_move(found.moves[place], currency) for place in group.moves),
            _side(first.from_id, books),
            _side(first.to_id, books),
            of.said.get(str(number), ""),
        )
        for number, group in enumerate(found.groups)
        for first in [found.moves[group.moves[0]]]
    ]


def _move(move: Move, currency: str) -> dict[str, str | None]:
    return {
        "id": move.account_id,
        "name": move.name,
        "reason": move.reason,
        "hours": f"{move.hours:,.1f}",
        "arr": annual(move.arr, currency),
    }


def _side(owner: str, books: Mapping[str, BookChange]) -> dict[str, str | None]:
    """Return a giver or taker with the book before and after; somebody who leaves has no book after."""
    if owner not in books:
        return {"name": owner or "nobody", "was": None, "then": None}
    book = books[owner]
    return {"name": book.name, "was": _in_short(book.before), "then": _in_short(book.after)}


def _in_short(book: Book) -> str:
    used = _used(book.utilisation)
    return f"{book.accounts:,} · {used}" if used else f"{book.accounts:,}"


def _books(found: Choices, follows: Accepted, currency: str) -> list[dict[str, Any]]:
    """Return the books that the proposal changes: today, as accepted so far, and if all is accepted."""
    over = {each.owner_id for each in follows.over}
    return [
        {
            "name": whole.name,
            "over": whole.owner_id in over,
            "sides": [_side_of(book, currency) for book in (whole.before, now.after, whole.after)],
        }
        for whole, now in zip(found.books, follows.books, strict=True)
        if whole.before != whole.after
    ]


def _side_of(book: Book, currency: str) -> dict[str, str | None]:
    return {
        "accounts": f"{book.accounts:,}",
        "hours": f"{book.hours:,.1f}",
        "used": _used(book.utilisation),
        "arr": annual(book.arr, currency),
    }


def _order(follows: Accepted, names: Mapping[str, str]) -> list[str]:
    """Return what is accepted in the order in which it is done, a line a step."""
    steps: dict[int, list[str]] = {}
    for move in follows.moves:
        steps.setdefault(move.step, []).append(f"{move.name} to {names.get(move.to_id, move.to_id)}")
    return [] if follows.over else [", ".join(each) for _, each in sorted(steps.items())]


def _used(share: float | None) -> str | None:
    return None if share is None else percent(Fraction(share), 0)
