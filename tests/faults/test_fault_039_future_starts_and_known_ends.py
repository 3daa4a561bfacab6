"""39. A future renewal is committed, not live; an inclusive end read as exclusive churns no calendar year.

Worked by hand: on 30 November A's 100 is live until 31 December, its renewal at 120 begins on 1 January.
"""

from __future__ import annotations

from bookload.metrics.revenue.periods.price_periods import agreed
from subscribed import bridge, collected, company, mrr_by_month, paid

ROWS = paid("A", "100", "2025-01-01", "2026-01-01"), paid("A", "120", "2026-01-01")


def test_what_begins_later_is_agreed_but_not_live() -> None:
    workspace = company(*ROWS, as_of="2025-11-30")
    assert mrr_by_month(workspace)["2025-11"] == 100
    starts = {str(row["start_date"]) for row in collected(workspace, agreed(workspace.policy))}
    assert starts == {"2025-01-01", "2026-01-01"}


def test_a_calendar_year_that_is_renewed_loses_nothing_in_december() -> None:
    workspace = company(*ROWS, as_of="2026-01-31")
    assert bridge(workspace, "2025-12") == {"opening": 100, "closing": 100}
    assert bridge(workspace, "2026-01") == {"opening": 100, "expansion": 20, "closing": 120}
