"""What accounts did, moment by moment: by month end, and day by day."""

from __future__ import annotations

from bookload.base.money import mrr
from bookload.metrics.revenue import KINDS, account_moves, leaf_moves
from subscribed import bridge, collected, company, paid

DAILY = {"movements": "daily"}


def kinds(workspace):
    rows = sorted(
        collected(workspace, account_moves(workspace)), key=lambda row: (row["month"], str(row.get("day")))
    )
    return [(str(row["day"]), row["kind"], mrr(row["delta"])) for row in rows]


def test_there_is_a_move_where_something_changes_and_nowhere_else():
    workspace = company(paid("A", "100", "2025-01-10", "2025-05-20"))
    rows = sorted(collected(workspace, account_moves(workspace)), key=lambda row: row["month"])
    assert [(row["month"] - 2025 * 12, row["kind"]) for row in rows] == [(0, "new"), (4, "churn")]
    assert {row["kind"] for row in rows} <= set(KINDS)


def test_day_by_day_a_sign_up_and_a_cancellation_within_one_month_both_show():
    rows = (
        paid("A", "100", "2025-02-03", "2025-02-25"),
        paid("A", "90", "2025-05-02"),
        paid("B", "1", "2025-01-01"),
    )
    daily = company(*rows, revenue=DAILY)
    assert bridge(daily, "2025-02") == {"opening": 1, "new": 100, "churn": -100, "closing": 1}
    assert bridge(daily, "2025-05") == {"opening": 1, "reactivation": 90, "closing": 91}
    assert bridge(company(*rows), "2025-05") == {"opening": 1, "new": 90, "closing": 91}


def test_day_by_day_an_upgrade_and_a_downgrade_within_one_month_both_show():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-05"),
        paid("A", "150", "2025-03-05", "2025-03-20"),
        paid("A", "120", "2025-03-20"),
        revenue=DAILY,
    )
    assert bridge(workspace, "2025-03") == {
        "opening": 100,
        "expansion": 50,
        "contraction": -30,
        "closing": 120,
    }
    assert bridge(workspace, "2025-03", "account", "A")["expansion"] == 50


def test_day_by_day_changes_of_one_day_still_net():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-05"),
        paid("A", "60", "2025-03-05", product="P"),
        paid("A", "70", "2025-03-05", product="Q", line_id="2"),
        revenue=DAILY,
    )
    assert bridge(workspace, "2025-03") == {"opening": 100, "expansion": 30, "closing": 130}


def test_day_by_day_cancelled_and_back_within_a_month_is_churn_and_reactivation():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-05"), paid("A", "70", "2025-03-28"), revenue=DAILY
    )
    assert bridge(workspace, "2025-03") == {"opening": 100, "reactivation": 70, "churn": -100, "closing": 70}


def test_day_by_day_a_pause_of_some_days_is_paused_and_resumed():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-05"),
        paid("A", "100", "2025-03-05", "2025-03-20", status="paused"),
        paid("A", "100", "2025-03-20"),
        revenue=DAILY,
    )
    assert bridge(workspace, "2025-03") == {"opening": 100, "resumed": 100, "paused": -100, "closing": 100}


def test_day_by_day_all_is_at_the_rate_of_the_months_end():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-02-10", currency="EUR"),
        paid("A", "120", "2025-02-10", "2025-02-20", currency="EUR"),
        fx_rates=[
            {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
            {"date": "2025-02-28", "currency": "EUR", "rate": "0.4"},
        ],
        revenue=DAILY,
    )
    assert bridge(workspace, "2025-02") == {"opening": 200, "expansion": 50, "churn": -300, "fx": 50}


def test_day_by_day_moves_carry_their_day():
    workspace = company(paid("A", "100", "2025-02-03", "2025-02-25"), revenue=DAILY)
    assert kinds(workspace) == [("2025-02-03", "new", 100), ("2025-02-25", "churn", -100)]


def test_leaves_repeat_the_facts_of_their_account_and_net_at_the_grain():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", product="P"), paid("A", "110", "2025-03-10", product="Q")
    )

    def march(grain):
        rows = collected(workspace, leaf_moves(workspace, grain))
        return {(row["product"], row["kind"]) for row in rows if row["month"] == 2025 * 12 + 2}

    assert march("account") == {("P", "expansion"), ("Q", "expansion")}
    assert march("product") == {("P", "contraction"), ("Q", "expansion")}
