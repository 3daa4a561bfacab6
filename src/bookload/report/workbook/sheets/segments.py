"""The ratios of each segment at the date, which add up to the company's."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.workbook.sheet import cell, divided, span

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Segments"
FIRST = 4
LABELS = ("segment", "ARR", "CSMs", "accounts", "covered ARR", "CSMs who own")
LIVE = ("share of ARR", "ARR per CSM", "ARR per CSM, covered", "accounts per CSM")


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a segment and their sums."""
    rows = data.answer.segments
    ote = data.shows_pay_of_groups
    sheet.begin(
        "Segments",
        f"As of {data.answer.capacity.as_of}, in {data.currency}. Where one book spans segments, the head is "
        "split by journey hours, else by live accounts.",
        [24, 15, 9, 10, 15, 10, 9, 14, 14, 11, 10],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, (*LABELS, *LIVE, *(["ARR per OTE"] if ote else [])))
    end = FIRST + len(rows)
    total = cell(end, 1)
    for at, row in enumerate(rows, start=FIRST):
        sheet.put(at, 0, row.group or "(none stated)", "text")
        sheet.put(at, 1, money.arr(row.arr), "whole", given=True)
        sheet.put(at, 2, row.csms, "heads", given=True)
        sheet.put(at, 3, row.accounts, "count", given=True)
        sheet.put(at, 4, money.arr(row.covered_arr), "whole", given=True)
        sheet.put(at, 5, row.covered_csms, "heads", given=True)
        sheet.live(at, 6, divided(cell(at, 1), total), _part(row.arr, data.answer.company.arr), "share")
        sheet.live(at, 7, divided(cell(at, 1), cell(at, 2)), row.arr_per_csm, "whole")
        sheet.live(at, 8, divided(cell(at, 4), cell(at, 5)), row.covered_arr_per_csm, "whole")
        sheet.live(at, 9, divided(cell(at, 3), cell(at, 2)), row.accounts_per_csm, "ratio")
        if ote:
            sheet.put(at, 10, row.arr_per_ote, "ratio", given=True)
    if rows:
        _sums(sheet, data, end)


def _sums(sheet: Sheet, data: Gathered, end: int) -> None:
    rows = data.answer.segments
    csms, owners = sum(row.csms for row in rows), sum(row.covered_csms for row in rows)
    sums = (
        (1, money.arr(sum(row.arr for row in rows)), "whole"),
        (2, csms, "heads"),
        (3, sum(row.accounts for row in rows), "count"),
        (4, money.arr(sum(row.covered_arr for row in rows)), "whole"),
        (5, owners, "heads"),
    )
    sheet.put(end, 0, "all of them", "text")
    for column, value, kind in sums:
        formula = f"=SUM({span((FIRST, column), (end - 1, column))})"
        sheet.live(end, column, formula, value, kind, strong=True)  # type: ignore[arg-type]


def _part(part: int, of: int) -> Fraction | None:
    return Fraction(part, of) if of > 0 else None
