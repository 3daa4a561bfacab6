"""What turned, month by month: each month beside its band, and the accounts behind each sign."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.signs import MARKS, UNJUDGED, VERDICTS, by_place, words
from bookload.report.workbook.sheet import cell, divided

if TYPE_CHECKING:
    from bookload.metrics.books.signs import Signs
    from bookload.metrics.revenue.signs.judged import SignMonth
    from bookload.metrics.revenue.signs.sign import Sign
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Signs"
FIRST = 4
COMPANY = "company"
NONE_STATED = "(none)"


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a sign and account behind it, then a row a month of the company, a segment and a person."""
    sheet.begin(
        "Leading signs",
        f"What accounts did by themselves, MRR in {data.currency} at the rates of one day: no transfers, no "
        "rates of exchange. Bands are estimates; noise alone falls outside in one month of twenty.",
        [10, 22, 11, 22, 14, 14, 14, 9, 10, 10, 24, 60],
        frozen=(FIRST, 0),
    )
    at = _signs(sheet, data)
    sheet.section(at + 1, "Each month beside its band")
    heads = ("of", "which", "month", "verdict", "MRR before", "moved by", "MRR after", "rate")
    sheet.head(at + 2, (*heads, "expected from", "expected to"), words=(0, 1, 3))
    at += 3
    for found in data.signs:
        for row in found:
            _month(sheet, at, found.by, row)
            at += 1


def _signs(sheet: Sheet, data: Gathered) -> int:
    """Write the signs and return the first row below them."""
    heads = ("of", "which", "month", "sign", "MRR before", "changed by", "MRR after")
    sheet.head(FIRST - 1, heads, words=(0, 1, 3))
    sheet.head(FIRST - 1, ("account", "in words"), 10, words=(0, 1))
    at = FIRST
    for found in data.signs:
        rows = by_place(found)
        for sign in found.signs:
            said = words(sign, rows[sign.month, sign.key], data.currency)
            at = _sign(sheet, at, found, sign, said)
    if at == FIRST:
        sheet.note(at, "Nothing turned.")
        at += 1
    return at


def _sign(sheet: Sheet, at: int, found: Signs, sign: Sign, said: str) -> int:
    """Write a sign, a row an account behind it, and return the row below."""
    for account in sign.accounts or (None,):
        for column, text in enumerate((found.by, _which(sign.key))):
            sheet.put(at, column, text, "text")
        sheet.put(at, 2, sign.month.last_day, "month")
        sheet.put(at, 3, MARKS[sign.kind], "text")
        sheet.put(at, 11, said, "text")
        if account is not None:
            sheet.put(at, 10, account.account_id, "text")
            _amounts(sheet, at, account.base, account.organic, account.closing)
        at += 1
    return at


def _month(sheet: Sheet, at: int, by: str, row: SignMonth) -> None:
    sheet.put(at, 0, by, "text")
    sheet.put(at, 1, _which(row.key), "text")
    sheet.put(at, 2, row.month.last_day, "month")
    verdict = VERDICTS[row.verdict] if row.verdict else UNJUDGED[row.unjudged or "too_still"]
    sheet.put(at, 3, verdict, "text")
    _amounts(sheet, at, row.base, row.organic, row.closing)
    sheet.live(at, 7, divided(cell(at, 5), cell(at, 4)), row.rate, "share")
    for column, end in ((8, "low"), (9, "high")):
        value = None if row.trend is None else Fraction(getattr(row.trend, end))
        sheet.put(at, column, value, "share", given=True)


def _amounts(sheet: Sheet, at: int, base: int, organic: int, closing: int) -> None:
    sheet.put(at, 4, money.mrr(base), "cents", given=True)
    sheet.put(at, 5, money.mrr(organic), "cents", given=True)
    sheet.live(at, 6, f"={cell(at, 4)}+{cell(at, 5)}", money.mrr(closing), "cents")


def _which(key: str | None) -> str:
    return COMPANY if key is None else key or NONE_STATED
