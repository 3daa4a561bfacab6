"""Factors a month: what turns balances into the workspace's currency."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.errors import MissingDataError
from bookload.base.period import Month, months
from bookload.data.documents import Policy
from bookload.metrics.revenue import conversion, convert, movements
from bookload.metrics.revenue.rates.exchange import Rates
from subscribed import company, mrr_by_month, paid

YEAR = tuple(months(Month.parse("2025-01"), Month.parse("2025-04")))
FX = [
    {"date": date(2025, 1, 1), "currency": "EUR", "rate": 50_000_000},
    {"date": date(2025, 2, 28), "currency": "EUR", "rate": 40_000_000},
    {"date": date(2025, 4, 5), "currency": "EUR", "rate": 30_000_000},
    {"date": date(2025, 4, 20), "currency": "EUR", "rate": 10_000_000},
]
BOOKED = Policy()
CONSTANT = Policy.model_validate({"revenue": {"past": "constant_currency"}})
AS_OF = date(2025, 4, 10)


def factors_of(policy, first="2025-01"):
    made = conversion({"EUR": Month.parse(first), "USD": YEAR[0]}, YEAR, policy, FX, AS_OF)
    rows = [row for row in made.table.to_pylist() if row["currency"] == "EUR"]
    return {str(Month(row["month"])): (int(row["factor"]), int(row["opening_factor"])) for row in rows}


def test_as_booked_each_month_has_the_rate_of_its_last_day_and_opens_at_the_one_before():
    two, half, three = 2 * 10**12, 25 * 10**11, 3_333_333_333_333
    assert factors_of(BOOKED) == {
        "2025-01": (two, two),
        "2025-02": (half, two),
        "2025-03": (half, half),
        "2025-04": (three, half),
    }


def test_in_constant_currency_the_rate_of_as_of_serves_all_months():
    assert set(factors_of(CONSTANT).values()) == {(3_333_333_333_333, 3_333_333_333_333)}


def test_a_currency_has_factors_from_its_first_month_on():
    assert list(factors_of(BOOKED, "2025-03")) == ["2025-03", "2025-04"]


def test_no_rate_is_asked_for_before_a_currency_was_used():
    fx = [{"date": "2025-06-01", "currency": "KWD", "rate": "0.3"}]
    usd, kwd = paid("A", "1", "2025-01-01"), paid("B", "3", "2025-06-15", currency="KWD")
    assert mrr_by_month(company(usd, kwd, fx_rates=fx))["2025-06"] == pytest.approx(11)
    with pytest.raises(MissingDataError, match="KWD in USD on 2025-05-31"):
        mrr_by_month(company(usd, kwd | {"start_date": "2025-05-30"}, fx_rates=fx))


def test_a_currency_that_only_pauses_needs_no_rate():
    rows = paid("A", "1", "2025-01-01"), paid("B", "3", "2025-06-15", currency="KWD", status="paused")
    assert mrr_by_month(company(*rows))["2025-12"] == 1


def test_notes_name_the_days_whose_rate_is_of_an_earlier_one():
    rows = paid("A", "1", "2025-01-01", currency="EUR"), paid("B", "1", "2025-01-01", currency="GBP")
    workspace = company(*rows)
    found = movements(workspace, "month", Month.parse("2025-08"), Month.parse("2025-09"))
    assert found.notes == ("no rate of EUR, GBP on 2025-08-31: that of 2025-08-29 serves",)


def test_notes_of_constant_currency_are_said_of_every_month():
    workspace = company(
        paid("A", "1", "2025-01-01", currency="EUR"),
        as_of="2025-08-31",
        revenue={"past": "constant_currency"},
    )
    found = movements(workspace, "month", Month.parse("2025-02"), Month.parse("2025-02"))
    assert found.notes == ("no rate of EUR on 2025-08-31: that of 2025-08-29 serves",)


def test_an_amount_converts_exactly_at_the_rate_of_its_day():
    rates = Rates.of("USD", FX)
    assert convert(9 * 10**6, "EUR", date(2025, 4, 5), rates) == Fraction(30 * 10**6)
    assert convert(7, "USD", date(2025, 4, 5), rates) == 7


@pytest.mark.parametrize(
    ("currency", "amount", "monthly"), [("JPY", "1500", 10), ("KWD", "0.003", Fraction("0.01"))]
)
def test_currencies_without_and_with_three_minor_units_convert_from_their_own_amounts(
    currency, amount, monthly
):
    fx = [
        {"date": "2024-12-31", "currency": "JPY", "rate": "150"},
        {"date": "2024-12-31", "currency": "KWD", "rate": "0.3"},
    ]
    worth = mrr_by_month(company(paid("A", amount, "2025-01-01", currency=currency), fx_rates=fx))["2025-12"]
    assert float(worth) == pytest.approx(float(monthly), rel=1e-9)


def test_a_workspace_in_yen_reads_in_yen():
    worth = mrr_by_month(company(paid("A", "1500", "2025-01-01", currency="JPY"), currency="JPY"))
    assert worth["2025-12"] == 1_500
