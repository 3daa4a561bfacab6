"""Committed ARR: what is live, what is known to change it, and what is in force at each coming month end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookload.report.document import arr_text
from bookload.report.figures import annual
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.metrics.revenue.committed import Change, Committed
    from bookload.report.document import Document

PARTS = ("live", "signed_not_started", "upgrades", "downgrades", "known_ends", "committed")
WORDS: Mapping[str, str] = {
    "signed": "signed, not yet started",
    "changed": "follows on its line",
    "canceled": "cancelled",
    "not_renewed": "ends, not renewed",
}
"""Why a change ahead is known."""

NO_PART: Mapping[str, str] = {
    "signed": "as much as before",
    "changed": "as much as before",
    "canceled": "as much as before",
    "not_renewed": "after it starts",
}
"""What a change is that belongs to no part."""


def body(found: Committed, changes: tuple[Change, ...], by: str | None) -> Document:
    """Return the parts, which add up in each row, the months ahead, and the changes that they come from."""
    key = {"account": "account_id"}.get(by or "", by)
    return {
        "rows": [
            {
                **({key: row.key} if key else {}),
                **{name: arr_text(getattr(row, name)) for name in (*PARTS, "not_renewed")},
            }
            for row in found.rows
        ],
        "ahead": [
            {"month": str(row.month), **({key: row.key} if key else {}), "arr": arr_text(row.arr)}
            for row in found.ahead
        ],
        "changes": [
            {
                "date": change.at.isoformat(),
                "account_id": change.account_id,
                "subscription_id": change.subscription_id,
                "line_id": change.line_id,
                "product": change.product,
                "part": change.part,
                "reason": change.reason,
                "arr": arr_text(change.arr),
            }
            for change in changes
        ],
        "undated": arr_text(found.undated),
        "undated_counted": found.undated_counted,
    }


def tables(
    found: Committed, changes: tuple[Change, ...], by: str | None, currency: str, most: int
) -> list[Part]:
    """Return the parts, the months ahead and the first `most` changes (0: all) as tables."""
    parts = table(
        f"Committed ARR, {currency}",
        [*([by.replace("_", " ")] if by else []), *(name.replace("_", " ") for name in PARTS)],
        [
            [
                *([row.key or "(none)"] if by else []),
                *(annual(getattr(row, name), currency) for name in PARTS),
            ]
            for row in found.rows
        ],
        text_columns=int(bool(by)),
    )
    return [parts, *_ahead(found, by, currency), *_changes(changes, currency, most), *notes(found, currency)]


def notes(found: Committed, currency: str) -> list[str]:
    """Return what to say beside committed ARR: how rows ahead without a day of signature are taken."""
    if not found.undated:
        return []
    how = (
        "they count, since the data holds them on its last day"
        if found.undated_counted
        else "they are left out: on this day nobody can say whether they were signed"
    )
    amount = annual(found.undated, currency)
    return [f"Rows ahead that state no signed_date are worth {amount} {currency} of ARR; {how}."]


def _ahead(found: Committed, by: str | None, currency: str) -> list[Part]:
    if by or not found.ahead:
        return []
    rows = [[str(row.month), annual(row.arr, currency)] for row in found.ahead]
    return [table(f"Known to be in force at the end of each month, {currency}", ["month", "ARR"], rows)]


def _changes(changes: tuple[Change, ...], currency: str, most: int) -> list[Part]:
    if not changes:
        return []
    rows = [
        [
            change.at.isoformat(),
            change.account_id,
            f"{change.subscription_id} {change.line_id}".strip(),
            WORDS[change.reason],
            (change.part or NO_PART[change.reason]).replace("_", " "),
            annual(change.arr, currency),
        ]
        for change in changes[: most or None]
    ]
    columns = ["date", "account", "subscription", "why it is known", "part", "ARR"]
    made: list[Part] = [table(f"Changes known ahead, {currency}", columns, rows, text_columns=5)]
    more = len(changes) - len(rows)
    return [*made, f"{more} more; --rows 0 shows all"] if more else made
