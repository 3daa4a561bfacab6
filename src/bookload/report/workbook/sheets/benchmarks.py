"""Published figures beside ours, each with scope, year, source and grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookload.metrics.ratios.benchmarks import Comparison
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value

NAME = "Benchmarks"
FIRST = 4
LABELS = ("ratio", "low", "value", "high", "unit", "scope", "source", "year", "grade", "ours", "ours is")
OURS = {
    "arr_per_csm": "judged_arr_per_csm",
    "accounts_per_csm": "accounts_per_csm",
    "arr_per_ote": "arr_per_ote",
    "cs_cost_share_of_arr": "cost_to_serve",
}
OF_PAY = frozenset({"arr_per_ote", "cs_cost_share_of_arr"})


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a published figure."""
    sheet.begin(
        "Published figures",
        "Grade A: survey or primary data; B: practitioner. Amounts are in US dollars. Scopes differ: compare "
        "with care.",
        [18, 12, 12, 12, 12, 48, 44, 10, 7, 14, 10],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, LABELS, words=(0, 4, 5, 6, 7, 8, 10))
    at = FIRST
    for metric, compared in data.answer.assessment.benchmarks.items():
        if metric in OF_PAY and not data.shows_pay:
            continue
        for each in compared:
            _row(sheet, at, metric, each)
            at += 1


def _row(sheet: Sheet, at: int, metric: str, compared: Comparison) -> None:
    each, name = compared.benchmark, OURS[metric]
    share = each.unit == "share"
    sheet.put(at, 0, metric.replace("_", " "), "text")
    for column, value in ((1, each.low), (2, each.value), (3, each.high)):
        sheet.put(
            at, column, "" if value is None else value, "share" if share else "whole", given=value is not None
        )
    for column, text in ((4, each.unit), (5, each.scope), (6, each.source), (7, each.year), (8, each.grade)):
        sheet.put(at, column, text, "wrap" if column in (5, 6) else "text")
    ours: Value = sheet.names.values[name]
    sheet.live(at, 9, f"={name}", ours, "share" if share else "ratio" if metric != "arr_per_csm" else "whole")
    sheet.put(at, 10, compared.standing, "text")
    sheet.tall(at, max(each.scope, each.source, key=len), 62)
