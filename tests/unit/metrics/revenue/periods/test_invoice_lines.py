"""What was invoiced for a period, as MRR over its days."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from stretches import stretches
from subscribed import company, paid


def line(start: str, end: str, amount: str, **more: Any) -> dict[str, Any]:
    """A line of account I for product P, in dollars."""
    shared = {"account_id": "I", "currency": "USD", "product": "P"}
    return shared | {"period_start": start, "period_end": end, "amount": amount} | more


def invoiced(*lines: dict[str, Any], **revenue: Any) -> list[Any]:
    return stretches(company(invoice_lines=lines, revenue=revenue))


@pytest.mark.parametrize(
    ("start", "end", "mrr"),
    [
        ("2025-01-01", "2025-02-01", 84),
        ("2025-02-01", "2025-03-01", 84),
        ("2025-01-31", "2025-02-28", 84),
        ("2025-02-28", "2025-03-31", 84),
        ("2025-01-15", "2025-04-15", 28),
        ("2024-02-29", "2025-02-28", 7),
        ("2025-01-01", "2027-01-01", Fraction(7, 2)),
        ("2025-01-01", "2025-01-15", Fraction(84 * 52, 2 * 12)),
        ("2025-01-01", "2025-01-08", Fraction(84 * 52, 12)),
        ("2025-01-01", "2025-01-02", Fraction(84 * 365, 12)),
        ("2025-01-01", "2025-01-31", Fraction(84 * 365, 30 * 12)),
    ],
)
def test_a_period_is_months_or_weeks_or_days(start, end, mrr):
    ((_, _, found),) = invoiced(line(start, end, "84"))
    assert found == mrr


def test_the_policy_says_what_days_and_weeks_are_of_a_year():
    days, weeks = line("2025-01-01", "2025-01-31", "30"), line("2025-03-01", "2025-03-08", "7")
    assert [each[2] for each in invoiced(days, weeks, days_a_year="360", weeks_a_year="365/7")] == [
        30,
        Fraction(365, 12),
    ]


def test_a_credit_and_a_charge_in_the_middle_change_mrr_by_the_difference_of_full_prices():
    lines = (
        line("2025-01-01", "2025-02-01", "100"),
        line("2025-01-15", "2025-02-01", "-54.84", proration="true"),
        line("2025-01-15", "2025-02-01", "109.68", proration="true"),
    )
    assert [each[2] for each in invoiced(*lines, rounding="minor_units")] == [100, -100, 200]


def test_what_is_settled_is_of_the_shortest_line_around_it():
    year, month = line("2025-01-01", "2026-01-01", "1200"), line("2025-03-01", "2025-04-01", "50")
    settled = line("2025-03-10", "2025-03-20", "10", proration="true")
    assert invoiced(year, month, settled)[-1][2] == 31


def test_what_settles_no_line_counts_by_its_own_days():
    settled = line("2025-03-10", "2025-03-20", "10", proration="true")
    alone = Fraction(365, 12)
    assert [each[2] for each in invoiced(settled)] == [alone]
    for other in ({"product": "Q"}, {"currency": "EUR"}, {"account_id": "J"}):
        assert (settled["period_start"], settled["period_end"], alone) in invoiced(
            settled, line("2025-03-01", "2025-04-01", "50", **other)
        )


def test_a_gap_between_two_invoices_is_bridged_for_what_was_settled_too():
    lines = (
        line("2025-01-01", "2025-02-01", "100"),
        line("2025-01-17", "2025-02-01", "15", proration="true"),
        line("2025-02-04", "2025-03-04", "131"),
        line("2025-02-03", "2025-03-03", "9", product="Q"),
    )
    assert [each[:2] for each in invoiced(*lines, renewal_gap_days=3)] == [
        ("2025-01-01", "2025-02-04"),
        ("2025-01-17", "2025-02-04"),
        ("2025-02-03", "2025-03-03"),
        ("2025-02-04", "2025-03-04"),
    ]
    assert {each[1] for each in invoiced(*lines, renewal_gap_days=2)[:2]} == {"2025-02-01"}


def test_a_line_for_no_time_is_not_recurring():
    assert invoiced(line("2025-01-01", "2025-01-01", "500"), line("2025-01-02", "2025-01-01", "500")) == []


def test_it_does_not_matter_whether_it_was_paid():
    assert invoiced(line("2025-01-01", "2025-02-01", "5", paid_date="2025-09-01")) == invoiced(
        line("2025-01-01", "2025-02-01", "5")
    )


def test_the_first_source_of_an_account_that_has_rows_of_it_serves():
    lines = [line("2025-01-01", "2025-02-01", "5", account_id=account) for account in "ABCD"]
    history = [{"account_id": account, "month": "2025-01", "mrr": "3"} for account in "ABC"]
    rows = paid("A", "1", "2025-01-01", "2025-02-01"), paid("B", "1", "2025-01-01", kind="usage")

    def served(source: str) -> dict[str, Any]:
        workspace = company(*rows, invoice_lines=lines, mrr_history=history, revenue={"source": source})
        found = {account: stretches(workspace, account) for account in "ABCD"}
        return {account: each[0][2] for account, each in found.items() if each}

    assert served("auto") == {"A": 1, "B": 3, "C": 3, "D": 5}
    assert served("subscriptions") == {"A": 1}
    assert served("mrr_history") == {"A": 3, "B": 3, "C": 3}
    assert served("invoice_lines") == {"A": 5, "B": 5, "C": 5, "D": 5}
