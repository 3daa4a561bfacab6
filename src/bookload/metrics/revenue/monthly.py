"""Months inside expressions: a day's number, the calendar, and what holds over a range of months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from bookload.base.period import FAR, Month
from bookload.data.once import built_once, once

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

MONTHS_A_YEAR = 12
_EPOCH = date(1970, 1, 1)
FAR_MONTH = Month.of(FAR).ordinal


def month_of(day: ir.DateValue) -> ir.IntegerValue:
    """Return the number of the month that a day lies in, `year * 12 + month - 1`."""
    return day.year().cast("int64") * MONTHS_A_YEAR + day.month().cast("int64") - 1


def first_day(month: ir.IntegerValue) -> ir.DateValue:
    """Return the first day of a month, given its number."""
    since = (month - Month.of(_EPOCH).ordinal).as_interval("M")
    return (ibis.literal(_EPOCH) + since).cast("date")


@once
def calendar(reader: Reader) -> ir.Table:
    """Return the months that a reader's data knows, as a table of one column `month`."""
    ordinals = pa.array([month.ordinal for month in reader.months], type=pa.int64())
    return reader.given("calendar", pa.table({"month": ordinals}), frozenset({"month"}))


def calendar_of(reader: Reader, first: Month, last: Month) -> ir.Table:
    """Return those months of `calendar` that lie within first and last, both included."""
    months = calendar(reader)
    return months.filter(months.month >= first.ordinal, months.month <= last.ordinal)


def over_months(runs: ir.Table, reader: Reader) -> ir.Table:
    """Return a row for each month at whose end a run holds: `from_month <= month < to_month`.

    A range of days [start, end) is in force at a month's end exactly if this holds of the
    numbers of the months that `start` and `end` lie in.
    """
    return over(runs, calendar(reader))


@built_once
def over(runs: ir.Table, months: ir.Table) -> ir.Table:
    """Return what `over_months` does, for the months of a calendar, or for each account's months of one."""
    during = [runs.from_month <= months.month, runs.to_month > months.month]
    if "account_id" not in months.columns:
        return runs.join(months, during).drop("from_month", "to_month")
    joined = runs.join(months, [runs.account_id == months.account_id, *during])
    return joined.drop("from_month", "to_month")
