"""What MRR does after contact: by lag, by owner, and account by account; its changes are formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.workbook.charts import Frame, Rows, Series, intervals
from bookload.report.workbook.sheet import cell
from bookload.report.workbook.style import ACCENT

if TYPE_CHECKING:
    from bookload.planning.impact import Contact
    from bookload.report.workbook.sheet import Sheet

NAME = "Contact"
FIRST = 6
CHART_ROWS = 16


def fill(sheet: Sheet, found: Contact) -> None:
    """Write the answer, the differences by lag with their chart, owners where they are told, and accounts."""
    sheet.begin(
        "Contact and revenue",
        f"ESTIMATES as of {found.as_of}, of contact from {found.months[0]} to {found.months[-1]}. Shaded "
        "cells are given; an association, not a proof.",
        [26, 16, 14, 14, 14, 14, 14],
        frozen=(2, 1),
    )
    sheet.note(2, found.verdict)
    steady = found.steady
    sheet.put(3, 0, "steady contact against bursts", "text")
    for column, value in enumerate(
        (None,) * 3 if steady is None else (steady.effect, steady.low, steady.high)
    ):
        sheet.put(3, column + 1, value, "share", given=True)
    at = _lags(sheet, found)
    at = _owners(sheet, found, at + 2) if found.owners else at
    _accounts(sheet, found, at + 2)


def _lags(sheet: Sheet, found: Contact) -> int:
    sheet.head(FIRST - 1, ("months after", "difference in MRR", "low", "high"))
    for at, each in enumerate(found.lags, start=FIRST):
        sheet.put(at, 0, each.months, "count")
        for column, value in enumerate((each.effect, each.low, each.high), start=1):
            sheet.put(at, column, value, "share", given=True)
    last = FIRST + len(found.lags) - 1
    frame = Frame((FIRST - 1, 8), "MRR after a month with contact", form="0%", across="0", signed=True)
    series = (Series(2, "low", None), Series(1, "difference", ACCENT), Series(3, "high", None))
    intervals(sheet, frame, Rows(FIRST, last, 0), series)
    return last


def _owners(sheet: Sheet, found: Contact, at: int) -> int:
    sheet.section(at, "By owner, after six months; nobody is ranked by it")
    sheet.head(at + 1, ("owner", "account-months", "with contact", "difference in MRR", "low", "high"))
    for row, each in enumerate(found.owners or (), start=at + 2):
        sheet.put(row, 0, each.owner_id, "text")
        sheet.put(row, 1, each.account_months, "count", given=True)
        sheet.put(row, 2, each.touched, "count", given=True)
        for column, value in enumerate((each.effect, each.low, each.high), start=3):
            sheet.put(row, column, value, "share", given=True)
    return at + 1 + len(found.owners or ())


def _accounts(sheet: Sheet, found: Contact, at: int) -> None:
    at = max(at, FIRST + CHART_ROWS)
    sheet.section(at, "Account by account")
    labels = (
        "account",
        "months looked at",
        "months with contact",
        "activities",
        "MRR first",
        "MRR last",
        "change",
    )
    sheet.head(at + 1, labels)
    for row, each in enumerate(found.accounts, start=at + 2):
        sheet.put(row, 0, each.account_id, "text")
        for column, count in enumerate((each.months, each.touched, each.touches), start=1):
            sheet.put(row, column, count, "count", given=True)
        sheet.put(row, 4, each.mrr_first, "money", given=True)
        sheet.put(row, 5, each.mrr_last, "money", given=True)
        change = f"={cell(row, 5)}/{cell(row, 4)}-1"
        sheet.live(row, 6, change, each.mrr_last / each.mrr_first - 1, "share")
