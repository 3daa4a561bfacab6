"""What each account has of a measure in given months, under any set of switches: computed, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import pyarrow as pa

from bookload.base.errors import MissingDataError, unknown
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.engine import exact_sum, whole
from bookload.data.tables import unbound
from bookload.metrics.revenue.known import end_known, opening_known
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.movements.bridges import movements
from bookload.metrics.revenue.periods.price_periods import price_periods
from bookload.metrics.revenue.rates.conversion import conversion, month_factors
from bookload.metrics.revenue.reconcile.causes import same_order
from bookload.metrics.revenue.reconcile.traits import traits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from bookload.data.documents.switches import Switches
    from bookload.data.reader import Reader

Measure = Literal[
    "mrr",
    "arr",
    "opening",
    "new",
    "reactivation",
    "resumed",
    "expansion",
    "contraction",
    "churn",
    "paused",
    "fx",
]
"""What can be reconciled: closing MRR or ARR, and the movements of a month; all in quanta."""

STOCKS = ("mrr", "arr")

LINE = ("account_id", "subscription_id", "line_id", "product", "plan", "currency")
"""What tells the rows of a subscription's line from others."""

_OF_CHANGES = {"movements": "netted", "grain": "account"}
"""The switches that only say how changes are told."""

Place = tuple[Month, str]
"""A month and an account."""


class Figures:
    """A measure by month and account, under whichever switches are asked for, each computed once."""

    def __init__(self, reader: Reader, measure: Measure, months: Sequence[Month]) -> None:
        """Look at months that the data knows.

        Raises `UsageError` for an unknown measure and `MissingDataError` for a month without data.
        """
        if measure not in get_args(Measure):
            raise unknown("measure", measure, get_args(Measure))
        self.reader, self.measure, self.months = reader, measure, tuple(months)
        for month in months:
            check_known(reader, measure, month)
        # What is in force at a month's beginning stands behind its movements, too.
        before = () if measure in STOCKS else (month - 1 for month in months)
        self._ends = sorted({*before, *months})
        self._traits = traits(reader)
        self._kept: dict[Switches, Mapping[Place, int]] = {}
        self._held: dict[Switches, ir.Table] = {}

    def under(self, switches: Switches) -> Mapping[Place, int]:
        """Return what is not 0, in quanta, by month and account."""
        switches = self._matters(switches)
        if switches not in self._kept:
            found = self._closings(switches) if self.measure in STOCKS else self._movements(switches)
            self._kept[switches] = {place: amount for place, amount in found.items() if amount}
        return self._kept[switches]

    def held(self, switches: Switches) -> ir.Table:
        """Return the price periods in force at the ends of the months, with month and amount (quanta)."""
        switches = self._matters(switches.model_copy(update=_OF_CHANGES))
        if switches not in self._held:
            reader = self.at(switches)
            self._held[switches] = self.rated(reader, in_force(reader, self._ends), self._ends)
        return self._held[switches]

    def _matters(self, switches: Switches) -> Switches:
        """Return the switches without those that no figure depends on, so that none is computed twice."""
        idle = _OF_CHANGES if self.measure in STOCKS else {}
        home = self.reader.policy.company.currency
        return self._traits.only(same_order(switches.model_copy(update=idle)), home)

    def at(self, switches: Switches) -> Reader:
        """Return the reader under these switches."""
        return self.reader.under(self._traits.at(self.reader.policy, self._matters(switches)))

    def rated(self, reader: Reader, rows: ir.Table, months: Sequence[Month]) -> ir.Table:
        """Return rows of a reader, computed once, with `amount`: their worth in quanta at their month's rate.

        The result is collected through `self.reader`. Raises `DataError` where a row has no worth, and
        `MissingDataError` where a currency has no rate.
        """
        table = reader.collect(rows).table
        if table["annual"].null_count:
            month_factors(reader)
        currencies = dict.fromkeys(table["currency"].unique().to_pylist(), min(months))
        fx_rows = self.reader.collect(unbound("fx_rates")).rows()
        rates = conversion(currencies, months, reader.policy, fx_rows, reader.as_of).table
        factors = self.reader.given("rates_of_months", rates, frozenset({"currency", "month"}))
        held = self.reader.given("in_force", table).inner_join(factors, ["currency", "month"])
        return held.select(
            "month",
            *LINE,
            "start_date",
            "end_date",
            amount=held.annual * held.factor * whole(SHARE_ONE),
        )

    def _closings(self, switches: Switches) -> Mapping[Place, int]:
        rows = self.held(switches)
        summed = rows.group_by("month", "account_id").aggregate(amount=exact_sum(rows.amount))
        return {
            (Month(row["month"]), str(row["account_id"])): row["amount"]  # type: ignore[misc, arg-type]
            for row in self.reader.collect(summed).rows()
        }

    def _movements(self, switches: Switches) -> Mapping[Place, int]:
        rows = movements(self.at(switches), "account", min(self.months), max(self.months)).rows
        return {
            (row.month, str(row.key)): getattr(row, self.measure) for row in rows if row.month in self.months
        }


def check_known(reader: Reader, measure: Measure, month: Month) -> None:
    """Raise `MissingDataError`, saying which months there are, for one that the data does not know."""
    knows = end_known if measure in STOCKS else opening_known
    if month < reader.months[0] or not knows(reader, month):
        known = [one for one in reader.months if knows(reader, one)]
        span = f"{known[0]} to {known[-1]}" if known else "none"
        raise MissingDataError(f"there is no {measure} of {month}; months that the data knows: {span}")


def in_force(reader: Reader, months: Sequence[Month]) -> ir.Table:
    """Return the price periods in force at the ends of months, with `month`; paused ones are not."""
    periods = price_periods(reader.policy, reader.as_of)
    periods = periods.mutate(from_month=month_of(periods.start_date), to_month=month_of(periods.end_date))
    ordinals = pa.array([month.ordinal for month in months], type=pa.int64())
    asked = reader.given("asked", pa.table({"month": ordinals}), frozenset({"month"}))
    held = periods.filter(~periods.paused).join(
        asked, [periods.from_month <= asked.month, periods.to_month > asked.month]
    )
    return held.select("month", *LINE, "start_date", "end_date", "annual")
