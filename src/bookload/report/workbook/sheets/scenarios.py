"""Scenarios side by side: each figure as the base and what each part adds, as sums that can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.planning.plan.scenarios import FIGURES
from bookload.report.workbook.sheet import cell, span

if TYPE_CHECKING:
    from fractions import Fraction

    from bookload.planning.plan.scenarios import Compared, Comparison, Difference
    from bookload.report.workbook.sheet import Sheet
    from bookload.report.workbook.style import Kind

NAME = "Scenarios"
FIRST = 3
KINDS: dict[str, Kind] = {
    "money": "money",
    "number": "ratio",
    "heads": "heads",
    "hours": "hours",
    "share": "share",
}


def fill(sheet: Sheet, found: Comparison, currency: str) -> None:
    """Write a table a scenario: the base, what each part adds alone, what they add together, and the sum."""
    sheet.begin(
        "Scenarios",
        f"As of {found.as_of} and the {found.months} months after it, in {currency}. Shaded cells are "
        "given: what each part of a scenario does alone, and what they do together.",
        [38, *[15] * 10],
        frozen=(FIRST, 1),
    )
    for number, left in enumerate(found.broken, start=FIRST):
        sheet.note(number, f"Left out: {left.message}")
    at = FIRST + len(found.broken)
    for each in found.scenarios:
        at = _scenario(sheet, each, at) + 2


def _scenario(sheet: Sheet, each: Compared, at: int) -> int:
    """Write one scenario; return its last row."""
    sheet.section(at, each.title)
    sheet.note(at + 1, each.sentence + (" Months ahead are ESTIMATES." if each.estimates else ""))
    sheet.head(at + 2, ("", "as it is", *each.parts, "together", each.title, "difference"))
    row = at + 2
    for row, difference in enumerate(each.differences, start=at + 3):
        _row(sheet, row, difference, each)
    return row


def _row(sheet: Sheet, at: int, row: Difference, each: Compared) -> None:
    kind = KINDS[FIGURES[row.figure].unit]
    together = 2 + len(each.parts)
    sheet.put(at, 0, FIGURES[row.figure].words, "text")
    sheet.put(at, 1, row.base, kind, given=True)
    for column, part in enumerate(each.parts, start=2):
        sheet.put(at, column, row.bridge[part], kind, given=True)
    sheet.put(at, together, row.interaction, kind, given=True)
    parts = span((at, 1), (at, together))
    whole: Fraction | None = None if row.interaction is None else row.value
    formula = f'=IF(COUNT({parts})={together},SUM({parts}),"n/a")'
    sheet.live(at, together + 1, formula, whole, kind, strong=True)
    value = cell(at, together + 1)
    less = f'=IF(ISNUMBER({value}),{value}-{cell(at, 1)},"n/a")'
    sheet.live(at, together + 2, less, None if whole is None else row.difference, kind)
