"""Price periods as short rows: who, from when to when, what a month, and what is special about it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bookload.base.period import FAR
from bookload.metrics.revenue.periods.held import held_agreed
from bookload.workspace import Workspace
from subscribed import collected

Stretch = tuple[str, str, Fraction | int | None]


def stretches(workspace: Workspace, account: str | None = None, column: str = "annual") -> list[Stretch]:
    """From when to when ("" is open) an account has what MRR, in order; `p` marks a pause."""
    rows = [
        row for row in collected(workspace, held_agreed(workspace)) if account in (None, row["account_id"])
    ]
    rows.sort(key=lambda row: (row["start_date"], row["line_id"], row["end_date"], row[column] or 0))
    return [
        (
            _text(row["start_date"]),
            _text(row["end_date"]) + ("p" if row["paused"] else ""),
            _month(row[column]),
        )
        for row in rows
    ]


def _month(annual: int | None) -> Fraction | int | None:
    return None if annual is None else Fraction(annual, 12 * 10**6)


def _text(day: date) -> str:
    return "" if day == FAR else day.isoformat()
