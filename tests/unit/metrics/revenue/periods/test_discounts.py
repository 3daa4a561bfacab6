"""What is off a price, over which days, and how an amount is shared."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bookload.base.errors import DataError
from bookload.metrics.revenue import stock
from stretches import stretches
from subscribed import company, paid

ROW = paid("A", "100", "2025-01-01")


def off(*discounts: dict[str, Any], rows: Any = (ROW,), column: str = "annual", **revenue: Any) -> list[Any]:
    taken = [{"subscription_id": "A-1"} | each for each in discounts]
    return stretches(company(*rows, discounts=taken, revenue=revenue), column=column)


def test_a_percentage_is_off_from_its_first_day_to_its_end():
    assert off({"percent": "10", "start_date": "2025-02-01", "end_date": "2025-05-01"}) == [
        ("2025-01-01", "2025-02-01", 100),
        ("2025-02-01", "2025-05-01", 90),
        ("2025-05-01", "", 100),
    ]


def test_it_begins_with_the_row_and_never_ends_where_it_does_not_say():
    assert off({"percent": "10"}) == [("2025-01-01", "", 90)]
    assert off({"amount": "7"}) == [("2025-01-01", "", 93)]


def test_gross_stays_what_it_was():
    assert off({"percent": "10"}, column="gross") == [("2025-01-01", "", 100)]
    assert off({"amount": "10"}, column="gross") == [("2025-01-01", "", 100)]


def test_several_add_up_and_never_to_less_than_nothing():
    assert off({"percent": "10"}, {"percent": "20", "start_date": "2025-01-01"})[-1][2] == 70
    assert off({"percent": "60", "amount": "15", "currency": "USD"})[-1][2] == 25
    assert off({"percent": "60"}, {"percent": "60", "start_date": "2025-01-01"}) == [("2025-01-01", "", 0)]
    assert off({"amount": "120"}) == [("2025-01-01", "", 0)]


def test_a_discount_of_a_line_leaves_the_others():
    rows = ROW, ROW | {"line_id": "L1"}
    assert off({"percent": "10", "line_id": "L1"}, rows=rows) == [
        ("2025-01-01", "", 100),
        ("2025-01-01", "", 90),
    ]
    assert off({"amount": "10", "line_id": "L1"}, rows=rows) == [
        ("2025-01-01", "", 100),
        ("2025-01-01", "", 90),
    ]


def test_a_percentage_is_off_each_row_and_an_amount_off_all_of_them_once():
    rows = ROW, ROW | {"line_id": "L1", "amount": "300"}
    assert [each[2] for each in off({"percent": "10"}, rows=rows)] == [90, 270]
    assert [each[2] for each in off({"amount": "8"}, rows=rows)] == [98, 294]


def test_the_largest_row_has_what_rounding_leaves_over_the_first_of_equal_ones():
    rows = [ROW | {"line_id": line} for line in ("a", "b", "c")]
    # $1 a year over three equal rows: 333,333 millionths each, and one more for the first.
    found = off({"amount": "1"}, rows=[row | {"interval": "year"} for row in rows])
    parts = [Fraction(100, 12) - each[2] for each in found]
    assert parts == [
        Fraction(333_334, 12 * 10**6),
        Fraction(333_333, 12 * 10**6),
        Fraction(333_333, 12 * 10**6),
    ]
    assert sum(parts) == Fraction(1, 12)


def test_an_amount_is_shared_anew_on_the_day_that_a_row_joins_or_leaves():
    rows = ROW, ROW | {"line_id": "L1", "start_date": "2025-03-01", "end_date": "2025-06-01"}
    assert off({"amount": "10"}, rows=rows) == [
        ("2025-01-01", "2025-03-01", 90),
        ("2025-03-01", "2025-06-01", 95),
        ("2025-03-01", "2025-06-01", 95),
        ("2025-06-01", "", 90),
    ]


def test_an_amount_is_per_interval_of_the_largest_row():
    rows = ROW, ROW | {"line_id": "L1", "amount": "2400", "interval": "year"}
    # 24 a year off 100 and 200 a month: 2 a month, a third of it off the first.
    assert [each[2] for each in off({"amount": "24"}, rows=rows)] == [
        Fraction(100) - Fraction(8_000_000, 12 * 10**6),
        Fraction(200) - Fraction(16_000_000, 12 * 10**6),
    ]


def test_a_credit_and_a_free_row_have_nothing_off():
    rows = ROW | {"amount": "-20"}, ROW | {"amount": "0", "line_id": "L1"}
    assert [each[2] for each in off({"percent": "10"}, rows=rows)] == [-20, 0]
    assert [each[2] for each in off({"amount": "10"}, rows=rows)] == [-20, 0]


def test_only_those_without_an_end_count_or_none_where_the_policy_says_so():
    both = {"percent": "10"}, {"percent": "20", "start_date": "2025-01-01", "end_date": "2026-01-01"}
    assert [each[2] for each in off(*both)] == [70, 90]
    assert [each[2] for each in off(*both, discounts="endless")] == [90]
    assert [each[2] for each in off(*both, discounts="none")] == [100]


def test_what_is_rounded_is_what_is_left():
    row = paid("A", "100", "2025-01-01", interval="year")
    # 90 a year is 7.50 a month, 89 is 7.4166…
    assert off({"amount": "11"}, rows=[row], rounding="minor_units") == [("2025-01-01", "", Fraction("7.42"))]


def test_an_amount_in_another_currency_stops_the_figures():
    taken = [{"subscription_id": "A-1", "amount": "5", "currency": "EUR"}]
    with pytest.raises(DataError, match="a discount in another currency"):
        stock(company(ROW, discounts=taken))


def test_a_discount_goes_on_over_a_change_of_price_and_a_bridged_gap():
    rows = paid("A", "100", "2025-01-01", "2025-03-28"), paid("A", "200", "2025-04-02")
    assert off({"percent": "10"}, rows=rows, renewal_gap_days=5) == [
        ("2025-01-01", "2025-04-02", 90),
        ("2025-04-02", "", 180),
    ]
