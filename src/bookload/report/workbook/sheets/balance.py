"""A proposal as sheets: its moves, the books before and after with live sums, and the frontier."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.workbook.charts import Frame, Rows, Series, columns, lines
from bookload.report.workbook.sheet import cell, span
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from bookload.planning.balance import BookChange, Proposal
    from bookload.report.workbook.sheet import Filled, Sheet

MOVES, BOOKS, FRONTIER = "Moves", "Books", "Frontier"
FIRST = 4
FEWEST, MOST = 2, 40
"""Books, or points, that make a chart, and books that it has at most."""


def sheets(found: Proposal, currency: str) -> tuple[Filled, ...]:
    """Return the sheets of a proposal by name; the frontier where it was asked for."""
    made: list[tuple[str, Callable[[Sheet], None]]] = [
        (MOVES, lambda sheet: moves(sheet, found, currency)),
        (BOOKS, lambda sheet: books(sheet, found, currency)),
    ]
    if found.frontier:
        made.append((FRONTIER, lambda sheet: frontier(sheet, found)))
    return tuple(made)


def moves(sheet: Sheet, found: Proposal, currency: str) -> None:
    """Write the moves in their order, with the sums of hours and ARR under them."""
    names = {each.owner_id: each.name for each in found.books}
    sheet.begin(
        "Moves",
        f"In their order; those of one step go on one day. ARR in {currency}; hours a month are ESTIMATES.",
        [7, 12, 26, 12, 18, 12, 18, 12, 14, 70],
        frozen=(FIRST, 3),
    )
    labels = ("step", "account id", "account", "from id", "from", "to id", "to", "h a month", "ARR", "why")
    sheet.head(FIRST - 1, labels, words=(1, 2, 3, 4, 5, 6, 9))
    for at, move in enumerate(found.moves, start=FIRST):
        sheet.put(at, 0, move.step, "count", given=True)
        texts = (
            move.account_id,
            move.name,
            move.from_id or "nobody",
            names.get(move.from_id, move.from_id) or "nobody",
            move.to_id,
            names.get(move.to_id, move.to_id),
        )
        for column, text in enumerate(texts, start=1):
            sheet.put(at, column, text, "text")
        sheet.put(at, 7, move.hours, "hours", given=True)
        sheet.put(at, 8, money.arr(move.arr), "whole", given=True)
        sheet.put(at, 9, move.reason, "wrap")
    if found.moves:
        last = FIRST + len(found.moves) - 1
        sheet.put(last + 1, 2, "all", "text")
        hours, arr = span((FIRST, 7), (last, 7)), span((FIRST, 8), (last, 8))
        sheet.live(last + 1, 7, f"=SUM({hours})", sum(each.hours for each in found.moves), "hours")
        whole = money.arr(sum(each.arr for each in found.moves))
        sheet.live(last + 1, 8, f"=SUM({arr})", whole, "whole")


def books(sheet: Sheet, found: Proposal, currency: str) -> None:
    """Write every book before and after, with utilisation as a live division of hours by those there are."""
    sheet.begin(
        "Books before and after",
        f"Hours a month of the {found.hours_of} month are ESTIMATES; ARR in {currency}.",
        [12, 24, 10, 12, 11, 11, 12, 12, 11, 11, 15, 15],
        frozen=(FIRST, 2),
    )
    labels = (
        "id", "owner", "", "hours there are", "accounts", "then", "h a month", "then", "used", "then",
        "ARR", "then",
    )  # fmt: skip
    sheet.head(FIRST - 1, labels, words=(0, 1, 2))
    for at, each in enumerate(found.books, start=FIRST):
        _book(sheet, at, each)
    count = len(found.books)
    if count >= FEWEST:
        title = "Utilisation before and after" + (f", the first {MOST}" if count > MOST else "")
        series = (Series(8, "before", MUTED), Series(9, "after", ACCENT))
        rows = Rows(FIRST, FIRST + min(MOST, count) - 1, 1)
        columns(sheet, Frame((FIRST + count + 1, 1), title, form="0%"), rows, series)


def _book(sheet: Sheet, at: int, each: BookChange) -> None:
    kind = {"csm": "CSM", "pool": "pool", "keeps": "keeps what they have"}[each.kind]
    for column, text in enumerate((each.owner_id, each.name, kind)):
        sheet.put(at, column, text, "text")
    sheet.put(at, 3, each.available, "hours", given=True)
    for column, book in enumerate((each.before, each.after)):
        sheet.put(at, 4 + column, book.accounts, "count", given=True)
        sheet.put(at, 6 + column, book.hours, "hours", given=True)
        there = cell(at, 3)
        used = f'=IF({there}>0,{cell(at, 6 + column)}/{there},"n/a")'
        sheet.live(at, 8 + column, used, book.utilisation, "share")
        sheet.put(at, 10 + column, money.arr(book.arr), "whole", given=True)


def frontier(sheet: Sheet, found: Proposal) -> None:
    """Write what fewer moves would reach."""
    sheet.begin(
        "Balance against moves",
        "The best books with at most so many moves. Hours are ESTIMATES.",
        [16, 12, 14, 12, 18, 14],
        frozen=(FIRST, 0),
    )
    labels = ("at most so many", "moves", "cost", "gap", "hours off an even share", "fullest book")
    sheet.head(FIRST - 1, labels, words=())
    for at, point in enumerate(found.frontier, start=FIRST):
        sheet.put(at, 0, point.most, "count", given=True)
        sheet.put(at, 1, point.moves, "count", given=True)
        sheet.put(at, 2, point.objective, "ratio", given=True)
        sheet.put(at, 3, point.gap, "share", given=True)
        sheet.put(at, 4, point.hours_off, "hours", given=True)
        sheet.put(at, 5, point.fullest, "share", given=True)
    if len(found.frontier) >= FEWEST:
        last = FIRST + len(found.frontier) - 1
        frame = Frame((last + 2, 0), "Hours off an even share, by how many moves at most", across="0")
        lines(sheet, frame, Rows(FIRST, last, 0), (Series(4, "hours off an even share", ACCENT),))
