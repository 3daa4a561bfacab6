"""The public RavenStack sample: MRR equals what ten lines over its rows say."""

from __future__ import annotations

import csv

import pytest

from bookload.base.money import mrr
from bookload.metrics.revenue import logos, retention, stock
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


def test_its_page_in_the_docs_says_what_its_rows_say(rows, repository):
    page = (repository / "docs" / "explanation" / "revenue.md").read_text(encoding="utf-8")
    workspace = company(*as_subscriptions(rows), as_of="2024-12-31")
    accounts = list(logos(workspace, workspace.months[0], workspace.months[-1]))
    assert [sum(getattr(row, name) or 0 for row in accounts) for name in ("churn", "reactivation")] == [2, 2]
    (*_, year) = retention(workspace)
    assert year.nrr is not None
    assert round(year.nrr * 100) == 292
    paid = [row for row in rows if row["is_trial"] == "FALSE"]
    ended = [row for row in paid if row["end_date"] and row["end_date"] <= "2024-12-31"]
    on_the_day = [row for row in ended if row["end_date"] == "2024-12-31"]
    figures = (len(rows), len(rows) - len(paid), len(ended), len(on_the_day), len(paid) - len(ended))
    assert figures == (5_000, 778, 408, 22, 3_814)
    assert 10_159_608 + sum(int(row["mrr_amount"]) for row in on_the_day) == 10_259_509
    for text in (
        "5,000",
        "778",
        "408",
        "22 of them",
        "3,814",
        "10,159,608",
        "121,915,296",
        "10,259,509",
        "292%",
    ):
        assert text in page


def test_so_is_mrr_at_every_month_end(rows):
    for row in stock(company(*as_subscriptions(rows), as_of="2024-12-31")):
        assert (mrr(row.arr), row.accounts) == brute_force(rows, row.month.last_day.isoformat())
