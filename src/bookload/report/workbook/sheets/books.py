"""Who carries which account, with what it is worth, and the sums by owner."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.base.money import SHARE_ONE
from bookload.report.workbook.sheet import cell, divided, span

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Carried, Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Books"
FIRST = 4
SUMS = 9
"""The column at which the sums by owner begin."""


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row an account and owner, and beside them a row an owner."""
    rows = data.books or ()
    sheet.begin(
        "Books",
        f"Live accounts by owner as of {data.answer.capacity.as_of}, in {data.currency}. "
        "An account that is shared has a row an owner.",
        [24, 10, 16, 34, 9, 15, 14, 3, 3, 24, 10, 10, 15, 14, 10],
        frozen=(FIRST, 0),
    )
    sheet.head(FIRST - 1, ("owner", "kind", "account id", "account", "share", "ARR", "MRR"), words=range(4))
    sheet.head(FIRST - 1, ("owner", "kind", "accounts carried", "ARR", "MRR", "of ARR"), SUMS, words=(0, 1))
    for at, row in enumerate(rows, start=FIRST):
        _row(sheet, at, row)
    last = FIRST + max(1, len(rows)) - 1
    sheet.sheet.autofilter(FIRST - 1, 0, last, 6)
    owners = [list(held) for _, held in groupby(rows, key=lambda row: (row.kind, row.owner))]
    below = (cell(FIRST + len(owners), SUMS + 3), sum(row.arr for row in rows))
    for at, held in enumerate(owners, start=FIRST):
        _owner(sheet, at, held, last, below)
    if owners:
        _all(sheet, FIRST + len(owners), rows)


def _row(sheet: Sheet, at: int, row: Carried) -> None:
    for column, text in enumerate((row.owner, row.kind, row.account_id, row.account)):
        sheet.put(at, column, text, "text")
    sheet.put(at, 4, Fraction(row.share, SHARE_ONE), "share", given=True)
    sheet.put(at, 5, money.arr(row.arr), "whole", given=True)
    sheet.live(at, 6, f"={cell(at, 5)}/12", money.mrr(row.arr), "cents")


def _owner(sheet: Sheet, at: int, held: list[Carried], last: int, below: tuple[str, int]) -> None:
    """Write an owner's sums over the rows up to `last`; `below` is the cell of all ARR, and what it shows."""
    names, arrs = span((FIRST, 0), (last, 0)), span((FIRST, 5), (last, 5))
    kinds = span((FIRST, 1), (last, 1))
    mine = f"{names},{cell(at, SUMS)},{kinds},{cell(at, SUMS + 1)}"
    arr = sum(row.arr for row in held)
    sheet.put(at, SUMS, held[0].owner, "text")
    sheet.put(at, SUMS + 1, held[0].kind, "text")
    sheet.live(at, SUMS + 2, f"=COUNTIFS({mine})", len(held), "count")
    sheet.live(at, SUMS + 3, f"=SUMIFS({arrs},{mine})", money.arr(arr), "whole")
    sheet.live(at, SUMS + 4, f"={cell(at, SUMS + 3)}/12", money.mrr(arr), "cents")
    part = Fraction(arr, below[1]) if below[1] > 0 else None
    sheet.live(at, SUMS + 5, divided(cell(at, SUMS + 3), below[0]), part, "share")


def _all(sheet: Sheet, at: int, rows: tuple[Carried, ...]) -> None:
    arr = sum(row.arr for row in rows)
    sheet.put(at, SUMS, "all of them", "text")
    for column, value, kind in (
        (2, len(rows), "count"),
        (3, money.arr(arr), "whole"),
        (4, money.mrr(arr), "cents"),
    ):
        summed = span((FIRST, SUMS + column), (at - 1, SUMS + column))
        sheet.live(at, SUMS + column, f"=SUM({summed})", value, kind, strong=True)  # type: ignore[arg-type]
