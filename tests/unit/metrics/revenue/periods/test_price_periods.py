"""Which rows are MRR, from when to when, and what each is worth."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import ibis.expr.operations as ops
import pytest

from bookload.base.errors import DataError
from bookload.base.period import FAR
from bookload.data.documents import Policy
from bookload.metrics.revenue import balances, changes, pauses, price_periods, stock
from bookload.metrics.revenue.periods.price_periods import agreed
from subscribed import collected, company, mrr_by_month, paid


def at_end(*rows, month="2025-12", **more):
    return mrr_by_month(company(*rows, **more))[month]


def periods(workspace):
    return collected(workspace, price_periods(workspace.policy, workspace.as_of))


# ------------------------------------------------------------------------------------ published figures
# What billing systems and the guides to them print as examples of MRR; the rules behind them are the same.


def test_100_customers_at_100_a_month_and_50_at_600_a_year_are_12500():
    monthly = [paid(f"M{n}", "100", "2025-01-01") for n in range(100)]
    yearly = [paid(f"Y{n}", "600", "2025-01-01", interval="year") for n in range(50)]
    assert at_end(*monthly, *yearly) == 12_500


@pytest.mark.parametrize(
    ("amount", "interval", "count", "shown", "places"),
    [
        ("2000", "year", 1, "166.67", 2),
        ("18.29", "year", 1, "1.5242", 4),
        ("50", "week", 2, "108.33", 2),
        ("120", "year", 1, "10.00", 2),
        ("300", "quarter", 1, "100.00", 2),
        ("300", "month", 3, "100.00", 2),
        ("2400", "year", 2, "100.00", 2),
        ("12", "week", 1, "52.00", 2),
        ("12", "day", 1, "365.00", 2),
    ],
)
def test_an_amount_for_any_interval_is_an_amount_a_month(amount, interval, count, shown, places):
    exact = at_end(paid("A", amount, "2025-01-01", interval=interval, interval_count=count))
    assert f"{float(exact):.{places}f}" == shown


def test_a_thousand_a_year_twelve_times_is_a_thousand():
    months = mrr_by_month(company(paid("A", "1000", "2025-01-01", interval="year")))
    assert len(months) == 12
    assert sum(months.values()) == 1_000


def test_a_row_is_rounded_once_a_year_to_millionths_half_away_from_zero():
    # 0.000001 / 2 years is half a millionth
    assert at_end(paid("A", "0.000001", "2025-01-01", interval="year", interval_count=2)) == Fraction(
        1, 12 * 10**6
    )
    assert at_end(paid("A", "0.000001", "2025-01-01", interval="year", interval_count=3)) == 0


def test_weeks_are_52_a_year_and_not_four_a_month():
    assert at_end(paid("A", "10", "2025-01-01", interval="week")) == Fraction(520, 12)


def test_quantity_times_unit_amount_stands_in_for_a_missing_amount():
    row = paid("A", None, "2025-01-01", unit_amount="48", quantity="2.5")
    assert at_end(row) == 120
    assert at_end(row | {"amount": "7"}) == 7


def test_an_interval_that_nobody_knows_is_an_error_and_never_a_month():
    with pytest.raises(DataError, match="interval that is not day, week, month, quarter or year"):
        stock(company(paid("A", "10", "2025-01-01", interval="fortnight")))


# ---------------------------------------------------------------------------------------- which rows count


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"status": "past_due"}, True),
        ({"status": "unpaid"}, False),
        ({"status": "paused"}, False),
        ({"status": "trialing"}, False),
        ({"status": "canceled", "end_date": "2026-01-01"}, True),
        ({"status": "canceled", "canceled_date": "2025-03-01"}, False),
        ({"status": "canceled"}, False),
        ({"kind": "one_time"}, False),
        ({"kind": "usage"}, False),
    ],
)
def test_only_recurring_rows_in_a_counted_status_are_mrr(more, counts):
    assert at_end(paid("A", "10", "2025-01-01") | more) == (10 if counts else 0)


def test_policy_says_which_statuses_count():
    rows = paid("A", "10", "2025-01-01", status="unpaid"), paid("B", "1", "2025-01-01", status="past_due")
    assert at_end(*rows, revenue={"counted_statuses": ["active", "unpaid"]}) == 10


def test_a_cancellation_counts_until_the_end_date_whenever_it_was_declared():
    row = paid("A", "10", "2025-01-01", "2025-06-15", status="canceled", canceled_date="2025-02-01")
    months = mrr_by_month(company(row))
    assert (months["2025-05"], months["2025-06"]) == (10, 0)


def test_a_cancellation_without_an_end_date_ends_on_the_day_it_was_declared():
    months = mrr_by_month(
        company(paid("A", "10", "2025-01-01", status="canceled", canceled_date="2025-03-31"))
    )
    assert (months["2025-02"], months["2025-03"]) == (10, 0)


def test_a_cancellation_without_any_date_was_never_in_force():
    assert set(mrr_by_month(company(paid("A", "10", "2025-01-01", status="canceled"))).values()) == {0}


def test_a_trial_counts_from_its_end_whatever_the_status_says_since():
    for status in ("trialing", "active"):
        row = paid("A", "10", "2025-01-10", status=status, trial_end_date="2025-03-01")
        months = mrr_by_month(company(row))
        assert (months["2025-01"], months["2025-02"], months["2025-03"]) == (0, 0, 10)


def test_a_trial_that_was_canceled_before_its_end_never_counts():
    row = paid("A", "10", "2025-01-10", status="trialing", trial_end_date="2025-03-01")
    assert at_end(row | {"canceled_date": "2025-02-28"}) == 0
    assert at_end(row | {"canceled_date": "2025-03-01"}) == 10


def test_a_trial_that_has_not_ended_does_not_count_yet():
    row = paid("A", "10", "2025-01-10", status="trialing", trial_end_date="2026-02-01")
    assert at_end(row) == 0


def test_a_paused_row_is_kept_apart():
    workspace = company(
        paid("A", "10", "2025-01-01", "2025-03-10"),
        paid("A", "10", "2025-03-10", "2025-05-02", status="paused"),
    )
    paused = collected(workspace, pauses(workspace))
    assert [row["month"] for row in paused] == [2025 * 12 + 2, 2025 * 12 + 3]
    assert mrr_by_month(workspace)["2025-03"] == 0


# -------------------------------------------------------------------------------------- from when to when


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2025-01-31", "2025-02-28", 1),
        ("2025-01-31", "2025-03-01", 2),
        ("2025-01-01", "2025-01-31", 0),
        ("2025-01-01", "2025-02-01", 1),
        ("2025-06-15", "2025-06-15", 0),
        ("2025-06-15", "2025-05-01", 0),
        ("2024-02-29", "2024-03-01", 1),
    ],
)
def test_a_row_counts_at_the_month_ends_in_its_half_open_range(start, end, months):
    found = mrr_by_month(company(paid("A", "10", start, end)))
    assert sum(1 for amount in found.values() if amount) == months


def test_as_of_leaves_out_what_starts_later_and_opens_what_ends_later():
    rows = (
        paid("A", "1", "2025-01-01", "2025-06-20"),
        paid("B", "2", "2025-06-10", "2025-06-11"),
        paid("C", "4", "2025-06-11"),
        paid("D", "8", "2025-01-01", "2025-06-10"),
    )
    workspace = company(*rows, as_of="2025-06-10")
    assert mrr_by_month(workspace)["2025-06"] == 3
    assert [row["end_date"] for row in periods(workspace)].count(FAR) == 2


def test_the_figures_of_a_past_month_do_not_depend_on_as_of():
    rows = paid("A", "1", "2025-01-01", "2025-06-20"), paid("A", "2", "2025-06-25", "2025-09-01")
    for gap in (0, 10):
        early = mrr_by_month(company(*rows, as_of="2025-06-30", revenue={"renewal_gap_days": gap}))
        late = mrr_by_month(company(*rows, as_of="2025-12-31", revenue={"renewal_gap_days": gap}))
        assert early == {month: late[month] for month in early}


def test_a_late_renewal_of_the_same_line_is_bridged_within_the_gap():
    rows = paid("A", "10", "2025-01-01", "2025-03-28"), paid("A", "12", "2025-04-02")
    for gap, march in ((0, 0), (4, 0), (5, 10)):
        assert mrr_by_month(company(*rows, revenue={"renewal_gap_days": gap}))["2025-03"] == march


@pytest.mark.parametrize("other", [{"subscription_id": "A-2"}, {"line_id": "L2"}])
def test_the_gap_before_another_line_is_not_bridged(other):
    rows = paid("A", "10", "2025-01-01", "2025-03-28"), paid("A", "12", "2025-04-02") | other
    assert mrr_by_month(company(*rows, revenue={"renewal_gap_days": 30}))["2025-03"] == 0


def test_a_row_that_was_in_force_on_no_day_is_not_bridged_into_force():
    rows = paid("A", "10", "2024-12-31", status="canceled"), paid("A", "12", "2025-01-05")
    months = mrr_by_month(company(*rows, paid("B", "1", "2024-11-01"), revenue={"renewal_gap_days": 10}))
    assert (months["2024-12"], months["2025-01"]) == (1, 13)


def test_a_month_of_history_is_a_price_period_and_a_gap_means_none():
    history = [
        {"account_id": "A", "month": month, "mrr": "83.333333"} for month in ("2025-01", "2025-02", "2025-04")
    ]
    months = mrr_by_month(company(mrr_history=history, as_of="2025-05-31"))
    worth = Fraction("83.333333")
    assert list(months.values()) == [worth, worth, 0, worth, 0]


def test_history_is_known_as_of_a_day_inside_its_last_month():
    history = [{"account_id": "A", "month": "2025-04", "mrr": "50"}]
    assert mrr_by_month(company(mrr_history=history, as_of="2025-04-10"))["2025-04"] == 50


# --------------------------------------------------------------------------------------------- what comes out


def test_price_periods_state_every_column_and_no_text_is_missing():
    workspace = company(
        paid("A", "10", "2025-01-15", line_id="L1", product="P"),
        mrr_history=[{"account_id": "B", "month": "2025-02", "mrr": "1"}],
    )
    one, other = sorted(periods(workspace), key=lambda row: row["account_id"])
    assert one == {
        "account_id": "A",
        "subscription_id": "A-1",
        "line_id": "L1",
        "product": "P",
        "plan": "",
        "currency": "USD",
        "start_date": date(2025, 1, 15),
        "end_date": FAR,
        "annual": 120 * 10**6,
        "gross": 120 * 10**6,
        "quantity": None,
        "paused": False,
        "involuntary": False,
        "row_start": date(2025, 1, 15),
    }
    assert other == one | {
        "account_id": "B",
        "subscription_id": "",
        "line_id": "",
        "product": "",
        "start_date": date(2025, 2, 1),
        "end_date": date(2025, 3, 1),
        "annual": 12 * 10**6,
        "gross": 12 * 10**6,
        "row_start": None,
    }


@pytest.mark.parametrize("filled", [{"subscriptions"}, {"subscriptions", "discounts"}, {"invoice_lines"}])
def test_tables_without_rows_may_be_left_out_of_the_question(filled):
    workspace = company(paid("A", "10", "2025-01-15", status="past_due"), paid("B", "1", "2025-01-01"))
    whole, shorter = agreed(workspace.policy), agreed(workspace.policy, filled)
    assert key_sorted(collected(workspace, shorter)) == key_sorted(collected(workspace, whole))
    assert "subscription_events" not in {node.name for node in shorter.op().find(ops.UnboundTable)}


def key_sorted(rows):
    return sorted(rows, key=lambda row: row["account_id"])


def test_a_missing_currency_is_the_workspaces():
    workspace = company(paid("A", "10", "2025-01-15", currency=None), currency="JPY")
    assert [row["currency"] for row in periods(workspace)] == ["JPY"]


def test_changes_are_summed_by_leaf_and_month_and_are_never_nothing():
    workspace = company(
        paid("A", "10", "2025-01-15", "2025-03-20"),
        paid("A", "10", "2025-03-20", "2025-04-01", subscription_id="A-2"),
        paid("A", "5", "2025-01-20", "2025-01-28", line_id="short"),
    )
    found = collected(workspace, changes(workspace.policy, workspace.as_of))
    assert sorted((row["month"] - 2025 * 12 + 1, row["annual"]) for row in found) == [
        (1, 120 * 10**6),
        (4, -120 * 10**6),
    ]


def test_balances_are_dense_while_there_is_something_and_overlaps_add_up():
    workspace = company(
        paid("A", "10", "2025-01-15", "2025-05-20"),
        paid("A", "1", "2025-02-15", "2025-03-20", line_id="more"),
        as_of="2025-07-31",
    )
    found = collected(workspace, balances(workspace))
    assert sorted((row["month"] - 2025 * 12 + 1, row["annual"]) for row in found) == [
        (1, 120 * 10**6),
        (2, 132 * 10**6),
        (3, 120 * 10**6),
        (4, 120 * 10**6),
    ]


def test_a_company_without_rows_has_no_revenue():
    assert mrr_by_month(company()) == {"2025-12": 0}
    assert Policy() == company().policy
