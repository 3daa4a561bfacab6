"""NRR, GRR and logo churn over the twelve months that end with each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Retention"
FIRST = 4


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a month."""
    sheet.begin(
        "Retention over twelve months",
        "Accounts live at the start: what is left of their revenue, in constant currency. n/a where the "
        "period is not over, or where its start is not known.",
        [11, 10, 10, 11, 14],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ("month", "NRR", "GRR", "logo churn", "accounts at the start"))
    last = data.answer.retention
    for at, row in enumerate(data.retention, start=FIRST):
        sheet.put(at, 0, min(row.month.last_day, data.answer.capacity.as_of), "month")
        for column, value in enumerate((row.nrr, row.grr, row.logo_churn), start=1):
            sheet.put(at, column, value, "share", given=True)
        sheet.put(at, 4, row.opening_accounts, "count", given=True)
        if last is not None and row.month == last.month:
            for column, name in enumerate(("nrr", "grr", "logo_churn"), start=1):
                sheet.named(name, at, column, getattr(row, name))
