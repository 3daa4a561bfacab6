"""35. Cancel and return within a month, and a pause: as the policy says.

Worked by hand: A pays 100, is paused from 10 February to 5 April. B cancels on 5 March and is back, at
80, on the 28th.
"""

from __future__ import annotations

from subscribed import bridge, company, mrr_by_month, paid

PAUSED = (paid("A", "100", "2025-01-01"),)
EVENTS = [
    {"subscription_id": "A-1", "at": "2025-02-10", "status": "paused"},
    {"subscription_id": "A-1", "at": "2025-04-05", "status": "active"},
]
BACK = paid("B", "100", "2025-01-01", "2025-03-05"), paid("B", "80", "2025-03-28")


def test_a_pause_is_no_churn_and_its_end_no_reactivation() -> None:
    workspace = company(*PAUSED, as_of="2025-04-30", subscription_events=EVENTS)
    assert list(mrr_by_month(workspace).values()) == [100, 0, 0, 100]
    assert bridge(workspace, "2025-02") == {"opening": 100, "paused": -100}
    assert bridge(workspace, "2025-04") == {"resumed": 100, "closing": 100}


def test_where_a_pause_counts_nothing_happens() -> None:
    workspace = company(
        *PAUSED, as_of="2025-04-30", subscription_events=EVENTS, revenue={"paused": "counted"}
    )
    assert set(mrr_by_month(workspace).values()) == {100}


def test_a_return_within_the_month_nets_or_shows_both_or_is_bridged() -> None:
    assert bridge(company(*BACK, as_of="2025-04-30"), "2025-03") == {
        "opening": 100,
        "contraction": -20,
        "closing": 80,
    }
    daily = company(*BACK, as_of="2025-04-30", revenue={"movements": "daily"})
    assert bridge(daily, "2025-03") == {"opening": 100, "churn": -100, "reactivation": 80, "closing": 80}
    bridged = company(*BACK, as_of="2025-04-30", revenue={"movements": "daily", "renewal_gap_days": 23})
    assert bridge(bridged, "2025-03") == {"opening": 100, "contraction": -20, "closing": 80}
