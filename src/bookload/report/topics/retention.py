"""NRR, GRR and logo churn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import plain
from bookload.report.figures import percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.revenue.retention.retention import RetentionRow
    from bookload.report.document import Document


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
    """Return the rates as a table."""
    span = "the twelve months that end with each month" if period == "year" else "each month"
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
    ]
    columns = ["month", *([by] if by else []), "NRR", "GRR", "logo churn", "accounts at the start"]
    return [table(f"Retention over {span}", columns, cells, text_columns=1 + bool(by))]
