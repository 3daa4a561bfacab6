"""A company whose bridges, rates and retention are kept as they were read and found right, row by row.

Leap day, month ends, a mid-month `as_of`, three currencies, a pause, a return, a move between subscriptions,
a change of segment. `__snapshots__/test_revenue.ambr` is renewed only with a stated reason.
"""

from __future__ import annotations

from bookload.base.money import mrr
from bookload.metrics.revenue import AMOUNTS, logos, retention, stock
from subscribed import company, paid, whole_range

FX = [
    {"date": "2023-12-31", "currency": "EUR", "rate": "0.9"},
    {"date": "2024-02-29", "currency": "EUR", "rate": "0.92"},
    {"date": "2023-12-29", "currency": "JPY", "rate": "141.5"},
    {"date": "2024-04-10", "currency": "JPY", "rate": "152"},
]
ROWS = (
    paid("leap", "29.29", "2024-02-29", "2024-03-31"),
    paid("ends", "100", "2024-01-31", "2024-02-29"),
    paid("moves", "1200", "2024-01-15", "2024-03-15", interval="year", product="Basic"),
    paid("moves", "1500", "2024-03-15", interval="year", product="Pro", subscription_id="moves-2"),
    paid("pauses", "45", "2024-01-01", "2024-02-10", currency="EUR"),
    paid("pauses", "45", "2024-02-10", "2024-04-02", currency="EUR", status="paused"),
    paid("pauses", "50", "2024-04-02", currency="EUR"),
    paid("returns", "10000", "2024-01-01", "2024-02-20", currency="JPY"),
    paid("returns", "9000", "2024-04-01", currency="JPY"),
    paid("trial", "80", "2024-01-20", status="active", trial_end_date="2024-02-20"),
    paid("weekly", "25", "2024-02-01", interval="week", interval_count=2),
)
EVENTS = [
    {"account_id": "moves", "at": "2024-01-01", "kind": "segment", "value": "Small"},
    {"account_id": "moves", "at": "2024-03-01", "kind": "segment", "value": "Large"},
]


def golden():
    return company(*ROWS, as_of="2024-04-20", fx_rates=FX, account_events=EVENTS)


def lines(rows):
    for row in rows:
        amounts = {name: getattr(row, name) for name in AMOUNTS}
        shown = ", ".join(f"{name} {float(mrr(amount)):.4f}" for name, amount in amounts.items() if amount)
        yield f"{row.month} {row.key or ''}: {shown}"


def test_bridges_by_account(snapshot):
    assert list(lines(whole_range(golden(), "account"))) == snapshot


def test_bridges_of_the_company(snapshot):
    assert list(lines(whole_range(golden(), "month"))) == snapshot


def test_bridges_by_segment(snapshot):
    assert list(lines(whole_range(golden(), "segment"))) == snapshot


def test_bridges_by_product(snapshot):
    assert list(lines(whole_range(golden(), "product"))) == snapshot


def test_exact_arr_and_live_accounts(snapshot):
    assert [f"{row.month}: {row.arr} quanta, {row.accounts} accounts" for row in stock(golden())] == snapshot


def test_retention_by_month(snapshot):
    assert [
        f"{row.month}: nrr {row.nrr}, grr {row.grr}, logo churn {row.logo_churn}, of {row.opening_accounts}"
        for row in retention(golden(), "month")
    ] == snapshot


def test_logos(snapshot):
    workspace = golden()
    rows = logos(workspace, workspace.months[0], workspace.months[-1])
    assert [
        " ".join(f"{name} {value}" for name, value in vars(row).items() if name != "month") for row in rows
    ] == snapshot
