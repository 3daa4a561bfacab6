"""Files of a proposal: its moves for a CRM, and the ownership that follows, which imports as it is."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from bookload.base.money import SHARE_ONE, exact_text, scaled
from bookload.report.document import arr_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bookload.planning.balance import Moving, OwnerRow

MOVES = (
    "step", "account_id", "name", "from_owner_id", "to_owner_id", "on_or_after", "share", "hours_a_month",
    "arr", "reason",
)  # fmt: skip
OWNERSHIP = ("account_id", "owner_id", "start_date", "end_date", "role", "share")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def moves_csv(found: Moving, starts: date) -> str:
    """Return the moves in their order as a file for a CRM; accounts of one step change on one day."""
    return _written(
        MOVES,
        (
            (
                str(move.step),
                move.account_id,
                plain_text(move.name),
                move.from_id,
                move.to_id,
                starts.isoformat(),
                exact_text(scaled(move.share, 4), 0),
                f"{move.hours:.2f}",
                str(arr_text(move.arr)),
                plain_text(move.reason),
            )
            for move in found.moves
        ),
    )


def ownership_csv(rows: Iterable[OwnerRow]) -> str:
    """Return rows of ownership as a file that takes the place of the table once it is imported."""
    return _written(
        OWNERSHIP,
        (
            (
                row.account_id,
                row.owner_id,
                row.start_date.isoformat(),
                "" if row.end_date is None else row.end_date.isoformat(),
                row.role,
                "1" if row.share == SHARE_ONE else exact_text(scaled(row.share, 4), 0),
            )
            for row in rows
        ),
    )


def plain_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return made.getvalue()
