"""Currencies as symbols, codes and words."""

from __future__ import annotations

import pytest

from bookload.base.money import MINOR_UNITS
from bookload.data.ingest.values.currencies import code_of, in_header


@pytest.mark.parametrize(
    ("text", "home", "code"),
    [
        ("€", "USD", "EUR"),
        ("eur", "USD", "EUR"),
        ("Euro", "USD", "EUR"),
        ("$", "USD", "USD"),
        ("$", "CAD", "CAD"),
        ("$", "EUR", "USD"),
        ("US$", "CAD", "USD"),
        ("£", "EUR", "GBP"),
        ("¥", "CNY", "CNY"),
        ("¥", "EUR", "JPY"),
        ("kr", "SEK", "SEK"),
        ("Fr.", "EUR", "CHF"),
    ],
)
def test_a_sign_means_a_code(text: str, home: str, code: str) -> None:
    assert code_of(text, home) == code


@pytest.mark.parametrize(("text", "home"), [("kr", "EUR"), ("XXX", "USD"), ("bananas", "USD"), ("", "USD")])
def test_what_is_no_single_currency_is_none(text: str, home: str) -> None:
    assert code_of(text, home) is None


def test_every_code_is_its_own_sign() -> None:
    assert all(code_of(code.lower(), "USD") == code for code in MINOR_UNITS)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("MRR (EUR)", "EUR"),
        ("arr_usd", "USD"),
        ("Betrag in €", "EUR"),
        ("MRR EUR", "EUR"),
        ("ALL accounts in total", "ALL"),
        ("try", None),
        ("MRR", None),
        ("Total", None),
        ("top value", None),
    ],
)
def test_a_header_may_name_a_currency(header: str, code: str | None) -> None:
    assert in_header(header, "USD") == code
