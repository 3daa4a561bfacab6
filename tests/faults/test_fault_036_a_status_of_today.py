"""36. A change of status today leaves past months alone: what is told by an event counts from its day on.

Worked by hand: A pays 100 from January. What it is told to be on 20 April, it is from 20 April on.
"""

from __future__ import annotations

import pytest

from subscribed import company, mrr_by_month, paid

BEFORE = {"2025-01": 100, "2025-02": 100, "2025-03": 100}


@pytest.mark.parametrize(
    ("status", "april"),
    [("paused", 0), ("unpaid", 0), ("trialing", 0), ("canceled", 0), ("past_due", 100), ("active", 100)],
)
@pytest.mark.parametrize("row_too", [False, True])
def test_the_months_before_are_as_they_were(status: str, april: int, row_too: bool) -> None:
    row = paid("A", "100", "2025-01-01", status=status if row_too else "active")
    events = [{"subscription_id": "A-1", "at": "2025-04-20", "status": status}]
    assert mrr_by_month(company(row, as_of="2025-04-30", subscription_events=events)) == {
        **BEFORE,
        "2025-04": april,
    }


def test_past_due_counts_for_its_days_from_the_day_that_it_was_so() -> None:
    events = [{"subscription_id": "A-1", "at": "2025-02-20", "status": "past_due"}]
    row = paid("A", "100", "2025-01-01", status="past_due")
    late = company(row, as_of="2025-04-30", subscription_events=events, revenue={"past_due_days": 39})
    # 20 February + 39 days is 31 March, the first day that it no longer counts.
    assert mrr_by_month(late) == {"2025-01": 100, "2025-02": 100, "2025-03": 0, "2025-04": 0}
    longer = company(row, as_of="2025-04-30", subscription_events=events, revenue={"past_due_days": 40})
    assert mrr_by_month(longer)["2025-03"] == 100
