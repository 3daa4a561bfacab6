"""29. A change of rate alone is `fx`, never expansion: for the company, accounts, products, segments, people.

Worked by hand. A pays €100 for P, B €60 for Q; a dollar buys €0.50 at the end of January, €0.40 at the end of
February. In dollars: A 200, then 250; B 120, then 150. In March A goes to €130 at the same rate: 75 more.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.metrics.books.movements import by_person
from bookload.metrics.revenue import AMOUNTS, retention
from bookload.workspace import Workspace
from subscribed import bridge, company, mrr_by_month, paid

ROWS = (
    paid("A", "100", "2025-01-01", "2025-03-05", currency="EUR", product="P"),
    paid("A", "130", "2025-03-05", currency="EUR", product="P"),
    paid("B", "60", "2025-01-01", currency="EUR", product="Q"),
)
TABLES: dict[str, Any] = {
    "accounts": [
        {"account_id": "A", "name": "A", "segment": "L"},
        {"account_id": "B", "name": "B", "segment": "S"},
    ],
    "ownership": [
        {"account_id": "A", "owner_id": "P1", "start_date": "2025-01-01"},
        {"account_id": "B", "owner_id": "P2", "start_date": "2025-01-01"},
    ],
    "fx_rates": [
        {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
        {"date": "2025-02-28", "currency": "EUR", "rate": "0.4"},
    ],
}
BOOKED = {"opening": 200, "fx": 50, "closing": 250}


def opened(past: str = "as_booked", **revenue: object) -> Workspace:
    return company(*ROWS, as_of="2025-03-31", revenue={"past": past, **revenue}, **TABLES)


@pytest.mark.parametrize(("by", "key"), [("account", "A"), ("product", "P"), ("segment", "L")])
def test_as_booked_the_rate_moves_fx_and_nothing_else(by: Any, key: str) -> None:
    assert bridge(opened(), "2025-02", by, key) == BOOKED
    assert bridge(opened(), "2025-03", by, key) == {"opening": 250, "expansion": 75, "closing": 325}


def test_the_company_is_the_sum_of_its_accounts() -> None:
    assert mrr_by_month(opened()) == {"2025-01": 320, "2025-02": 400, "2025-03": 475}
    assert bridge(opened(), "2025-02") == {"opening": 320, "fx": 80, "closing": 400}


def test_by_person_the_rate_moves_fx_of_the_owner() -> None:
    february = Month.parse("2025-02")
    rows = {row.key: row for row in by_person(opened(), february, february)}
    amounts = {name: mrr(getattr(rows["P1"], name)) for name in AMOUNTS if getattr(rows["P1"], name)}
    assert amounts == BOOKED


@pytest.mark.parametrize("by", ["month", "account", "product", "segment"])
def test_in_constant_currency_there_is_no_fx_and_all_months_are_at_the_last_rate(by: Any) -> None:
    key = {"account": "A", "product": "P", "segment": "L"}.get(by)
    constant = opened("constant_currency")
    assert "fx" not in bridge(constant, "2025-02", by, key)
    assert mrr_by_month(constant) == {"2025-01": 400, "2025-02": 400, "2025-03": 475}


def test_the_policy_may_name_the_day_whose_rates_serve() -> None:
    january = opened("constant_currency", rates_of="2025-01-31")
    assert mrr_by_month(january) == {"2025-01": 320, "2025-02": 320, "2025-03": 380}
    assert bridge(january, "2025-03") == {"opening": 320, "expansion": 60, "closing": 380}


def test_as_booked_the_day_that_the_policy_names_changes_nothing() -> None:
    assert mrr_by_month(opened(rates_of="2025-01-31")) == mrr_by_month(opened())


@pytest.mark.parametrize("past", ["as_booked", "constant_currency"])
def test_retention_is_of_what_accounts_did_and_not_of_the_rate(past: str) -> None:
    rates = {str(row.month): row.nrr for row in retention(opened(past), "month")}
    assert [rates["2025-02"], rates["2025-03"]] == [Fraction(1), Fraction(190, 160)]
