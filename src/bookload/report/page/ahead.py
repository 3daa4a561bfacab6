"""What lasts and what is ahead: cohorts, committed ARR, renewals, and who the largest accounts are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.metrics.revenue.committed import committed
from bookload.metrics.revenue.concentration import TOPS, concentration
from bookload.metrics.revenue.renewals import renewals
from bookload.metrics.revenue.retention.cohorts import cohorts
from bookload.report.charts import Cell, cohort_heatmap
from bookload.report.figures import annual, monthly, number, percent
from bookload.report.page.drawings import NARROW, WIDE, Pair
from bookload.report.page.figure import signed
from bookload.report.page.front import in_words, month_words
from bookload.report.page.grid import Grid
from bookload.report.topics.committed import notes
from bookload.report.topics.renewals import HOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.committed import Committed
    from bookload.metrics.revenue.renewals import Renewals
    from bookload.metrics.revenue.retention.cohorts import CohortRow

LATEST = 12
"""Cohorts, and steps of each, that the page shows: three years of quarters."""

DUE = 10
"""Renewals that the page lists."""

WORDS = {
    "live": "live",
    "signed_not_started": "signed, not yet started",
    "upgrades": "upgrades known ahead",
    "downgrades": "downgrades known ahead",
    "known_ends": "ends known ahead",
    "committed": "committed",
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """The sections' drawing, tables and sentences; `heatmap` is None where no cohort is known."""

    heatmap: Pair | None
    cohorts: Grid
    committed: Grid
    by_month: Grid
    notes: tuple[str, ...]
    due: Grid
    due_more: int
    overdue: str | None
    largest: Grid
    concentration: str


def ahead(reader: Reader) -> Ahead:
    """Return what the page shows of what lasts and what is ahead."""
    currency = reader.policy.company.currency
    known, due = committed(reader), renewals(reader)
    sentence, largest = _largest(reader, currency)
    rows = _latest(reader)
    return Ahead(
        heatmap=_heatmap(rows),
        cohorts=_cohorts(rows, currency),
        committed=_committed(known, currency),
        by_month=_by_month(known, due, currency),
        notes=tuple(notes(known, currency)),
        due=_due(due, currency),
        due_more=max(0, len(due.rows) - DUE),
        overdue=annual(due.overdue, currency) if due.overdue else None,
        largest=largest,
        concentration=sentence,
    )


def _latest(reader: Reader) -> list[CohortRow]:
    """Return the cells of the latest quarters' cohorts that have a share."""
    rows = [
        row for row in cohorts(reader, "quarter").rows if row.cohort is not None and row.revenue is not None
    ]
    begun = sorted({row.cohort.first for row in rows if row.cohort})[-LATEST:]
    return [row for row in rows if row.cohort and row.cohort.first in begun]


def _heatmap(rows: Sequence[CohortRow]) -> Pair | None:
    cells = [
        Cell(str(row.cohort), row.age, row.revenue, (percent(row.revenue, 0) or "").rstrip("%"))
        for row in rows
        if row.age is not None and row.revenue is not None
    ]
    if not cells:
        return None
    ends = {cell.cohort: cell for cell in cells}
    said = "; ".join(f"{cell.cohort} {cell.shown}% after {cell.age}" for cell in ends.values())
    description = (
        f"Percent of the MRR that each quarter's new accounts began with, by quarters since: {said}."
    )

    wide, narrow = (
        cohort_heatmap(cells, title="Revenue by cohort", description=description, width=width)
        for width in (WIDE, NARROW)
    )
    return Pair(wide, narrow)


def _cohorts(rows: Sequence[CohortRow], currency: str) -> Grid:
    last = {row.cohort: row for row in rows}
    return Grid(
        ("cohort", "accounts at the start", "left", "of accounts", "MRR at the start", "MRR now", "of MRR"),
        tuple(
            (
                str(cohort).replace("-", "\u2011"),
                f"{row.accounts:,}",
                f"{row.live:,}",
                percent(row.logos),
                monthly(row.opening, currency),
                monthly(row.arr, currency),
                percent(row.revenue),
            )
            for cohort, row in last.items()
        ),
    )


def _committed(known: Committed, currency: str) -> Grid:
    (row,) = known.rows
    return Grid(
        ("ARR", currency),
        tuple((words, signed(annual(getattr(row, name), currency))) for name, words in WORDS.items()),
    )


def _by_month(known: Committed, due: Renewals, currency: str) -> Grid:
    renewing = {row.month: row for row in due.months}
    return Grid(
        ("month", "known to be in force at its end", *(f"due, {words}" for words in HOW.values())),
        tuple(
            (
                month_words(row.month),
                annual(row.arr, currency),
                *(
                    annual(getattr(renewing[row.month], name), currency) if row.month in renewing else None
                    for name in HOW
                ),
            )
            for row in known.ahead
        ),
    )


def _due(due: Renewals, currency: str) -> Grid:
    return Grid(
        ("due", "account", "subscription", "how", f"ARR, {currency}"),
        tuple(
            (
                in_words(row.due),
                row.account_id,
                f"{row.subscription_id} {row.line_id}".strip(),
                HOW[row.how] + (", overdue" if row.overdue else ""),
                annual(row.arr, currency),
            )
            for row in due.rows[:DUE]
        ),
        words=4,
    )


def _largest(reader: Reader, currency: str) -> tuple[str, Grid]:
    found = concentration(reader, tops=TOPS)
    grid = Grid(
        ("account", "accounts in the family", f"ARR, {currency}", "of ARR"),
        tuple(
            (each.key, f"{each.accounts:,}", annual(each.arr, currency), percent(each.share))
            for each in found.largest[:DUE]
        ),
    )
    shares = {row.top: percent(row.share) for row in found.rows}
    if not found.spread or found.spread[0].herfindahl is None:
        return "Nobody has any ARR", grid
    said = ", ".join(f"the {top} largest {shares[top]}" for top in TOPS[1:] if top < found.spread[0].count)
    index = number(found.spread[0].herfindahl, 4)
    return f"The largest has {shares[1]} of ARR{', ' if said else ''}{said}; Herfindahl index {index}", grid
