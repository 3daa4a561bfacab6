"""31. A cancellation subtracts once, however often it is told: by end, status, date and event.

Worked by hand: A leaves 100 in March, B's 40 stays. March loses 100, no other month loses anything.
"""

from __future__ import annotations

import pytest

from subscribed import bridge, company, mrr_by_month, paid

TOLD = {
    "by its end": {"end_date": "2025-03-14"},
    "by its end and status": {"end_date": "2025-03-14", "status": "canceled"},
    "by its status and date": {"canceled_date": "2025-03-14", "status": "canceled"},
    "by all of it": {"end_date": "2025-03-14", "canceled_date": "2025-03-14", "status": "canceled"},
}


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("event", [False, True])
def test_what_left_is_subtracted_in_one_month(told: str, event: bool) -> None:
    events = [{"subscription_id": "A-1", "at": "2025-03-14", "status": "canceled"}] if event else []
    rows = paid("A", "100", "2025-01-01") | TOLD[told], paid("B", "40", "2025-01-01")
    workspace = company(*rows, as_of="2025-05-31", subscription_events=events)
    assert mrr_by_month(workspace) == {
        "2025-01": 140,
        "2025-02": 140,
        "2025-03": 40,
        "2025-04": 40,
        "2025-05": 40,
    }
    assert bridge(workspace, "2025-03") == {"opening": 140, "churn": -100, "closing": 40}
