"""ARR and live accounts at month ends."""

from __future__ import annotations

import pytest

from bookload.base.errors import UsageError
from bookload.base.money import arr
from bookload.metrics.revenue import stock
from subscribed import company, paid

ROWS = (
    paid("A", "100", "2025-01-01", product="P"),
    paid("A", "20", "2025-01-01", "2025-03-10", product="Q", subscription_id="A-2"),
    paid("B", "50", "2025-02-10", "2025-03-20", product="P"),
    paid("C", "0", "2025-01-01", product="P"),
)


def shown(workspace, by=None):
    return {(str(row.month), row.key): (arr(row.arr), row.accounts) for row in stock(workspace, by)}


def test_arr_is_twelve_times_mrr_and_accounts_are_those_that_pay():
    found = shown(company(*ROWS, as_of="2025-03-31"))
    assert found == {("2025-01", None): (1440, 1), ("2025-02", None): (2040, 2), ("2025-03", None): (1200, 1)}


def test_an_account_counts_once_in_each_product_that_it_pays_for():
    found = shown(company(*ROWS, as_of="2025-02-28"), "product")
    assert found["2025-02", "P"] == (1800, 2)
    assert found["2025-02", "Q"] == (240, 1)


def test_every_group_has_a_row_in_every_month():
    accounts = [
        {"account_id": name, "name": name, "segment": segment}
        for name, segment in (("A", "L"), ("B", "S"), ("C", None))
    ]
    found = shown(company(*ROWS, accounts=accounts, as_of="2025-03-31"), "segment")
    assert found["2025-01", "S"] == (0, 0)
    assert found["2025-03", "L"] == (1200, 1)
    assert sum(1 for month, _ in found if month == "2025-03") == 2


def test_the_month_of_as_of_is_stated_as_of_as_of():
    assert shown(company(*ROWS, as_of="2025-03-15"))["2025-03", None] == (1800, 2)


def test_months_before_the_data_is_known_are_left_out():
    found = shown(company(*ROWS, as_of="2025-03-15", known_from="2025-02-20"))
    assert [month for month, _ in found] == ["2025-02", "2025-03"]


def test_a_company_that_is_not_known_yet_has_no_stock():
    assert shown(company(*ROWS, as_of="2025-03-15", known_from="2025-03-16")) == {}


def test_an_unknown_grouping_is_an_error():
    with pytest.raises(UsageError, match="grouping of stocks"):
        stock(company(*ROWS), "person")  # type: ignore[arg-type]
