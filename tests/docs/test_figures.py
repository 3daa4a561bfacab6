"""Figures that a page states and no command prints are computed again here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bookload.base.money import FACTOR_ONE, half_away


def lost(amount: int, rate: Fraction, one: int) -> Fraction:
    """What converting by a rounded factor loses against dividing by the rate, in base units."""
    factor = half_away(one * rate.denominator, rate.numerator)
    return amount / rate - Fraction(amount * factor, one)


@pytest.mark.parametrize(
    ("amount", "rate", "one", "cents"),
    [
        (100_000_000, "0.92", 10**8, "17.39"),
        (100_000_000, "0.92", 10**10, "0.39"),
        (100_000_000, "0.92", 10**12, "0.0013"),
        (16_200_000_000, "162", 10**8, "-800.00"),
        (16_200_000_000, "162", 10**12, "0.28"),
        (1_750_000_000_000, "17500", 10**12, "25.00"),
    ],
)
def test_what_a_factor_loses_is_what_decision_3_says(amount: int, rate: str, one: int, cents: str) -> None:
    places = Decimal(cents).as_tuple().exponent
    assert round(lost(amount, Fraction(rate), one) * 100, -int(places)) == Fraction(cents)


def test_factors_have_the_digits_that_decision_3_gives_them(repository: Path) -> None:
    assert FACTOR_ONE == 10**12
    decision = (repository / "docs" / "adr" / "0003-whole-numbers.md").read_text(encoding="utf-8")
    assert f"{half_away(10**12 * 100, 92):,}".replace(",", " ") in decision
