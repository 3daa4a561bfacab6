"""Cohorts by quarter of first MRR: the shares as formulas over what each began with and has now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.workbook.sheet import cell, divided

if TYPE_CHECKING:
    from bookload.metrics.revenue.retention.cohorts import CohortRow
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Cohorts"
FIRST = 4
LEFT = 2
"""The column of age 0."""

Of = Callable[["CohortRow"], "Value"]


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write five blocks, one below the other: two of shares, and the figures that they are made of."""
    rows = {(str(row.cohort), row.age or 0): row for row in data.cohorts.rows if row.cohort is not None}
    names = list(dict.fromkeys(name for name, _ in rows))
    ages = max((age for _, age in rows), default=0) + 1
    sheet.begin(
        "Cohorts by quarter of first MRR",
        "What is left of what each quarter's new accounts began with, by quarters since, in "
        f"{data.currency}, both sides at the same rates. Empty: not reached; n/a: the quarter is not over.",
        [11, 11, *[11] * ages],
        frozen=(FIRST, 2),
    )
    step = len(names) + 3
    worth, began, live = (FIRST + place * step for place in (2, 3, 4))
    sizes = _sizes(rows, names)

    def block(place: int, title: str) -> int:
        at = FIRST + place * step
        sheet.section(at - 1, title)
        sheet.head(at, ("cohort", "accounts", *map(str, range(ages))))
        for offset, name in enumerate(names, start=1):
            sheet.put(at + offset, 0, name, "text")
            sheet.put(at + offset, 1, sizes[name], "count", given=True)
        return at

    given: tuple[tuple[str, Of, Kind], ...] = (
        ("MRR now", lambda row: money.mrr(row.arr), "cents"),
        ("MRR that they began with, at the same rates", lambda row: money.mrr(row.opening or 0), "cents"),
        ("Accounts left", lambda row: row.live, "count"),
    )
    for place, (title, of, kind) in enumerate(given, start=2):
        at = block(place, title)
        for (name, age), row in rows.items():
            sheet.put(at + 1 + names.index(name), LEFT + age, of(row), kind, given=True)
    block(0, "Share of the MRR that they began with")
    block(1, "Share of the accounts that they began as")
    for (name, age), row in rows.items():
        down, column = 1 + names.index(name), LEFT + age
        if row.logos is None:
            sheet.put(FIRST + down, column, None, "share")
            sheet.put(FIRST + step + down, column, None, "share")
            continue
        of_mrr = divided(cell(worth + down, column), cell(began + down, column))
        sheet.live(FIRST + down, column, of_mrr, row.revenue, "share")
        of_accounts = divided(cell(live + down, column), cell(live + down, 1))
        sheet.live(FIRST + step + down, column, of_accounts, row.logos, "share")
    for at in (FIRST, FIRST + step):
        if names:
            sheet.mark_shares((at + 1, LEFT), (at + len(names), LEFT + ages - 1))


def _sizes(rows: dict[tuple[str, int], CohortRow], names: list[str]) -> dict[str, int]:
    return {name: rows[name, 0].accounts or 0 for name in names}
