"""Committed ARR: its parts and their sum, the months ahead, the changes, and who the largest accounts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.topics.committed import NO_PART, PARTS, WORDS
from bookload.report.workbook.sheet import cell, divided, span

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Committed"
FIRST = 4
AHEAD = 3
CHANGES = 7
LARGEST = 15


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write four tables beside one another."""
    sheet.begin(
        "Committed ARR",
        f"In {data.currency}, as of {data.answer.capacity.as_of}: what is live, with what is signed or known "
        "by then to change it. Ends and downgrades are below 0.",
        [24, 15, 3, 11, 16, 16, 3, 11, 12, 14, 12, 20, 20, 14, 3, 14, 10, 15, 10],
        frozen=(FIRST, 0),
    )
    _parts(sheet, data)
    _ahead(sheet, data)
    _changes(sheet, data)
    _largest(sheet, data)


def _parts(sheet: Sheet, data: Gathered) -> None:
    (row,) = data.committed.rows
    sheet.head(FIRST - 1, ("part", "ARR"))
    for at, name in enumerate(PARTS, start=FIRST):
        sheet.put(at, 0, name.replace("_", " "), "text")
        amount = money.arr(getattr(row, name))
        if name == "committed":
            sheet.live(at, 1, f"=SUM({span((FIRST, 1), (at - 1, 1))})", amount, "whole", strong=True)
            sheet.named("committed_arr", at, 1, amount)
        else:
            sheet.put(at, 1, amount, "whole", given=True)


def _ahead(sheet: Sheet, data: Gathered) -> None:
    """Write the months ahead; what each changes by is a formula over the month before."""
    sheet.head(FIRST - 1, ("month", "known in force", "change"), AHEAD)
    live = money.arr(data.committed.rows[0].live)
    before, place = live, cell(FIRST, 1)
    for at, row in enumerate(data.committed.ahead, start=FIRST):
        amount = money.arr(row.arr)
        sheet.put(at, AHEAD, row.month.last_day, "month")
        sheet.put(at, AHEAD + 1, amount, "whole", given=True)
        sheet.live(at, AHEAD + 2, f"={cell(at, AHEAD + 1)}-{place}", amount - before, "whole")
        before, place = amount, cell(at, AHEAD + 1)


def _changes(sheet: Sheet, data: Gathered) -> None:
    labels = ("date", "account id", "subscription", "line", "why it is known", "part", "ARR")
    sheet.head(FIRST - 1, labels, CHANGES, words=range(6))
    for at, change in enumerate(data.changes, start=FIRST):
        sheet.put(at, CHANGES, change.at, "date")
        for offset, text in enumerate((change.account_id, change.subscription_id, change.line_id), start=1):
            sheet.put(at, CHANGES + offset, text, "text")
        sheet.put(at, CHANGES + 4, WORDS[change.reason], "text")
        sheet.put(at, CHANGES + 5, (change.part or NO_PART[change.reason]).replace("_", " "), "text")
        sheet.put(at, CHANGES + 6, money.arr(change.arr), "whole", given=True)


def _largest(sheet: Sheet, data: Gathered) -> None:
    """Write the largest families with their shares of the ARR that is above 0, as formulas."""
    sheet.head(FIRST - 1, ("largest", "accounts", "ARR", "of ARR"), LARGEST)
    found = data.concentration
    if not found.spread:
        return
    total = FIRST + len(found.largest)
    for at, each in enumerate(found.largest, start=FIRST):
        sheet.put(at, LARGEST, each.key, "text")
        sheet.put(at, LARGEST + 1, each.accounts, "count", given=True)
        sheet.put(at, LARGEST + 2, money.arr(each.arr), "whole", given=True)
        share = divided(cell(at, LARGEST + 2), cell(total, LARGEST + 2))
        sheet.live(at, LARGEST + 3, share, each.share, "share")
    sheet.put(total, LARGEST, "all of them", "text")
    sheet.put(total, LARGEST + 1, found.spread[0].count, "count", given=True)
    sheet.put(total, LARGEST + 2, money.arr(found.spread[0].arr), "whole", given=True)
    sheet.put(total + 1, LARGEST, "Herfindahl index", "text")
    sheet.put(total + 1, LARGEST + 3, found.spread[0].herfindahl, "rate", given=True)
