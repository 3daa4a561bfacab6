"""The last day that the data knows, and the first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.period import FAR, Month

EVIDENCE = {
    "subscriptions": ("start_date", "end_date", "canceled_date", "signed_date"),
    "subscription_events": ("at",),
    "ownership": ("start_date", "end_date"),
    "account_events": ("at",),
    "accounts": ("created_date",),
    "activities": ("start_at",),
    "invoice_lines": ("period_start", "paid_date"),
    "mrr_history": ("month",),
}
"""Columns whose days show that the data was alive on them."""


def last_evidence(tables: Mapping[str, pa.Table], today: date) -> tuple[date, str] | None:
    """Return the last day not after today that any row gives evidence of, and where; None where none does.

    A month of mrr_history counts to its last day, or to today within it.
    """
    best: tuple[date, str] | None = None
    for table, columns in EVIDENCE.items():
        for column in columns:
            day = _last(tables[table][column], column, today)
            if day is not None and day != FAR and (best is None or day > best[0]):
                best = day, f"the last {column} of {table} that is not after today"
    return best


def _last(values: pa.ChunkedArray, column: str, today: date) -> date | None:
    if column == "month":
        months = [Month(value) for value in pc.unique(values).to_pylist() if value is not None]
        days = [min(month.last_day, today) for month in months if month.first_day <= today]
        return max(days, default=None)
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us")).cast(pa.date32())
    held = pc.filter(values, pc.less_equal(values, pa.scalar(today, pa.date32())))
    found = pc.max(held).as_py()
    return found.date() if isinstance(found, datetime) else found


def first_known(
    tables: Mapping[str, pa.Table],
    *,
    dated_subscriptions: bool,
    before: date | None,
    had_before: bool,
    day: date,
) -> date | None:
    """Return the first day that anything is known of, None for the beginning.

    Dated subscriptions begin with the company. Those of lists are known from the first list on,
    mrr_history from its first month on.
    """
    if dated_subscriptions:
        return None
    if tables["subscriptions"].num_rows:
        return before if had_before else day
    months = tables["mrr_history"]["month"]
    first = pc.min(months).as_py()
    return None if first is None else Month(first).first_day
