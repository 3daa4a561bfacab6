"""NRR, GRR and logo churn, of a month and of twelve."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.base.errors import UsageError
from bookload.data.documents import Policy
from bookload.metrics.revenue import retention
from subscribed import company, paid

BOOK = (
    paid("A", "100", "2024-01-01", "2024-07-01"),
    paid("A", "150", "2024-07-01"),
    paid("B", "100", "2024-01-01", "2024-05-05"),
    paid("B", "60", "2024-05-05"),
    paid("C", "40", "2024-01-01", "2024-09-09"),
    paid("D", "10", "2024-01-01"),
    paid("E", "500", "2024-06-01"),
)


def rate(workspace, month, period="year", by=None, key=None):
    (row,) = (row for row in retention(workspace, period, by) if str(row.month) == month and row.key == key)
    return row.nrr, row.grr, row.logo_churn, row.opening_accounts


def test_a_year_keeps_what_those_there_at_its_start_have_at_its_end():
    # 250 at the start; 150 + 60 + 0 + 10 at the end, of which 100 + 60 + 0 + 10 capped; 1 of 4 lost
    found = rate(company(*BOOK, as_of="2025-01-31"), "2025-01")
    assert found == (Fraction(220, 250), Fraction(170, 250), Fraction(1, 4), 4)


def test_accounts_that_came_later_count_in_neither():
    with_later = rate(company(*BOOK, as_of="2025-01-31"), "2025-01")
    assert with_later == rate(company(*BOOK[:-1], as_of="2025-01-31"), "2025-01")


def test_a_month_by_itself():
    workspace = company(*BOOK, as_of="2025-01-31")
    assert rate(workspace, "2024-09", "month") == (
        Fraction(720, 760),
        Fraction(720, 760),
        Fraction(1, 4 + 1),
        5,
    )
    assert rate(workspace, "2024-07", "month") == (Fraction(760, 710), 1, 0, 5)


def test_a_month_without_churn_lost_nobody():
    assert rate(company(*BOOK), "2024-02", "month") == (1, 1, 0, 4)


def test_a_pause_is_no_churn_of_a_logo():
    rows = paid("A", "100", "2025-01-01", "2025-03-10"), paid("A", "100", "2025-03-10", status="paused")
    workspace = company(*rows, paid("B", "100", "2025-01-01"))
    assert rate(workspace, "2025-03", "month") == (Fraction(1, 2), Fraction(1, 2), 0, 2)


def test_a_period_whose_end_is_not_reached_has_no_rate():
    for as_of, known in (("2025-01-30", False), ("2025-01-31", True)):
        found = rate(company(*BOOK, as_of=as_of), "2025-01")
        assert (found != (None, None, None, None)) is known


def test_a_period_that_starts_before_the_first_month_has_no_rate():
    workspace = company(*BOOK)
    assert rate(workspace, "2024-12") == (None, None, None, None)
    assert rate(workspace, "2025-01") != (None, None, None, None)
    assert rate(workspace, "2024-01", "month") == (None, None, None, None)


def test_a_period_that_starts_before_the_data_is_known_has_no_rate():
    workspace = company(*BOOK, known_from="2024-03-31")
    assert rate(workspace, "2024-03", "month") == (None, None, None, None)
    assert rate(workspace, "2024-04", "month") == (1, 1, 0, 4)
    assert rate(company(*BOOK, known_from="2024-04-01"), "2024-04", "month") == (None, None, None, None)


def test_with_nobody_there_at_the_start_there_is_nothing_to_keep():
    workspace = company(paid("A", "1", "2025-01-01", "2025-02-01"), paid("A", "1", "2025-06-01"))
    assert rate(workspace, "2025-05", "month") == (None, None, None, 0)


def test_rates_are_in_constant_currency_whatever_the_policy_says_of_the_past():
    fx = [
        {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
        {"date": "2025-02-28", "currency": "EUR", "rate": "0.4"},
    ]
    rows = paid("A", "100", "2025-01-01", currency="EUR"), paid("B", "250", "2025-01-01", "2025-02-10")
    for past in ("as_booked", "constant_currency"):
        workspace = company(*rows, fx_rates=fx, revenue={"past": past})
        assert rate(workspace, "2025-02", "month") == (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), 2)


def test_by_a_group_an_account_counts_where_it_was_at_the_start():
    events = [
        {"account_id": "A", "at": "2025-01-01", "kind": "segment", "value": "S"},
        {"account_id": "A", "at": "2025-02-20", "kind": "segment", "value": "L"},
    ]
    rows = (
        paid("A", "100", "2025-01-01", "2025-02-10"),
        paid("A", "150", "2025-02-10"),
        paid("B", "1", "2025-01-01"),
    )
    workspace = company(*rows, account_events=events)
    assert rate(workspace, "2025-02", "month", "segment", "S") == (Fraction(3, 2), 1, 0, 1)
    assert rate(workspace, "2025-02", "month", "segment", "L") == (None, None, None, 0)
    assert rate(workspace, "2025-02", "month", "segment", "") == (1, 1, 0, 1)


@pytest.mark.parametrize(("period", "by"), [("week", None), ("year", "person")])
def test_an_unknown_period_or_grouping_is_an_error(period, by):
    with pytest.raises(UsageError, match="allowed:"):
        retention(company(*BOOK), period, by)


def test_a_quarter_trails_three_months():
    assert rate(company(*BOOK, as_of="2024-12-31"), "2024-09", "quarter") == (
        Fraction(150 + 60 + 0 + 10 + 500, 100 + 60 + 40 + 10 + 500),
        Fraction(100 + 60 + 0 + 10 + 500, 710),
        Fraction(1, 5),
        5,
    )


def test_fiscal_periods_have_a_row_for_each_that_is_over():
    policy = Policy.model_validate({"company": {"fiscal_year_start": 2}})
    workspace = company(*BOOK, as_of="2025-02-15").under(policy)
    quarters = retention(workspace, "fiscal_quarter")
    assert [str(row.month) for row in quarters] == ["2024-01", "2024-04", "2024-07", "2024-10", "2025-01"]
    years = retention(workspace, "fiscal_year")
    assert [(str(row.month), row.nrr) for row in years] == [
        ("2024-01", None),
        ("2025-01", Fraction(150 + 60 + 0 + 10, 250)),
    ]


def test_by_product_who_trades_one_for_another_is_lost_to_the_one_and_new_to_the_other():
    workspace = company(
        paid("A", "100", "2024-01-01", "2024-02-10", product="P"),
        paid("A", "120", "2024-02-10", product="Q", subscription_id="A-2"),
        paid("B", "50", "2024-01-01", product="P"),
        paid("C", "30", "2024-01-01", "2024-02-10", product="P"),
        paid("C", "30", "2024-02-10", product="P", status="paused"),
        paid("D", "20", "2024-01-01", "2024-02-10", product="P"),
        paid("D", "20", "2024-02-10", product="Q", status="paused", subscription_id="D-2"),
        as_of="2024-02-29",
    )
    # P: 200 at the start and 50 left; A and D are lost to it, C pauses it; of Q nobody had any
    assert rate(workspace, "2024-02", "month", "product", "P") == (
        Fraction(50, 200),
        Fraction(50, 200),
        Fraction(2, 4),
        4,
    )
    assert {row.key for row in retention(workspace, "month", "product")} == {"P"}
