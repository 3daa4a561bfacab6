"""One factor for each currency and month: what turns balances into the workspace's currency, exactly.

A `factor` is units of the workspace's currency per unit x 10^12, rounded once, so that a
converted figure is a whole number of quanta: `annual x factor x 10^4`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.errors import DataError
from bookload.base.money import FACTOR_ONE, half_away
from bookload.base.period import Month
from bookload.data.engine import FirstDays
from bookload.data.once import built_once, once
from bookload.data.tables import unbound
from bookload.metrics.revenue.periods.held import counted_periods
from bookload.metrics.revenue.rates.exchange import Rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.documents import Policy
    from bookload.data.reader import Reader

_SCHEMA = pa.schema(
    [
        ("currency", pa.string()),
        ("month", pa.int64()),
        ("factor", pa.decimal128(38, 0)),
        ("opening_factor", pa.decimal128(38, 0)),
    ]
)


@dataclass(frozen=True)
class Conversion:
    """Factors by currency and month, and where an earlier day's rate had to serve.

    `table` has currency, month, factor (of the month's end) and opening_factor (the one that
    the month's opening was stated at), both x 10^12, from each currency's first month on.
    `constant` tells whether one day's rates serve all months.
    """

    table: pa.Table
    substitutes: tuple[Substitute, ...]
    constant: bool = False

    def notes(self, first: Month, last: Month) -> tuple[str, ...]:
        """Return what to say beside figures of the months from first to last, a sentence a day."""
        return tuple(
            str(one) for one in self.substitutes if self.constant or first <= Month.of(one.day) <= last
        )


@dataclass(frozen=True)
class Substitute:
    """A day on which currencies had no rate, and the earlier day whose rate served."""

    day: date
    rate_day: date
    currencies: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f"no rate of {', '.join(self.currencies)} on {self.day}: that of {self.rate_day} serves"


def conversion(
    currencies: Mapping[str, Month],
    months: Sequence[Month],
    policy: Policy,
    fx_rows: Iterable[Mapping[str, object]],
    as_of: date,
) -> Conversion:
    """Return the factors of currencies, each from its first month on, over the given months.

    As booked: each month at the rate of its last day, that of `as_of` at the rate of `as_of`;
    a month's opening factor is the factor of the month before (in a currency's first month,
    which opens with nothing, its own). Constant currency: all at the rate of the policy's `rates_of`,
    or of `as_of`. Raises `MissingDataError`, naming currency and day, where there is no rate.
    """
    rates = Rates.of(policy.company.currency, fx_rows)
    constant = policy.revenue.past == "constant_currency"
    latest = rates_day(policy, as_of)
    rows = []
    served: dict[tuple[date, date], list[str]] = defaultdict(list)
    for currency, first in sorted(currencies.items()):
        before: int | None = None
        for month in months:
            if month < first:
                continue
            day = latest if constant else min(month.last_day, as_of)
            rate = rates.on(currency, day)
            if rate.day != day and currency not in served[day, rate.day]:
                served[day, rate.day].append(currency)
            factor = half_away(rate.value.numerator * FACTOR_ONE, rate.value.denominator)
            rows.append((currency, month.ordinal, factor, factor if before is None else before))
            before = factor
    substitutes = (Substitute(*days, tuple(names)) for days, names in sorted(served.items()))
    return Conversion(_table(rows), tuple(substitutes), constant)


def rates_day(policy: Policy, as_of: date) -> date:
    """Return the day whose rates stocks on `as_of` are stated at; in constant currency policy may name it."""
    named = policy.revenue.rates_of if policy.revenue.past == "constant_currency" else None
    return named or as_of


@once
def month_factors(reader: Reader) -> Conversion:
    """Return the factors that a reader's revenue needs: its currencies, each from its first month on.

    Raises `DataError` where a price period has no worth, which means an unknown interval.
    """
    periods = counted_periods(reader)
    known_as = FirstDays(periods, reader.policy.company.currency)
    used = reader.cube("first_days", first_days(periods), frozenset({"currency"}), known_as)
    first: dict[str, Month] = {}
    for row in reader.collect(used).rows():
        if row["unpriced"]:
            message = (
                f"{row['unpriced']} subscriptions in {row['currency']} have no amount, an interval "
                "that is not day, week, month, quarter or year, or a discount in another currency; "
                "`bookload check` lists them"
            )
            raise DataError(message)
        first[str(row["currency"])] = Month.of(row["first"])  # type: ignore[arg-type]
    fx_rows = reader.collect(unbound("fx_rates")).rows()
    return conversion(first, reader.months, reader.policy, fx_rows, reader.as_of)


@built_once
def first_days(periods: ir.Table) -> ir.Table:
    """Return the first day of what is not on pause by currency, and how many rows of it have no worth.

    Columns: currency, first, unpriced; unique by currency.
    """
    priced = periods.filter(~periods.paused)
    return priced.group_by("currency").aggregate(
        first=priced.start_date.min(), unpriced=priced.annual.isnull().sum()
    )


@once
def factors(reader: Reader) -> ir.Table:
    """Return `month_factors` as a table for expressions, unique by currency and month."""
    return reader.given("factors", month_factors(reader).table, frozenset({"currency", "month"}))


def rate_notes(reader: Reader, first: Month, last: Month) -> tuple[str, ...]:
    """Return what to say beside a reader's figures of the months from first to last, a sentence a day."""
    return month_factors(reader).notes(first, last)


def convert(amount_micros: int, currency: str, day: date, rates: Rates) -> Fraction:
    """Return an amount in micros of the workspace's currency, at the rate of a day, exact.

    Raises as `Rates.on` does.
    """
    return amount_micros * rates.on(currency, day).value


def _table(rows: Sequence[tuple[str, int, int, int]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    currency, month, factor, opening = columns
    return pa.table(
        [
            pa.array(currency, pa.string()),
            pa.array(month, pa.int64()),
            pa.array([Decimal(value) for value in factor], pa.decimal128(38, 0)),
            pa.array([Decimal(value) for value in opening], pa.decimal128(38, 0)),
        ],
        schema=_SCHEMA,
    )
