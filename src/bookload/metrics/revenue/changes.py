"""By how much what is in force changes, moment by moment: what every balance and movement is summed from.

A *moment* is a month where changes net from month end to month end, and a day where each day's
change counts (switch `movements` of the policy). Sums up to a moment are what is in force at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from bookload.data.engine import exact_sum, whole
from bookload.data.once import built_once, once
from bookload.metrics.revenue.monthly import FAR_MONTH, month_of
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.revenue.periods.price_periods import price_periods

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bookload.data.documents import Policy
    from bookload.data.reader import Reader

LEAF = ("account_id", "product", "currency")
"""What a balance is of: what one account has of one product in one currency."""

When = tuple[str, ...]
"""The columns that name a moment, in their order: `BY_MONTH` or `BY_DAY`."""

BY_MONTH: When = ("month",)
BY_DAY: When = ("month", "day")


def moments(policy: Policy) -> When:
    """Return what changes are judged by under a policy: months, or days."""
    return BY_DAY if policy.revenue.movements == "daily" else BY_MONTH


def changes(policy: Policy, as_of: date, when: When = BY_MONTH) -> ir.Table:
    """Return by how much each leaf changes at each moment, where it does.

    Columns: account_id, product, currency, month (and day, by days), annual; unique by all but the
    last. The sum of a leaf's changes up to a moment is its balance at the end of it.
    """
    return leaf_changes(price_periods(policy, as_of), when)


@once
def read_changes(reader: Reader, when: When = BY_MONTH) -> ir.Table:
    """Return the `changes` of a reader's price periods."""
    return leaf_changes(held_periods(reader), when)


@built_once
def leaf_changes(periods: ir.Table, when: When) -> ir.Table:
    """Return the `changes` of price periods: the balance of what is not paused."""
    paying = periods.filter(~periods.paused)
    summed = steps(paying, LEAF, when, {"annual": paying.annual})
    return summed.filter(summed.annual != whole(0))


@built_once
def pause_changes(periods: ir.Table, when: When) -> ir.Table:
    """Return by how many paused rows each account has more in force at a moment: account_id, when, rows."""
    paused = periods.filter(periods.paused)
    return steps(paused, ("account_id",), when, {"rows": ibis.literal(1, "int64")})


def steps(periods: ir.Table, key: tuple[str, ...], when: When, measures: Mapping[str, ir.Value]) -> ir.Table:
    """Return by how much measures of the rows in force change, by key and moment.

    Each row adds its measures when it starts, and takes them away when it ends; one that starts and
    ends within one moment was in force at the end of none. Unique by key and moment; money is
    decimal(38, 0), counts are int64.
    """
    rows = periods.select(
        *key, "start_date", "end_date", **dict(measures), started=month_of(periods.start_date)
    )
    held = rows.mutate(ended=month_of(rows.end_date))
    if "day" not in when:
        held = held.filter(held.started < held.ended)
    gone = held.filter(held.ended < FAR_MONTH)
    both = ibis.union(
        held.select(*key, *_named(held, when, "started", "start_date"), *measures),
        gone.select(
            *key, *_named(gone, when, "ended", "end_date"), **{name: -gone[name] for name in measures}
        ),
    )
    return both.group_by(*key, *when).aggregate(**{name: _sum(both[name]) for name in measures})


def _named(rows: ir.Table, when: When, month: str, day: str) -> list[ir.Value]:
    columns = {"month": rows[month], "day": rows[day]}
    return [columns[name].name(name) for name in when]


def _sum(column: ir.Value) -> ir.Value:
    return exact_sum(column) if column.type().is_decimal() else column.sum().cast("int64")
