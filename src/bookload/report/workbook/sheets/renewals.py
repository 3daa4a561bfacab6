"""Contracted renewals: what is due, row by row, and the sums by month and by how it renews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base import money
from bookload.base.period import Month
from bookload.report.topics.renewals import HOW, REST
from bookload.report.workbook.sheet import cell, span

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Renewals"
FIRST = 4
SUMS = 10
"""The column at which the sums by month begin."""
OVERDUE = "overdue"


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a renewal, beside them the sums by month, and below these the live ARR that is not due."""
    rows = data.renewals.rows
    owners = data.renewal_owners is not None
    day = data.answer.capacity.as_of
    sheet.begin(
        "Renewals",
        f"ARR in {data.currency} that is due within twelve months of {day}. What is overdue has no month.",
        [11, 10, 12, 14, 12, 12, 14, 15, 20 if owners else 3, 3, 38, 15, 15, 15, 15],
        frozen=(FIRST, 0),
    )
    labels = ("due", "month", "account id", "subscription", "line", "how", "due by", "ARR")
    sheet.head(FIRST - 1, (*labels, *(["owners"] if owners else [])), words=(0, 1, 2, 3, 4, 5, 6, 8))
    for at, row in enumerate(rows, start=FIRST):
        sheet.put(at, 0, row.due, "date")
        month = OVERDUE if row.overdue else str(max(Month.of(row.due), Month.of(day)))
        basis = row.basis.replace("_", " ")
        texts = (month, row.account_id, row.subscription_id, row.line_id, HOW[row.how], basis)
        for column, text in enumerate(texts, start=1):
            sheet.put(at, column, text, "text")
        sheet.put(at, 7, money.arr(row.arr), "whole", given=True)
        if owners:
            sheet.put(at, 8, ", ".join(owner or "(nobody)" for owner in row.owners), "text")
    _sums(sheet, data, FIRST + max(1, len(rows)) - 1)


def _sums(sheet: Sheet, data: Gathered, last: int) -> None:
    months = data.renewals.months
    sheet.head(FIRST - 1, ("month", *HOW.values()), SUMS)
    arrs, dues, hows = (span((FIRST, column), (last, column)) for column in (7, 1, 5))
    for at, month in enumerate(months, start=FIRST):
        sheet.put(at, SUMS, str(month.month), "text")
        for column, name in enumerate(HOW, start=SUMS + 1):
            mine = f"{dues},{cell(at, SUMS)},{hows},{cell(FIRST - 1, column)}"
            sheet.live(at, column, f"=SUMIFS({arrs},{mine})", money.arr(getattr(month, name)), "whole")
    for at, (name, words) in enumerate(REST.items(), start=FIRST + len(months) + 1):
        sheet.put(at, SUMS, words, "text")
        sheet.put(at, SUMS + 1, money.arr(getattr(data.renewals, name)), "whole", given=True)
