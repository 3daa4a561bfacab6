"""Rates as people ask for them: what a currency is worth on a day, of which day that is, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from bookload.base.result import Rows
from bookload.metrics.revenue.rates.conversion import month_factors
from bookload.metrics.revenue.rates.exchange import read_rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bookload.data.reader import Reader

Source = Literal["own", "ecb", "same"]


@dataclass(frozen=True, slots=True)
class StatedRate:
    """What one unit of a currency is worth on a day `on`, in the workspace's: `rate`; `inverse` is 1 / rate.

    `day` is the day that the rate is of, earlier where there is none on the day itself. `source`: a row of
    `fx_rates` (`own`), the European Central Bank's history (`ecb`), or the workspace's own currency (`same`).
    """

    currency: str
    on: date
    rate: Fraction
    inverse: Fraction
    day: date
    source: Source


def stated_rates(reader: Reader, on: date, currencies: Sequence[str] = ()) -> Rows[StatedRate]:
    """Return the rates of currencies on a day; of those that revenue is in where none are named.

    Raises `MissingDataError`, naming currency and day, where there is no rate, and `UsageError` for a code
    that is none.
    """
    rates = read_rates(reader)
    named = currencies or sorted(set(month_factors(reader).table.column("currency").to_pylist()))
    found = []
    for currency in named:
        rate = rates.on(currency, on)
        source: Source = "ecb" if currency != rates.currency else "same"
        if rates.is_own(currency, on):
            source = "own"
        found.append(StatedRate(currency, on, rate.value, 1 / rate.value, rate.day, source))
    return Rows(tuple(found))
