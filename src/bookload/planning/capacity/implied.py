"""Implied ratios: the accounts and the ARR per CSM that the company's own activity model asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.reader import Reader
from bookload.metrics.revenue import stock


@dataclass(frozen=True, slots=True)
class Implied:
    """What one of the required CSMs would carry at a month's end; None where none is required.

    `arr_per_csm` is in the workspace's currency, exact. After `as_of`, ARR and accounts are today's.
    `arr_low` and `arr_high` are estimates, of the upper and the lower end of the band of heads.
    """

    month: Month
    arr_per_csm: Fraction | None
    accounts_per_csm: Fraction | None
    arr_low: float | None
    arr_high: float | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Need:
    """Required CSMs of a month: the likely number, and its band."""

    month: Month
    likely: Fraction | None
    low: float | None
    high: float | None
    assumed: bool


def implied(reader: Reader, needs: Sequence[Need]) -> tuple[Implied, ...]:
    """Return what each required CSM would carry in some months; a month without a known stock has no row."""
    stocks = {row.month: (Fraction(row.arr, QUANTA), row.accounts) for row in stock(reader)}
    today = Month.of(reader.as_of)
    return tuple(
        _implied(need, *stocks[min(need.month, today)]) for need in needs if min(need.month, today) in stocks
    )


def _implied(need: Need, arr: Fraction, accounts: int) -> Implied:
    heads = need.likely or None
    return Implied(
        month=need.month,
        arr_per_csm=arr / heads if heads else None,
        accounts_per_csm=accounts / heads if heads else None,
        arr_low=float(arr) / need.high if need.high else None,
        arr_high=float(arr) / need.low if need.low else None,
        assumed=need.assumed,
    )
