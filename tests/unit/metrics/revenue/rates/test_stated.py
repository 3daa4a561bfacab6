"""Rates as people ask for them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bookload.metrics.revenue.rates.conversion import rate_notes
from bookload.metrics.revenue.rates.stated import stated_rates
from bookload.report.topics.rates import body, significant, tables
from subscribed import company, paid

FX = [{"date": "2025-08-15", "currency": "GBP", "rate": "0.8"}]
SUNDAY = date(2025, 8, 31)
EUROS = (paid("A", "1", "2025-01-01", currency="EUR"),)


def asked(*currencies, rows=EUROS):
    return stated_rates(company(*rows, fx_rates=FX), SUNDAY, list(currencies))


def test_a_rate_says_whose_it_is_and_of_which_day():
    own, ecb, same = asked("GBP", "EUR", "USD")
    assert (own.rate, own.inverse, own.day, own.source) == (
        Fraction("1.25"),
        Fraction("0.8"),
        date(2025, 8, 15),
        "own",
    )
    assert (ecb.rate, ecb.day, ecb.source) == (Fraction("1.1658"), date(2025, 8, 29), "ecb")
    assert (same.rate, same.day, same.source) == (1, SUNDAY, "same")


def test_before_its_first_day_an_own_rate_is_the_banks():
    (found,) = stated_rates(company(fx_rates=FX), date(2025, 8, 14), ["GBP"])
    assert found.source == "ecb"


def test_without_a_currency_those_of_the_revenue_are_meant():
    assert [row.currency for row in asked()] == ["EUR"]
    assert asked(rows=()).rows == ()


def test_the_document_has_the_twelve_decimals_that_amounts_convert_with():
    # A euro bought 1.1658 dollars and 171.72 yen on 29 August 2025.
    document: Any = body(asked("JPY").rows)
    (row,) = document["rows"]
    assert row["rate"] == "0.006788958770"
    assert row["source"] == "ecb"


def test_the_terminal_says_where_an_earlier_day_serves_and_where_there_is_nothing():
    parts: list[Any] = tables(asked("EUR", "USD").rows, "USD")
    shown, *said = parts
    assert shown.row_count == 2
    assert said == ["- no rate of EUR on 2025-08-31: that of 2025-08-29 serves"]
    (nothing,) = tables((), "USD")
    assert "bookload rates EUR" in str(nothing)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1.1658", "1.1658"),
        ("1", "1"),
        ("0.00678895527", "0.00678896"),
        ("147.29838", "147.298"),
        ("25000", "25000"),
    ],
)
def test_a_rate_is_shown_with_six_digits_that_say_something(value, shown):
    assert significant(Fraction(value)) == shown


def test_notes_are_of_the_months_asked_for():
    from bookload.base.period import Month

    workspace = company(paid("A", "1", "2025-01-01", currency="EUR"))
    august = Month.parse("2025-08")
    assert rate_notes(workspace, august, august) == (
        "no rate of EUR on 2025-08-31: that of 2025-08-29 serves",
    )
    assert rate_notes(workspace, august - 1, august - 1) == ()
