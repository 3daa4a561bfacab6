"""Rates of exchange on a day: a workspace's own over the European Central Bank's built-in ones.

Bookload asks no server. A row of `fx_rates` serves from its day on, before any built-in rate
of its currency; before the first of them the built-in ones do. On a day without a rate the
last earlier one serves, and the notes say so. A currency without a rate is an error that
names it: never 1, never 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from bookload.base.errors import DataError, MissingDataError
from bookload.base.money import minor_units, scaled
from bookload.data.once import once
from bookload.data.tables import unbound
from bookload.data.tables.contract import PLACES
from bookload.metrics.revenue.rates.ecb import EURO, Series, per_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bookload.data.reader import Reader

RATE_ONE = 10 ** PLACES["rate"]


@dataclass(frozen=True)
class Rate:
    """Units of the workspace's currency that one unit of another buys, and the day that the rate is of."""

    value: Fraction
    day: date


@dataclass(frozen=True)
class Rates:
    """All rates of one workspace, into its own `currency`."""

    currency: str
    own: Mapping[str, Series]

    @classmethod
    def of(cls, currency: str, fx_rows: Iterable[Mapping[str, object]]) -> Rates:
        """Return the rates of a workspace with these rows of `fx_rates`.

        Raises `DataError` for a rate that is not above 0.
        """
        days: dict[str, dict[date, Fraction]] = defaultdict(dict)
        for row in fx_rows:
            code, day, rate = str(row["currency"]), cast("date", row["date"]), cast("int", row["rate"])
            if rate <= 0:
                message = f"fx_rates has a rate of {scaled(rate, 8)} for {code} on {day}; a rate is above 0"
                raise DataError(message)
            days[code][day] = Fraction(RATE_ONE, rate)
        return cls(
            currency,
            {
                code: Series(tuple(sorted(of)), tuple(of[day] for day in sorted(of)))
                for code, of in days.items()
            },
        )

    def on(self, currency: str, day: date) -> Rate:
        """Return the rate of a currency on a day.

        Raises `MissingDataError`, naming both, where neither the workspace nor the built-in
        history has a rate on the day or before, and `UsageError` for an unknown currency.
        """
        minor_units(currency)
        if currency == self.currency:
            return Rate(Fraction(1), day)
        found = _last(self.own.get(currency), day) or built_in(currency, self.currency, day)
        if found is None:
            message = (
                f"no rate of {currency} in {self.currency} on {day} or before; "
                f"add a row for {currency} to fx_rates, dated {day} or earlier"
            )
            raise MissingDataError(message)
        return found

    def is_own(self, currency: str, day: date) -> bool:
        """Return whether the rate of a currency on a day is the workspace's own."""
        return currency != self.currency and _last(self.own.get(currency), day) is not None


def built_in(currency: str, into: str, day: date) -> Rate | None:
    """Return the ECB's rate between two currencies on a day, through the euro, or None where it has none."""
    legs = [
        Rate(Fraction(1), day) if code == EURO else _last(per_euro(code), day) for code in (currency, into)
    ]
    if legs[0] is None or legs[1] is None:
        return None
    return Rate(legs[1].value / legs[0].value, min(legs[0].day, legs[1].day))


@once
def read_rates(reader: Reader) -> Rates:
    """Return the rates of a reader's workspace."""
    return Rates.of(reader.policy.company.currency, reader.collect(unbound("fx_rates")).rows())


def _last(series: Series | None, day: date) -> Rate | None:
    """Return the last rate of a series on a day or before."""
    place = bisect_right(series.days, day) if series else 0
    return Rate(series.values[place - 1], series.days[place - 1]) if series and place else None
