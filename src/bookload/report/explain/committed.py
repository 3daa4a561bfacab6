"""Committed ARR and its parts, opened to the rows that start and end; and what is due for renewal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bookload.metrics.revenue.committed import PARTS, committed, committed_changes
from bookload.metrics.revenue.renewals import renewals
from bookload.report.document import arr_text
from bookload.report.explain.explanation import Explanation, Step

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.revenue.committed import Change

FORMULA = "live + signed and not yet started + upgrades + downgrades + known ends = committed, exactly"
MEANING: Mapping[str, str] = {
    "committed_arr": (
        "What is live, with what is signed or known on the day to change it: starts, other prices, ends."
    ),
    "signed_not_started": "ARR of what is signed on the day and starts after it.",
    "upgrades": "What more accounts will pay from a day that is known, net of what ends on it.",
    "downgrades": "What less accounts will pay from a day that is known, net of what starts on it.",
    "known_ends": "ARR that is known to end: cancelled, or on a fixed term that does not renew by itself.",
}
"""Committed ARR and its parts, but for `live`, which is `arr`."""

RENEWALS = "ARR of live rows that are due for renewal within twelve months; cancelled ones are not."


def committed_part(reader: Reader, metric: str, subject: str | None) -> Explanation:
    """Return committed ARR, or one part of it, of the company or of the account `subject`."""
    rows = [row for row in committed(reader, "account", 0).rows if subject in (None, row.key)]
    sums = {name: sum(getattr(row, name) for row in rows) for name in ("live", *PARTS, "committed")}
    changes = committed_changes(reader, subject).rows
    whole = metric == "committed_arr"
    opened = _opened(reader, [each for each in changes if each.part and (whole or each.part == metric)])
    value = arr_text(sums["committed" if whole else metric])
    steps: tuple[Step, ...] = (opened,)
    if whole:
        words = " + ".join(f"{name.replace('_', ' ')} {arr_text(sums[name])}" for name in ("live", *PARTS))
        live = Step(f"Live on {reader.as_of}; `bookload explain arr` opens it", total=arr_text(sums["live"]))
        steps = (live, opened, Step(words, total=value))
    return Explanation(metric, subject, value, MEANING[metric], FORMULA, steps)


def _opened(reader: Reader, changes: Sequence[Change]) -> Step:
    return Step(
        text=f"{len(changes)} changes known on {reader.as_of}, each a row that starts or ends on a later day",
        columns=("account_id", "subscription_id", "line_id", "date", "part", "reason", "arr"),
        rows=tuple(
            (
                change.account_id,
                change.subscription_id,
                change.line_id,
                change.at.isoformat(),
                change.part,
                change.reason,
                arr_text(change.arr),
            )
            for change in changes
        ),
        source="subscriptions",
        total=arr_text(sum(change.arr for change in changes)),
    )


def due_for_renewal(reader: Reader, subject: str | None) -> Explanation:
    """Return what is due for renewal within a year, opened to the rows."""
    found = renewals(reader)
    rows = [row for row in found.rows if subject in (None, row.account_id)]
    total = arr_text(sum(row.arr for row in rows))
    step = Step(
        text=f"{len(rows)} live rows due by their renewal_date, else end_date, else the end of their term",
        columns=("account_id", "subscription_id", "line_id", "due", "basis", "how", "overdue", "arr"),
        rows=tuple(
            (
                row.account_id,
                row.subscription_id,
                row.line_id,
                row.due.isoformat(),
                row.basis,
                row.how,
                "overdue" if row.overdue else "",
                arr_text(row.arr),
            )
            for row in rows
        ),
        source="subscriptions",
        total=total,
    )
    return Explanation("renewals", subject, total, RENEWALS, "Σ ARR of the rows that are due", (step,))
