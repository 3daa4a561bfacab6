"""What each account has before and after each month, whether or not it did anything in it."""

from __future__ import annotations

import pyarrow as pa

from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.metrics.revenue import account_lines
from bookload.metrics.revenue.movements.lines import account_lines_at, account_lines_of
from subscribed import collected, company, paid

ROWS = (
    paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
    paid("A", "20", "2025-01-01", product="Q", subscription_id="A-2", currency="EUR"),
    paid("A", "110", "2025-03-10", product="R"),
    paid("B", "9", "2025-02-01", "2025-04-01", product="P"),
)
FX = [
    {"date": "2025-01-01", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-03-01", "currency": "EUR", "rate": "0.4"},
]


def found(expression):
    workspace = company(*ROWS, as_of="2025-04-15", fx_rates=FX)
    return {(row["account_id"], row["month"]): row for row in collected(workspace, expression(workspace))}


def test_a_line_adds_up_and_states_the_change_of_rate_apart():
    march = found(account_lines)["A", 2025 * 12 + 2]
    assert [mrr(march[name]) for name in ("opening", "fx", "delta", "closing")] == [140, 10, 10, 160]
    for row in found(account_lines).values():
        assert row["opening"] + row["fx"] + row["delta"] == row["closing"]


def test_lines_say_whether_the_account_is_live_before_and_after():
    rows = found(account_lines)
    live = [
        (rows["B", 2025 * 12 + month]["live_before"], rows["B", 2025 * 12 + month]["live_after"])
        for month in (1, 2, 3)
    ]
    assert live == [(0, 1), (1, 1), (1, 0)]


def test_lines_of_some_months_are_those_of_all_months_and_no_others():
    first, last = Month.parse("2025-02"), Month.parse("2025-03")
    some = found(lambda workspace: account_lines_of(workspace, first, last))
    assert some == {place: row for place, row in found(account_lines).items() if place[1] in (24301, 24302)}


def test_lines_of_some_accounts_months_are_theirs_and_no_others():
    places = {("A", 24301), ("B", 24302)}

    def at(workspace):
        rows = pa.table({"account_id": ["A", "B"], "month": [24301, 24302]})
        there = workspace.given("places", rows, frozenset({"account_id", "month"}))
        return account_lines_at(workspace, there)

    assert found(at) == {place: row for place, row in found(account_lines).items() if place in places}
