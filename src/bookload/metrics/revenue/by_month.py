"""Tables by month that are computed once for all dates: what an earlier date needs of them is there already.

What is in force at a month's end is the same whether it is asked then or later: what started after it and
what ended after it are clipped away. So a date before the last that the data knows needs its own month alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow.compute as pc

from bookload.base.errors import DataError, MissingDataError
from bookload.base.period import Month
from bookload.metrics.revenue.periods.held import is_large
from bookload.metrics.revenue.rates.conversion import month_factors

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir
    import pyarrow as pa

    from bookload.data.reader import Reader


def by_month(
    reader: Reader,
    name: str,
    make: Callable[[Reader], ir.Table],
    unique: frozenset[str],
    *,
    rated: bool = True,
    of_month: Callable[[Reader], ir.Table] | None = None,
) -> ir.Table:
    """Return the rows that `make` makes of a reader, kept for every date; unique by `unique`.

    They have a column `month`, and those of a month that is over depend on no later day, but for the rates
    that amounts are stated at where they are `rated`. `of_month` makes the rows of the date's month sooner,
    and maybe others. Where rows are few, each date has its own.
    """
    later = reader.latest if is_large(reader) else None
    if later is None or later.months[0] != reader.months[0] or (rated and not _same_rates(reader, later)):
        return reader.cube(name, make(reader), unique)
    month = Month.of(reader.as_of)
    every = later.cube(name, make(later), unique)
    if reader.as_of == month.last_day:
        return every.filter(every.month <= month.ordinal)
    made = (of_month or make)(reader)
    now = reader.cube(f"{name}_of_{month}", made.filter(made.month == month.ordinal), unique)
    return ibis.union(every.filter(every.month < month.ordinal), now)


def _same_rates(reader: Reader, later: Reader) -> bool:
    """Return whether the months before that of the date are stated at the same rates on a later date."""
    month = Month.of(reader.as_of)
    until = month.ordinal + (reader.as_of == month.last_day)
    here = _before(month_factors(reader).table, until)
    try:
        there = _before(month_factors(later).table, until)
    except (DataError, MissingDataError):
        return False  # what has no rate or no price later is no reason to say nothing of earlier
    return bool(here.equals(there))


def _before(rates: pa.Table, month: int) -> pa.Table:
    return rates.filter(pc.less(rates["month"], month))
