"""The public RavenStack sample: MRR equals what ten lines over its rows say."""

from __future__ import annotations

import csv

import pytest

from bookload.base.money import mrr
from bookload.metrics.revenue import stock
from subscribed import company


def brute_force(rows, day):
    """MRR and live accounts on a day: no trials; started by then, not ended by then."""
    live = [
        row
        for row in rows
        if row["is_trial"] == "FALSE"
        and row["start_date"] <= day
        and (not row["end_date"] or row["end_date"] > day)
    ]
    return sum(int(row["mrr_amount"]) for row in live), len({row["account_id"] for row in live})


@pytest.fixture(scope="module")
def rows(shared):
    with (shared / "ravenstack" / "subscriptions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_subscriptions(rows):
    return [
        {
            "subscription_id": row["subscription_id"],
            "account_id": row["account_id"],
            "start_date": row["start_date"],
            "end_date": row["end_date"] or None,
            "amount": row["mrr_amount"],
            "interval": "month",
            "currency": "USD",
            "product": row["plan_tier"],
            "status": "trialing" if row["is_trial"] == "TRUE" else "active",
        }
        for row in rows
    ]


def test_mrr_at_data_through_is_what_ten_lines_say(rows):
    (*_, last) = stock(company(*as_subscriptions(rows), as_of="2024-12-31"))
    assert (mrr(last.arr), last.accounts) == brute_force(rows, "2024-12-31") == (10_159_608, 500)


def test_so_is_mrr_at_every_month_end(rows):
    for row in stock(company(*as_subscriptions(rows), as_of="2024-12-31")):
        assert (mrr(row.arr), row.accounts) == brute_force(rows, row.month.last_day.isoformat())
