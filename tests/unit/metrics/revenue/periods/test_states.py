"""What a subscription became cuts its rows, and each stretch counts by its own state."""

from __future__ import annotations

from typing import Any

import pytest

from bookload.metrics.revenue.periods.price_periods import agreed
from stretches import stretches
from subscribed import collected, company, paid


def became(*told: tuple[str, str], subscription: str = "A-1") -> list[dict[str, Any]]:
    return [{"subscription_id": subscription, "at": at, "status": status} for at, status in told]


def counted(row: dict[str, Any], *told: tuple[str, str], **revenue: Any) -> list[Any]:
    workspace = company(row, subscription_events=became(*told), revenue=revenue)
    return [each[:2] for each in stretches(workspace)]


OPEN = paid("A", "10", "2025-01-01")
ENDED = paid("A", "10", "2025-01-01", "2025-12-01")


def test_without_events_the_rows_own_status_holds_throughout():
    other = became(("2025-02-01", "paused"), subscription="B-1")
    workspace = company(OPEN | {"status": "paused"}, subscription_events=other)
    assert stretches(workspace) == [("2025-01-01", "p", 10)]


def test_with_events_a_row_is_active_until_the_first_whatever_its_status_says():
    assert counted(OPEN | {"status": "unpaid"}, ("2025-03-01", "unpaid")) == [("2025-01-01", "2025-03-01")]


def test_a_row_is_cut_at_each_event_and_only_what_counts_stays():
    told = (
        ("2025-02-01", "past_due"),
        ("2025-03-01", "paused"),
        ("2025-04-01", "unpaid"),
        ("2025-05-01", "active"),
    )
    assert counted(OPEN, *told) == [
        ("2025-01-01", "2025-02-01"),
        ("2025-02-01", "2025-03-01"),
        ("2025-03-01", "2025-04-01p"),
        ("2025-05-01", ""),
    ]
    assert ("2025-04-01", "2025-05-01") in counted(OPEN, *told, counted_statuses=["active", "unpaid"])
    assert ("2025-03-01", "2025-04-01") in counted(OPEN, *told, paused="counted")


def test_a_state_that_is_told_again_goes_on():
    told = ("2025-02-01", "past_due"), ("2025-02-20", "past_due"), ("2025-06-01", "active")
    assert counted(OPEN, *told, past_due_days=30) == [
        ("2025-01-01", "2025-02-01"),
        ("2025-02-01", "2025-03-03"),
        ("2025-06-01", ""),
    ]


def test_an_event_before_a_row_holds_for_it_and_so_do_its_days():
    told = (("2024-12-20", "past_due"),)
    assert counted(OPEN, *told, past_due_days=20) == [("2025-01-01", "2025-01-09")]


def test_past_due_without_an_event_counts_from_the_rows_first_day_after_its_trial():
    row = OPEN | {"status": "past_due"}
    assert counted(row, past_due_days=31) == [("2025-01-01", "2025-02-01")]
    assert counted(row | {"trial_end_date": "2025-02-01"}, past_due_days=28) == [("2025-02-01", "2025-03-01")]


@pytest.mark.parametrize(
    ("row", "told", "revenue", "ends"),
    [
        (OPEN, [("2025-06-01", "canceled")], {}, "2025-06-01"),
        (ENDED, [("2025-06-01", "canceled")], {}, "2025-12-01"),
        (ENDED, [("2025-06-01", "canceled")], {"churn_date": "cancellation"}, "2025-06-01"),
        (ENDED, [("2025-06-01", "canceled")], {"counted_statuses": ["active"]}, "2025-06-01"),
        (ENDED | {"canceled_date": "2025-05-01"}, [], {"churn_date": "cancellation"}, "2025-05-01"),
        (OPEN | {"canceled_date": "2025-05-01"}, [], {"churn_date": "cancellation"}, "2025-05-01"),
        (OPEN | {"canceled_date": "2025-05-01"}, [], {}, ""),
        # the event says when it ended, the row when that was declared
        (
            OPEN | {"status": "canceled", "canceled_date": "2025-05-01"},
            [("2025-06-01", "canceled")],
            {},
            "2025-06-01",
        ),
        # no event says so, but the row does
        (
            OPEN | {"status": "canceled", "canceled_date": "2025-05-01"},
            [("2025-03-01", "active")],
            {},
            "2025-05-01",
        ),
    ],
)
def test_a_cancellation_ends_a_row_then_or_at_its_end(row, told, revenue, ends):
    assert max(end for _, end in counted(row, *told, **revenue)) == ends


def test_what_did_not_count_when_it_was_cancelled_does_not_go_on():
    assert counted(ENDED, ("2025-03-01", "unpaid"), ("2025-06-01", "canceled")) == [
        ("2025-01-01", "2025-03-01")
    ]


def test_what_was_cancelled_in_its_trial_never_counts():
    row = ENDED | {"trial_end_date": "2025-02-01"}
    assert counted(row, ("2025-01-20", "canceled")) == []
    assert counted(row, ("2025-02-01", "canceled")) == [("2025-02-01", "2025-12-01")]
    assert counted(row, ("2025-01-20", "canceled"), trials="counted") == [
        ("2025-01-01", "2025-01-20"),
        ("2025-01-20", "2025-12-01"),
    ]


def test_a_row_that_begins_after_a_cancellation_was_not_cancelled_by_it():
    assert counted(OPEN, ("2024-12-31", "canceled")) == [("2025-01-01", "")]
    assert counted(OPEN, ("2025-01-01", "canceled")) == []


def test_a_trial_that_an_event_tells_of_counts_once_it_is_over_or_where_trials_do():
    told = ("2025-01-01", "trialing"), ("2025-03-01", "active")
    assert counted(OPEN, *told) == [("2025-03-01", "")]
    assert counted(OPEN, *told, trials="counted")[0] == ("2025-01-01", "2025-03-01")
    dated = OPEN | {"trial_end_date": "2025-02-01"}
    assert counted(dated, *told) == [("2025-02-01", "2025-03-01"), ("2025-03-01", "")]


def test_the_end_is_for_non_payment_if_the_next_state_is_unpaid_or_the_days_are_over():
    told = became(("2025-02-01", "past_due"), ("2025-04-01", "unpaid"))
    told += became(("2025-02-01", "canceled"), subscription="B-1")
    rows = OPEN, paid("B", "10", "2025-01-01"), paid("C", "10", "2025-01-01", cancel_reason="non-payment")

    def unasked(**revenue: Any) -> list[Any]:
        workspace = company(*rows, subscription_events=told, revenue=revenue)
        found = collected(workspace, agreed(workspace.policy))
        return sorted((row["account_id"], str(row["end_date"])) for row in found if row["involuntary"])

    assert unasked() == [("A", "2025-04-01"), ("C", "2299-12-31")]
    assert unasked(past_due_days=20) == [("A", "2025-02-21"), ("C", "2299-12-31")]
    assert unasked(counted_statuses=["active", "past_due", "unpaid"]) == [("C", "2299-12-31")]


def test_a_few_days_out_are_bridged_like_a_late_renewal():
    told = ("2025-03-01", "unpaid"), ("2025-03-06", "active")
    assert counted(OPEN, *told, renewal_gap_days=5) == [("2025-01-01", "2025-03-06"), ("2025-03-06", "")]
    assert counted(OPEN, *told, renewal_gap_days=4) == [("2025-01-01", "2025-03-01"), ("2025-03-06", "")]
