"""A cohort, opened to its accounts: when each was first live, what it began with, and what it has now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import UsageError
from bookload.metrics.revenue.retention.cohorts import cohorts, members
from bookload.metrics.revenue.retention.spans import GRAINS, Span
from bookload.report.document import mrr_text
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import percent

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.revenue.retention.cohorts import CohortRow

DEFINITION = "What is left of the MRR that the accounts of a cohort began with, in constant currency."
FORMULA = "Σ MRR now / Σ MRR at the end of each account's first month"


def cohort(reader: Reader, subject: str | None) -> Explanation:
    """Return the latest cell of the cohort `subject` (2025-03, 2025-Q1, 2025) opened to its accounts.

    Without a subject it is the first quarter that has one. Raises `UsageError` for one that is not there.
    """
    found = {str(row.cohort): row for row in _latest(reader)}
    if not found:
        return Explanation("cohort", subject, None, DEFINITION, FORMULA, (Step("n/a: no cohort is known"),))
    name = subject or next(key for key, row in found.items() if row.span.grain == "quarter")
    if name not in found:
        raise UsageError(f"there is no cohort '{name}'; `bookload cohorts --grain month` lists them")
    row = found[name]
    assert row.cohort is not None  # noqa: S101 - narrows the type
    rows = members(reader, row.cohort.first, row.cohort.last, row.month)
    step = Step(
        text=(
            f"{row.accounts} accounts first live in {name}; {row.live} of them at the end of {row.month}, "
            f"all at the rates of {row.month}"
        ),
        columns=("account_id", "first_month", "mrr_at_first", "mrr_now"),
        rows=tuple(
            (each.account_id, str(each.first), mrr_text(each.opening), mrr_text(each.arr)) for each in rows
        ),
        source="subscriptions",
        total=f"{mrr_text(row.arr)} of {mrr_text(row.opening)}",
    )
    return Explanation("cohort", name, percent(row.revenue), DEFINITION, FORMULA, (step,))


def _latest(reader: Reader) -> list[CohortRow]:
    """Return each cohort of any grain at the last span that is over, else at the running one."""
    latest: dict[Span, CohortRow] = {}
    for grain in GRAINS:
        for row in cohorts(reader, grain):
            if row.cohort is not None and (row.logos is not None or row.cohort not in latest):
                latest[row.cohort] = row
    return list(latest.values())
