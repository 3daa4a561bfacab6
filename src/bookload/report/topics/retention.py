"""NRR, GRR and logo churn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookload.report.document import plain
from bookload.report.figures import percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.period import Month
    from bookload.metrics.books.retention import BookRetentionRow
    from bookload.metrics.revenue.retention.retention import RetentionRow
    from bookload.report.document import Document


OVER: Mapping[str, str] = {
    "year": "the twelve months that end with each month",
    "quarter": "the three months that end with each month",
    "month": "each month",
    "fiscal_year": "each fiscal year, by its last month",
    "fiscal_quarter": "each fiscal quarter, by its last month",
}
"""What a rate is over, by period."""

BEFORE = "n/a: a rate needs a month end that the data knows to begin with, and the months after it."
"""What is said of the months before the first that has a rate."""

FEW = "few"
"""What stands beside the rate of a book that has too few accounts to be judged."""


def body(rows: Sequence[RetentionRow], period: str, by: str | None) -> Document:
    """Return the rates of each month, over the period that ends with it."""
    return {
        "period": period,
        "rows": [
            {
                "month": str(row.month),
                **({by: row.key} if by else {}),
                "nrr": plain(row.nrr, None),
                "grr": plain(row.grr, None),
                "logo_churn": plain(row.logo_churn, None),
                "opening_accounts": row.opening_accounts,
            }
            for row in rows
        ],
    }


def tables(rows: Sequence[RetentionRow], period: str, by: str | None) -> list[Part]:
    """Return the rates as a table; months before the first that has any are one row, which says why."""
    first = next((row.month for row in rows if row.opening_accounts is not None), None)
    before = sorted({row.month for row in rows if first is None or row.month < first})
    cells = [
        [
            str(row.month),
            *([row.key or "(none)"] if by else []),
            percent(row.nrr),
            percent(row.grr),
            percent(row.logo_churn),
            None if row.opening_accounts is None else f"{row.opening_accounts:,}",
        ]
        for row in rows
        if row.month not in before
    ]
    columns = ["month", *([by] if by else []), "NRR", "GRR", "logo churn", "accounts at the start"]
    made = table(
        f"Retention over {OVER[period]}", columns, [*_before(before, by), *cells], text_columns=1 + bool(by)
    )
    return [made, *([BEFORE] if before else [])]


def _before(months: Sequence[Month], by: str | None) -> list[list[str | None]]:
    """Return one row for all months without a rate, so that they are neither hidden nor a page long."""
    if not months:
        return []
    span = str(months[0]) if len(months) == 1 else f"{months[0]} to {months[-1]}"
    return [[span, *(["all"] if by else []), *[None] * 4]]


def body_of_books(rows: Sequence[BookRetentionRow], period: str) -> Document:
    """Return the rates of each book and month, over the period that ends with it."""
    return {
        "period": period,
        "rows": [
            {
                "month": str(row.month),
                "person_id": row.owner_id,
                "nrr": plain(row.nrr, None),
                "grr": plain(row.grr, None),
                "logo_churn": plain(row.logo_churn, None),
                "accounts": row.accounts,
                "judged": row.judged,
            }
            for row in rows
        ],
    }


def tables_of_books(rows: Sequence[BookRetentionRow], period: str) -> list[Part]:
    """Return the rates of books as a table; a book of few accounts is marked as such."""
    cells = [
        [
            str(row.month),
            row.owner_id or "(nobody)",
            percent(row.nrr),
            percent(row.grr),
            percent(row.logo_churn),
            f"{row.accounts:,}",
            "" if row.judged else FEW,
        ]
        for row in rows
    ]
    columns = ["month", "person", "NRR", "GRR", "logo churn", "accounts at the end", ""]
    made = table(f"Retention of books over {OVER[period]}", columns, cells, text_columns=2)
    return [made, f"{FEW}: under ten accounts, one customer decides the rate; it is not judged."]
