"""Cohorts as a heatmap: a row a cohort, a column an age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import mrr_text, plain
from bookload.report.figures import percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.metrics.revenue.retention.cohorts import CohortRow, Cohorts
    from bookload.metrics.revenue.retention.spans import Span
    from bookload.report.document import Document

WIDEST = 13
"""Ages that a terminal has room for: a year of months and the one it begins with."""

TITLES = {
    "revenue": "Revenue retention by cohort of first MRR",
    "logo": "Logo retention by cohort of first MRR",
}
NOT_KNOWN = "(not known)"


def body(found: Cohorts, measure: str) -> Document:
    """Return a row for each cohort and age, and the cohorts together by age."""
    return {
        "grain": found.grain,
        "measure": measure,
        "rows": [
            {
                "cohort": None if row.cohort is None else str(row.cohort),
                "age": row.age,
                "period": str(row.span),
                "month": str(row.month),
                "opening_mrr": mrr_text(row.opening),
                "mrr": mrr_text(row.arr),
                "revenue_share": plain(row.revenue, None),
                "opening_accounts": row.accounts,
                "accounts": row.live,
                "account_share": plain(row.logos, None),
            }
            for row in found.rows
        ],
        "ages": [
            {
                "age": row.age,
                "cohorts": row.cohorts,
                "revenue_share": plain(row.revenue, None),
                "account_share": plain(row.logos, None),
            }
            for row in found.ages
        ],
    }


def share_of(row: CohortRow, measure: str) -> str | None:
    """Return a cell of the heatmap as it is read, None where it is n/a."""
    return percent(row.revenue if measure == "revenue" else row.logos, 0)


def tables(found: Cohorts, measure: str) -> list[Part]:
    """Return the heatmap as a table of the newest ages that fit, a cell not reached being empty."""
    cohorts = {row.cohort: row for row in found.rows if row.cohort is not None and row.age == 0}
    cells = {(row.cohort, row.age): share_of(row, measure) for row in found.rows if row.cohort is not None}
    reached = [row.age for row in found.ages][:WIDEST]
    rows = [
        [
            str(cohort),
            f"{row.accounts or 0:,}",
            *(_cell(cells, (cohort, age)) for age in reached),
        ]
        for cohort, row in cohorts.items()
    ]
    together = {row.age: percent(row.revenue if measure == "revenue" else row.logos, 0) for row in found.ages}
    total = sum(row.accounts or 0 for row in cohorts.values())
    if rows:
        rows.append(["all", f"{total:,}", *(together[age] or "" for age in reached)])
    made = table(f"{TITLES[measure]}, by {found.grain}", ["cohort", "accounts", *map(str, reached)], rows)
    more = len(found.ages) - len(reached)
    notes = [f"Columns count {found.grain}s from the cohort's own; an empty cell is not reached yet."]
    if more > 0:
        notes.append(f"{more} more ages are in --json; a coarser --grain shows them here.")
    if unknown := _unknown(found):
        which = "1 live account" if unknown == 1 else f"{unknown:,} live accounts"
        notes.append(f"{which} began before the data does; of which cohort is not known.")
    return [made, *notes]


def _cell(cells: Mapping[tuple[Span, int | None], str | None], place: tuple[Span, int]) -> str:
    return cells.get(place) or ""


def _unknown(found: Cohorts) -> int:
    """Return how many live accounts have no cohort, at the last span observed."""
    return next((row.live for row in reversed(found.rows) if row.cohort is None), 0)
