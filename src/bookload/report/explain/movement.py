"""One movement of the month of `as_of`: the accounts that make it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.period import Month
from bookload.metrics.revenue.movements.bridges import AMOUNTS, movements
from bookload.report.document import mrr_text
from bookload.report.explain.explanation import Explanation, Step

if TYPE_CHECKING:
    from bookload.data.reader import Reader

MEANING = {
    "opening": "MRR at the end of the month before.",
    "new": "The first MRR ever of accounts.",
    "reactivation": "MRR of accounts that had some before, and none at the end of the month before.",
    "resumed": "MRR of accounts that were paused.",
    "expansion": "More MRR of accounts that had some before.",
    "contraction": "Less MRR of accounts that still have some.",
    "churn": "MRR of accounts that have none any more.",
    "paused": "MRR of accounts that paused.",
    "fx": "What a change of rates alone made of the opening MRR.",
    "closing": "MRR at the end of the month.",
}
"""The movements of accounts; transfers and reclassifications are between people and segments."""


def movement(reader: Reader, metric: str, subject: str | None) -> Explanation:
    """Return a movement of the month of `as_of`, opened into accounts."""
    month = Month.of(reader.as_of)
    (total,) = movements(reader, "month", month, month).rows
    rows = [
        row
        for row in movements(reader, "account", month, month).rows
        if getattr(row, metric) and subject in (None, row.key)
    ]
    shown = tuple(name for name in AMOUNTS if any(getattr(row, name) for row in rows))
    value = sum(getattr(row, metric) for row in rows) if subject else getattr(total, metric)
    step = Step(
        text=f"{len(rows)} accounts with {metric} in {month}, as MRR",
        columns=("account_id", *shown),
        rows=tuple(
            (row.key, *(mrr_text(getattr(row, name)) for name in shown))
            for row in sorted(rows, key=lambda row: (-abs(getattr(row, metric)), str(row.key)))
        ),
        source="subscriptions",
        total=mrr_text(value),
    )
    formula = "opening + movements = closing, exactly, for every account"
    return Explanation(metric, subject, mrr_text(value), MEANING[metric], formula, (step,))
