"""Minutes by one side: account, segment, stage, activity, person or month."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR
from bookload.report.figures import number, percent
from bookload.report.terminal import Part, table
from bookload.report.topics.effort_body import side_body, side_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.effort.sides import SideRow

__all__ = ["side_body", "tables"]

PLACES = {"account": "for accounts", "internal": "internal", "unexplained": "unexplained"}


def tables(side: str, rows: Sequence[SideRow]) -> list[Part]:
    """Return the rows in the order of their keys, which ranks nobody, and the sum that all sides share."""
    total = sum(row.minutes for row in rows)
    cells = [
        [
            side_key(side, row.key) or "(none stated)",
            PLACES[row.place],
            f"{row.activities:,}",
            f"{row.unknown:,}",
            _hours(row.minutes),
            percent(Fraction(row.minutes, total)) if total else None,
        ]
        for row in rows
    ]
    columns = [side, "what for", "activities", "of unknown length", "hours", "share"]
    return [
        table(f"Hours by {side}", columns, cells, text_columns=2),
        f"Together {_hours(total)} h, by every side the same.",
    ]


def _hours(minutes: int) -> str | None:
    return number(Fraction(minutes, MINUTE_ONE * MINUTES_AN_HOUR))
