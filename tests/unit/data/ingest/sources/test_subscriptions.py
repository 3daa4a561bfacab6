"""Exports of subscriptions: prices in every form, trials, cancellations, identifiers that are missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from imported import TODAY, coded, imported, rows

HEAD = "subscription_id,account_id,start_date"


def test_a_billing_frequency_beside_mrr_does_not_make_it_yearly(tmp_path: Path) -> None:
    text = f"{HEAD},mrr_amount,billing_frequency\n1,A,2025-01-01,100,annual\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert rows(plan, "subscriptions", "amount", "interval") == [(100, "month")]
    assert coded(plan.findings, "interval-not-used")


def test_seats_beside_mrr_do_not_multiply_it(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD},mrr,seats\n1,A,2025-01-01,100,25\n"})
    assert rows(plan, "subscriptions", "amount", "quantity", "unit_amount") == [(100, 250_000, None)]


def test_arr_that_is_not_twelve_times_mrr_is_named_row_by_row(tmp_path: Path) -> None:
    text = f"{HEAD},mrr,arr\n1,A,2025-01-01,100,1200\n2,A,2025-01-01,100,1300\n3,A,2025-01-01,33.33,400\n"
    plan = imported(tmp_path, {"s.csv": text})
    (finding,) = coded(plan.findings, "arr-is-not-12-mrr")
    assert (finding.row, finding.value, finding.severity) == (3, "1300.00", "warning")
    assert rows(plan, "subscriptions", "amount") == [(100,), (100,), (Decimal("33.33"),)]


def test_a_row_without_mrr_takes_its_arr(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD},mrr,arr\n1,A,2025-01-01,,1200\n2,A,2025-01-01,5,\n"})
    assert rows(plan, "subscriptions", "amount", "interval") == [(1200, "year"), (5, "month")]


@pytest.mark.parametrize(
    ("written", "interval", "count"),
    [
        ("monthly", "month", 1),
        ("Annual", "year", 1),
        ("quarterly", "quarter", 1),
        ("half-yearly", "month", 6),
        ("every 2 weeks", "week", 2),
    ],
)
def test_an_amount_is_for_its_interval(written: str, interval: str, count: int, tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD},amount,interval\n1,A,2025-01-01,100,{written}\n"})
    assert rows(plan, "subscriptions", "amount", "interval", "interval_count") == [(100, interval, count)]


def test_units_and_an_interval_count_stay_apart(tmp_path: Path) -> None:
    text = f"{HEAD},unit price,qty,interval,interval_count\n1,A,2025-01-01,10,5,month,3\n"
    plan = imported(tmp_path, {"s.csv": text})
    columns = ("amount", "unit_amount", "quantity", "interval", "interval_count")
    assert rows(plan, "subscriptions", *columns) == [(None, 10, 50_000, "month", 3)]


def test_a_one_time_charge_is_one(tmp_path: Path) -> None:
    plan = imported(
        tmp_path, {"s.csv": f"{HEAD},amount,interval\n1,A,2025-01-01,100,one-time\n2,A,2025-01-01,9,month\n"}
    )
    assert rows(plan, "subscriptions", "amount", "kind") == [(100, "one_time"), (9, "recurring")]


def test_a_trial_is_one_whatever_its_status(tmp_path: Path) -> None:
    lines = "1,A,2025-01-01,5,active,TRUE\n2,A,2025-01-01,6,active,FALSE\n"
    plan = imported(tmp_path, {"s.csv": f"{HEAD},mrr,status,is_trial\n{lines}"})
    assert rows(plan, "subscriptions", "amount", "status") == [(5, "trialing"), (6, "active")]


def test_a_cancelled_row_without_an_end_ends_when_that_was_declared(tmp_path: Path) -> None:
    text = f"{HEAD},mrr,status,canceled_at\n1,A,2025-01-01,5,canceled,2025-06-01\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert rows(plan, "subscriptions", "end_date") == [(date(2025, 6, 1),)]


def test_rows_without_identifiers_are_named_by_what_they_say_in_any_order(tmp_path: Path) -> None:
    lines = ["A,2025-01-01,5,Core", "A,2025-01-01,7,Core", "A,2025-01-01,9,Extra", "B,2025-01-01,5,Core"]
    plans = [
        imported(tmp_path / str(turn), {"s.csv": "\n".join(["account_id,start_date,mrr,product", *order])})
        for turn, order in enumerate((lines, lines[::-1]))
    ]
    found = [rows(plan, "subscriptions", "subscription_id", "line_id", "amount") for plan in plans]
    assert (
        found[0] == found[1] == [("A", "Core", 5), ("A", "Core #2", 7), ("A", "Extra", 9), ("B", "Core", 5)]
    )


def test_accounts_named_in_passing_count_where_no_list_of_them_is(tmp_path: Path) -> None:
    subscriptions = f"{HEAD},mrr\n1,A,2025-01-01,5\n"
    alone = imported(tmp_path / "1", {"s.csv": subscriptions})
    beside = imported(tmp_path / "2", {"s.csv": subscriptions, "accounts.csv": "account_id,name\nB,Beta\n"})
    assert rows(alone, "accounts", "account_id") == [("A",)]
    assert rows(beside, "accounts", "account_id") == [("B",)]


def test_prices_without_a_start_know_the_day_of_the_list_alone(tmp_path: Path) -> None:
    text = "subscription_id,account_id,mrr,status\n1,A,5,active\n2,A,7,canceled\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert rows(plan, "subscriptions", "subscription_id", "start_date") == [("1", TODAY)]
    assert plan.known_from == TODAY


def test_subscriptions_with_starts_are_known_from_the_beginning(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD},end_date,mrr\n1,A,2025-01-01,,5\n2,B,2025-03-01,,5\n"})
    assert plan.known_from is None
    assert (plan.data_through, plan.reason) == (
        date(2025, 3, 1),
        "the last start_date of subscriptions that is not after today",
    )
