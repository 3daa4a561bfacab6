"""Figures as people read them: rounded for display alone, half away from zero; None stays n/a."""

from __future__ import annotations

from fractions import Fraction

from bookload.base import money
from bookload.base.money import half_away, scaled


def percent(share: Fraction | None, places: int = 1) -> str | None:
    """Return a share as a percentage, rounded half away from zero; None stays n/a."""
    if share is None:
        return None
    return f"{scaled(half_away(share.numerator * 10 ** (places + 2), share.denominator), places):,f}%"


def number(value: Fraction | None, places: int = 1) -> str | None:
    """Return a number with so many decimals, rounded half away from zero; None stays n/a."""
    if value is None:
        return None
    return f"{scaled(half_away(value.numerator * 10**places, value.denominator), places):,f}"


def units(amount: Fraction | None, currency: str) -> str | None:
    """Return an amount in whole currency units, without the code: `1,250,000`."""
    return None if amount is None else money.display(amount, currency, places=0).rpartition(" ")[0]


def annual(quanta: int | None, currency: str) -> str | None:
    """Return ARR in whole currency units."""
    return None if quanta is None else units(Fraction(quanta, money.QUANTA), currency)


def monthly(quanta: int | None, currency: str) -> str | None:
    """Return MRR in whole currency units."""
    return None if quanta is None else units(money.mrr(quanta), currency)
