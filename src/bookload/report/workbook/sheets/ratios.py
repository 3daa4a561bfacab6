"""Ratios by month: ARR, heads and accounts as they are, the ratios as formulas over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base import money
from bookload.base.money import MONTHS_A_YEAR
from bookload.report.workbook.charts import Frame, Rows, Series, lines
from bookload.report.workbook.sheet import cell, divided
from bookload.report.workbook.style import ACCENT, INK, MUTED

if TYPE_CHECKING:
    from bookload.metrics.ratios.ratios import RatioRow
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Ratios by month"
FIRST = 4
GIVEN = ("month", "ARR", "CSMs who count", "accounts", "covered ARR", "CSMs who own")
LIVE = (
    "MRR",
    "ARR per CSM",
    "ARR per CSM, covered",
    "MRR per CSM",
    "accounts per CSM",
    "target, of the last month",
    "implied, of the last month",
)
MRR, ARR_PER_CSM, COVERED, MRR_PER_CSM, ACCOUNTS_PER_CSM, TARGET, IMPLIED, OTE, ARR_PER_OTE = range(6, 15)


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a month, name the cells of the last one, and draw the trend."""
    rows = data.answer.trend
    labels = [*GIVEN, *LIVE, *(["OTE of the CSMs who count", "ARR per OTE"] if data.shows_pay else [])]
    sheet.begin(
        "Ratios by month",
        f"At month ends, the last as of {data.answer.capacity.as_of}; amounts in {data.currency}. Shaded "
        "cells are given, the others follow from them.",
        [11, 15, 10, 10, 15, 10, 14, 14, 14, 13, 11, 14, 14, 15, 10],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, labels)
    for offset, row in enumerate(rows):
        _row(sheet, data, FIRST + offset, row)
    last = FIRST + len(rows) - 1
    _names(sheet, data, last, rows[-1])
    trend_chart(sheet, (last + 2, 0), last)


def _row(sheet: Sheet, data: Gathered, at: int, row: RatioRow) -> None:
    given: tuple[tuple[Value, Kind], ...] = (
        (min(row.month.last_day, data.answer.capacity.as_of), "month"),
        (money.arr(row.arr), "whole"),
        (row.csms, "heads"),
        (row.accounts, "count"),
        (money.arr(row.covered_arr), "whole"),
        (row.covered_csms, "heads"),
    )
    for column, (value, kind) in enumerate(given):
        sheet.put(at, column, value, kind, given=column > 0)
    arr, csms, accounts, covered, owners = (cell(at, column) for column in range(1, 6))
    mrr = cell(at, MRR)
    sheet.live(at, MRR, f"={arr}/{MONTHS_A_YEAR}", money.mrr(row.arr), "cents")
    sheet.live(at, ARR_PER_CSM, divided(arr, csms), row.arr_per_csm, "whole")
    sheet.live(at, COVERED, divided(covered, owners), row.covered_arr_per_csm, "whole")
    sheet.live(at, MRR_PER_CSM, divided(mrr, csms), row.mrr_per_csm, "whole")
    sheet.live(at, ACCOUNTS_PER_CSM, divided(accounts, csms), row.accounts_per_csm, "ratio")
    sheet.live(at, TARGET, "=target", sheet.names.values["target"], "whole")
    sheet.live(at, IMPLIED, "=implied_arr_per_csm", sheet.names.values["implied_arr_per_csm"], "whole")
    if data.shows_pay:
        sheet.put(at, OTE, data.ote[row.month], "whole", given=True)
        sheet.live(at, ARR_PER_OTE, divided(arr, cell(at, OTE)), row.arr_per_ote, "ratio")


def _names(sheet: Sheet, data: Gathered, last: int, row: RatioRow) -> None:
    covered = data.answer.assessment.basis == "covered"
    judged = row.covered_arr_per_csm if covered else row.arr_per_csm
    named: tuple[tuple[str, int, Value], ...] = (
        ("arr_total", 1, money.arr(row.arr)),
        ("csms", 2, row.csms),
        ("accounts_live", 3, row.accounts),
        ("covered_arr", 4, money.arr(row.covered_arr)),
        ("mrr_total", MRR, money.mrr(row.arr)),
        ("arr_per_csm", ARR_PER_CSM, row.arr_per_csm),
        ("covered_arr_per_csm", COVERED, row.covered_arr_per_csm),
        ("judged_arr_per_csm", COVERED if covered else ARR_PER_CSM, judged),
        ("mrr_per_csm", MRR_PER_CSM, row.mrr_per_csm),
        ("accounts_per_csm", ACCOUNTS_PER_CSM, row.accounts_per_csm),
    )
    for name, column, value in named:
        sheet.named(name, last, column, value)
    if data.shows_pay:
        sheet.named("arr_per_ote", last, ARR_PER_OTE, row.arr_per_ote)


def trend_chart(sheet: Sheet, at: tuple[int, int], last: int) -> None:
    """Draw the ratios of the months down to the row `last` of this sheet, on any sheet."""
    series = (
        Series(ARR_PER_CSM, "total", MUTED),
        Series(COVERED, "covered", ACCENT, width=2.5),
        Series(TARGET, "target", INK, "dash"),
        Series(IMPLIED, "implied", INK, "round_dot"),
    )
    lines(sheet, Frame(at, "ARR per CSM by month"), Rows(FIRST, last, 0, NAME), series)
