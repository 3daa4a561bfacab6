"""Numbers as people write them: how each reads, and what decides a column."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.data.ingest.values.cell import Text
from bookload.data.ingest.values.numbers import (
    canonical,
    decimal_sign,
    in_hundredths,
    is_damaged,
    read,
    whole,
)


def written(*texts: str) -> list[Text]:
    return [Text(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("1234", ".", "1234"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u00a0234,56", ",", "1234.56"),
        ("1\u202f234,56", ",", "1234.56"),
        ("1 234.56", ".", "1234.56"),
        ("1'234.50", ".", "1234.50"),
        ("1’234.50", ".", "1234.50"),
        ("12,34,567.5", ".", "1234567.5"),
        ("(500)", ".", "-500"),
        ("(1.234,50)", ",", "-1234.50"),
        ("500-", ".", "-500"),
        ("-5.00", ".", "-5.00"),
        ("−5", ".", "-5"),
        ("+5", ".", "5"),
        (".5", ".", "0.5"),
        ("1.200,-", ",", "1200"),
        ("1.200,--", ",", "1200"),
        ("€ 1 200", ".", "1200"),
        ("1.200 €", ",", "1200"),
        ("$1,234.56", ".", "1234.56"),
        ("-$5", ".", "-5"),
        ("$-5", ".", "-5"),
        ("US$ 12", ".", "12"),
        ("USD 12", ".", "12"),
        ("CHF 1'000", ".", "1000"),
        ("12.5%", ".", "12.5"),
    ],
)
def test_a_number_reads_as_it_is_meant(text: str, point: str, value: str) -> None:
    found = read(Text(text), point)  # type: ignore[arg-type]
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,23", "1.2.3", "12..5", "1,2345", "--5", "-5-", "(5", "1e5", "1 23", "#REF!", "0,123"],
)
def test_what_is_no_number_with_a_point_does_not_read(text: str) -> None:
    assert read(Text(text), ".") is None


@pytest.mark.parametrize(
    ("texts", "point"),
    [
        (("1.234,56", "12"), ","),
        (("1,234.56", "12"), "."),
        (("1.5",), "."),
        (("1,5",), ","),
        (("1234",), "."),
        (("1.234.567", "1.234"), ","),
        (("0.123",), "."),
        (("1.234", "9,99"), ","),
        (("$1,234", "$12,000"), "."),
        (("£1,234",), "."),
        (("1.2345",), "."),
    ],
)
def test_one_clear_text_decides_the_column(texts: tuple[str, ...], point: str) -> None:
    assert decimal_sign(written(*texts)).point == point


@pytest.mark.parametrize(
    "texts", [("1.234",), ("1.234", "5.678", "12"), ("1,234",), ("€1.234",), ("1.5", "1,5")]
)
def test_nothing_decides_where_every_text_reads_both_ways(texts: tuple[str, ...]) -> None:
    assert decimal_sign(written(*texts)).undecidable


def test_a_typed_cell_is_canonical_whatever_its_column_says() -> None:
    found = read(Text("1.234", typed=True), ",")
    assert found is not None
    assert found.value == Decimal("1.234")


def test_float_noise_past_fifteen_digits_is_not_data() -> None:
    noisy = canonical("1234.5600000000001")
    assert noisy is not None
    assert noisy.value == Decimal("1234.56")


@pytest.mark.parametrize(
    ("text", "damaged"),
    [("1.2E+15", True), ("1,2E+15", True), ("1E5", True), ("E5", False), ("00123", False), ("1A5", False)],
)
def test_a_rounded_identifier_is_told_from_others(text: str, damaged: bool) -> None:
    assert is_damaged(text) is damaged


@pytest.mark.parametrize(
    ("texts", "hundredths"),
    [(("60", "40"), True), (("100", "1"), True), (("1", "0.5", "1.2"), False), (("100%", "50%"), False)],
)
def test_shares_in_hundredths_are_told_by_the_whole_column(texts: tuple[str, ...], hundredths: bool) -> None:
    assert in_hundredths(written(*texts), ".") is hundredths


def test_whole_numbers_round_half_away_from_zero_and_say_so() -> None:
    assert whole(Decimal("1.2345"), 4) == (12345, True)
    assert whole(Decimal("0.00005"), 4) == (1, False)
    assert whole(Decimal("-0.00005"), 4) == (-1, False)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_german_and_english_forms_of_any_amount_read_equal(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.replace(",", "_").replace(".", ",").replace("_", ".")
    for text, point in ((english, "."), (german, ",")):
        found = read(Text(text), point)  # type: ignore[arg-type]
        assert found is not None
        assert found.value == amount
        assert decimal_sign(written(text)).point == point
