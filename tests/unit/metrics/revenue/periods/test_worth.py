"""What a price is worth a year, and how it is rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from stretches import stretches
from subscribed import company, paid


@pytest.mark.parametrize(
    ("rounding", "currency", "amount", "mrr"),
    [
        ("none", "USD", "100", Fraction(100, 12)),
        ("minor_units", "USD", "100", Fraction("8.33")),
        ("minor_units", "USD", "0.06", Fraction("0.01")),
        ("minor_units", "USD", "-0.06", Fraction("-0.01")),
        ("minor_units", "JPY", "100", Fraction(8)),
        ("minor_units", "JPY", "18", Fraction(2)),
        ("minor_units", "KWD", "100", Fraction("8.333")),
        ("four_places", "USD", "18.29", Fraction("1.5242")),
        ("four_places", "JPY", "100", Fraction("8.3333")),
    ],
)
def test_each_rows_mrr_is_rounded_half_away_from_zero(rounding, currency, amount, mrr):
    rows = [paid("A", amount, "2025-01-01", interval="year", currency=currency)]
    history = [{"account_id": "B", "month": "2025-01", "currency": currency, "mrr": str(float(mrr))}]
    workspace = company(*rows, mrr_history=history, revenue={"rounding": rounding})
    assert stretches(workspace, "A") == [("2025-01-01", "", mrr)]
    if rounding != "none":
        assert stretches(workspace, "B")[0][2] == mrr


def test_rows_are_rounded_before_they_are_added():
    rows = [paid("A", "100", "2025-01-01", interval="year", line_id=line) for line in "abc"]
    workspace = company(*rows, revenue={"rounding": "minor_units"})
    assert [each[2] for each in stretches(workspace)] == [Fraction("8.33")] * 3
