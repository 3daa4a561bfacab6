"""The bridge from opening to closing MRR by month, checked row by row, and a year of it as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from bookload.report.document import bridge_text
from bookload.report.topics.movements import BRIDGE
from bookload.report.workbook.charts import Frame, Rows, Series, stacked
from bookload.report.workbook.sheet import cell, span
from bookload.report.workbook.style import ACCENT, MUTED

if TYPE_CHECKING:
    from bookload.metrics.revenue.movements.bridges import MovementRow
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Movements"
FIRST = 4
LAST_AMOUNT = len(BRIDGE)
CHECK = LAST_AMOUNT + 1
YEAR = 12
BROWN = "#b9b4a7"


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a month with its check, then the last twelve known months as one bridge."""
    rows = data.movements.rows
    sheet.begin(
        "MRR movements by month",
        f"MRR in {data.currency} at six places; losses are below 0; expansion and contraction net at the "
        f"{data.movements.grain}. The check is opening + movements - closing.",
        [11, *[13] * len(BRIDGE), 9],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ("month", *(name.replace("_", " ") for name in BRIDGE), "check"))
    known: list[tuple[int, list[Decimal]]] = []
    for at, row in enumerate(rows, start=FIRST):
        sheet.put(at, 0, min(row.month.last_day, data.answer.capacity.as_of), "month")
        amounts = _amounts(row)
        for column, amount in enumerate(amounts or [None] * len(BRIDGE), start=1):
            sheet.put(at, column, amount, "cents", given=True)
        if amounts is not None:
            _check(sheet, at)
            known.append((at, amounts))
    sheet.mark_off((FIRST, CHECK), (FIRST + max(0, len(rows) - 1), CHECK))
    if known:
        _year(sheet, FIRST + len(rows) + 2, known[-YEAR:])


def _amounts(row: MovementRow) -> list[Decimal] | None:
    amounts: list[int | None] = [getattr(row, name) for name in BRIDGE]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return None
    return [Decimal(text) for text in bridge_text(known[0], known[1:-1], known[-1])]


def _check(sheet: Sheet, at: int) -> None:
    formula = f"=ROUND({cell(at, 1)}+SUM({span((at, 2), (at, LAST_AMOUNT - 1))})-{cell(at, LAST_AMOUNT)},6)"
    sheet.live(at, CHECK, formula, 0, "count")


def _year(sheet: Sheet, at: int, known: Sequence[tuple[int, list[Decimal]]]) -> None:
    """Write one bridge over the months, with the columns that a stacked chart draws it from.

    The gap under a column reaches to the lower of the levels before and after it.
    """
    first, last = known[0][0], known[-1][0]
    sheet.section(at, f"The last {len(known)} known months as one bridge")
    sheet.head(at + 1, ("movement", "MRR", "level", "gap", "end", "gain", "loss"))
    level = Decimal(0)
    for index, name in enumerate(BRIDGE):
        row = at + 2 + index
        amount, formula = _over(index, first, last, known)
        end = index in (0, len(BRIDGE) - 1)
        before, level = (Decimal(0), amount) if end else (level, level + amount)
        here, prior = cell(row, 1), cell(row - 1, 2)
        sheet.put(row, 0, name.replace("_", " "), "text")
        sheet.live(row, 1, formula, amount, "cents")
        sheet.live(row, 2, f"={here}" if end else f"={prior}+{here}", level, "cents")
        gap, span_ = ("=0", Decimal(0)) if end else (f"=MIN({prior},{cell(row, 2)})", min(before, level))
        sheet.live(row, 3, gap, span_, "cents")
        sheet.live(row, 4, f"={here}" if end else "=0", amount if end else Decimal(0), "cents")
        sheet.live(
            row,
            5,
            "=0" if end else f"=MAX({here},0)",
            Decimal(0) if end else max(amount, Decimal(0)),
            "cents",
        )
        sheet.live(
            row,
            6,
            "=0" if end else f"=MAX(-{here},0)",
            Decimal(0) if end else max(-amount, Decimal(0)),
            "cents",
        )
    series = (
        Series(3, "gap", None),
        Series(4, "opening and closing", MUTED),
        Series(5, "gain", ACCENT),
        Series(6, "loss", BROWN),
    )
    bars = Rows(at + 2, at + 1 + len(BRIDGE), 0)
    stacked(sheet, Frame((at, 8), "MRR bridge"), bars, series)


def _over(
    index: int, first: int, last: int, known: Sequence[tuple[int, list[Decimal]]]
) -> tuple[Decimal, str]:
    """Return a movement over all months and its formula: first opening, last closing, sums between."""
    column = index + 1
    if index == 0:
        return known[0][1][0], f"={cell(first, column)}"
    if index == len(BRIDGE) - 1:
        return known[-1][1][-1], f"={cell(last, column)}"
    total = sum((amounts[index] for _, amounts in known), Decimal(0))
    return total, f"=SUM({span((first, column), (last, column))})"
