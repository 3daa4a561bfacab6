"""Exact money, against Fraction and Decimal."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base import money
from bookload.base.errors import UsageError
from bookload.base.money import (
    FACTOR_ONE,
    LARGEST_AMOUNT,
    MICROS,
    MINOR_UNITS,
    QUANTA,
    SHARE_ONE,
    arr,
    display,
    exact_text,
    from_micros,
    half_away,
    minor_units,
    mrr,
    mrr_micros,
    scaled,
    split_exactly,
    to_micros,
)
from strategies import amounts

whole = st.integers(-(10**45), 10**45)


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("CLP", 0)])
def test_minor_units_follow_iso_4217(currency: str, places: int) -> None:
    assert minor_units(currency) == places


def test_an_unknown_currency_is_an_error_that_names_it_and_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown currency 'EURO' \(did you mean 'EUR'\?\); use a code"):
        minor_units("EURO")


def test_every_code_is_three_capitals_and_stands_in_one_list() -> None:
    assert all(len(code) == 3 and code.isupper() for code in MINOR_UNITS)
    listed = f"{money._NO_MINOR_UNIT} {money._TWO_PLACES} {money._THREE_PLACES}".split()
    assert len(listed) == len(MINOR_UNITS)


@given(whole, st.integers(1, 10**40))
def test_half_away_rounds_as_decimals_half_up_do(numerator: int, denominator: int) -> None:
    with localcontext(prec=120):
        exact = Decimal(numerator) / Decimal(denominator)
        if exact.as_tuple().exponent > -100:  # type: ignore[operator]  # else the quotient is cut
            assert half_away(numerator, denominator) == int(exact.to_integral_value(ROUND_HALF_UP))
    off = abs(Fraction(half_away(numerator, denominator)) - Fraction(numerator, denominator))
    assert off <= Fraction(1, 2)


@given(whole)
def test_a_half_goes_away_from_zero(number: int) -> None:
    rounded = half_away(2 * number + 1, 2)
    assert rounded == (number + 1 if number >= 0 else number)
    assert half_away(-(2 * number + 1), 2) == -rounded


@given(amounts(largest=LARGEST_AMOUNT))
def test_micros_are_exact_up_to_six_decimals(amount: Decimal) -> None:
    assert from_micros(to_micros(amount)) == amount
    assert from_micros(to_micros(-amount)) == -amount


@pytest.mark.parametrize(
    ("amount", "micros"),
    [("0.0000005", 1), ("-0.0000005", -1), ("0.00000049", 0), ("1.2345675", 1_234_568), ("1e12", 10**18)],
)
def test_past_six_decimals_half_goes_away_from_zero(amount: str, micros: int) -> None:
    assert to_micros(Decimal(amount)) == micros


@given(whole, st.integers(0, 22))
def test_scaled_loses_nothing(number: int, places: int) -> None:
    assert Fraction(scaled(number, places)) == Fraction(number, 10**places)


def test_quanta_are_the_product_of_the_three_units() -> None:
    assert QUANTA == MICROS * FACTOR_ONE * SHARE_ONE == 10**22
    assert arr(QUANTA) == 1
    assert LARGEST_AMOUNT * QUANTA * 1_000 < 10**38 - 1, "a thousand of the largest rows a year still fit"


@given(st.integers(-(10**36), 10**36))
def test_arr_is_exact_and_twelve_times_mrr(quanta: int) -> None:
    assert Fraction(arr(quanta)) == Fraction(quanta, QUANTA) == 12 * mrr(quanta)
    assert abs(mrr_micros(quanta) - mrr(quanta) * MICROS) <= Fraction(1, 2)


def test_a_thousand_a_year_is_a_thousand_again() -> None:
    assert sum(mrr(1_000 * QUANTA) for _ in range(12)) == 1_000
    assert mrr_micros(1_000 * QUANTA) == 83_333_333


@given(st.lists(st.integers(-(10**30), 10**30), max_size=12), st.integers(-(10**30), 10**30))
def test_parts_add_up_to_the_whole_and_only_the_largest_changes(parts: list[int], total: int) -> None:
    split = split_exactly(total, parts)
    assert len(split) == len(parts)
    if not parts:
        return
    assert sum(split) == total
    differing = [index for index, part in enumerate(parts) if split[index] != part]
    assert len(differing) <= 1
    assert all(abs(parts[index]) == max(map(abs, parts)) for index in differing)


@pytest.mark.parametrize(
    ("amount", "places", "text"),
    [
        ("15000000", 2, "15000000.00"),
        ("1E+7", 2, "10000000.00"),
        ("0.5", 2, "0.50"),
        ("0.123456", 2, "0.123456"),
        ("0.1200", 2, "0.12"),
        ("-3.10", 2, "-3.10"),
        ("12.000", 0, "12"),
        ("12.5", 0, "12.5"),
        ("0", 2, "0.00"),
        ("1E-22", 2, "0.0000000000000000000001"),
    ],
)
def test_a_decimal_is_written_in_full(amount: str, places: int, text: str) -> None:
    assert exact_text(Decimal(amount), places) == text


@given(st.integers(-(10**40), 10**40), st.integers(0, 22))
def test_a_decimal_written_in_full_is_the_same_number(number: int, places: int) -> None:
    text = exact_text(scaled(number, places))
    assert Fraction(text) == Fraction(number, 10**places)
    assert "E" not in text


@pytest.mark.parametrize(
    ("amount", "currency", "places", "text"),
    [
        (Decimal(1_250_000), "USD", 0, "1,250,000 USD"),
        (Decimal("1234.5"), "USD", None, "1,234.50 USD"),
        (Decimal("1234.5"), "JPY", None, "1,235 JPY"),
        (Decimal("-1234.5"), "JPY", None, "-1,235 JPY"),
        (Decimal("1.2345"), "KWD", None, "1.235 KWD"),
        (Fraction(1_000, 12), "EUR", None, "83.33 EUR"),
        (Fraction(2, 3), "EUR", None, "0.67 EUR"),
        (Decimal("-0.004"), "EUR", None, "0.00 EUR"),
        (Decimal("0.005"), "EUR", None, "0.01 EUR"),
    ],
)
def test_display_rounds_half_away_from_zero(
    amount: Decimal | Fraction, currency: str, places: int | None, text: str
) -> None:
    assert display(amount, currency, places=places) == text
