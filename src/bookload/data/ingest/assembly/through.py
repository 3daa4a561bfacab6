"""The last day that the data knows, and the first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.period import FAR, Month

EVIDENCE = {
    "subscriptions": ("start_date", "canceled_date", "signed_date"),
    "subscription_events": ("at",),
    "ownership": ("start_date",),
    "account_events": ("at",),
    "accounts": ("created_date",),
    "people": ("hire_date",),
    "positions": ("from_date",),
    "pay": ("from_date",),
    "activities": ("start_at",),
    "invoice_lines": ("period_start", "paid_date"),
}
"""Columns whose days show that the data was alive on them.

An end may have been agreed on long before, so that no end is among them.
"""


def last_evidence(tables: Mapping[str, pa.Table], today: date) -> tuple[date, str] | None:
    """Return the last day not after today that any row gives evidence of, and where; None where none does.

    Where MRR comes from mrr_history alone, its last month decides, whatever else there is: no
    month after it has MRR. A month counts to its last day, or to today within it.
    """
    if not tables["subscriptions"].num_rows and (last := _last_month(tables["mrr_history"], today)):
        return last, "the last month of mrr_history"
    best: tuple[date, str] | None = None
    for table, columns in EVIDENCE.items():
        for column in columns:
            day = _last_day(tables[table][column], today)
            if day is not None and day != FAR and (best is None or day > best[0]):
                best = day, f"the last {column} of {table} that is not after today"
    return best


def _last_month(rows: pa.Table, today: date) -> date | None:
    latest = pc.max(pc.filter(rows["month"], pc.less_equal(rows["month"], Month.of(today).ordinal))).as_py()
    return None if latest is None else min(Month(latest).last_day, today)


def _last_day(values: pa.ChunkedArray, today: date) -> date | None:
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
    held = pc.filter(values, pc.less_equal(values, pa.scalar(today, pa.date32())))
    found: date | None = pc.max(held).as_py()
    return found


def first_month(rows: pa.Table) -> date | None:
    """Return the first day of the first month of mrr_history: what was before it is not known."""
    first = pc.min(rows["month"]).as_py()
    return None if first is None else Month(first).first_day
