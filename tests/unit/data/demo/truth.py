"""What the rows of `subscriptions` and `discounts` come to, worked out one by one with decimals.

A second witness for every figure that the engine makes of the sample company; it reads text, knows no engine
and no expression, and states each rule of docs/explanation in the line that applies it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Row = Mapping[str, str]

A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
COUNTED = {"active", "past_due", "canceled"}
MICRO = Decimal("0.000001")


def holds(row: Row, day: date) -> bool:
    """Whether a row of any table is in force on a day: from its start, until before its end."""
    start, end = row["start_date"], row["end_date"]
    return date.fromisoformat(start) <= day and (not end or day < date.fromisoformat(end))


def counts(row: Row, day: date) -> bool:
    """Whether a subscription row is MRR on a day: recurring, in force, not on trial, paused or unpaid."""
    return row["kind"] == "recurring" and row["status"] in COUNTED and holds(row, day)


def annual(row: Row, day: date, discounts: Iterable[Row]) -> Decimal:
    """A row's amount a year in its own currency, less the discounts that hold on the day, to the micro."""
    kept = Decimal(100)
    for discount in discounts:
        same_line = discount["line_id"] in ("", row["line_id"])
        if discount["subscription_id"] == row["subscription_id"] and same_line and holds(discount, day):
            kept -= Decimal(discount["percent"])
    a_year = Decimal(row["amount"]) * A_YEAR[row["interval"]] * kept / 100 / Decimal(row["interval_count"])
    return a_year.quantize(MICRO, rounding=ROUND_HALF_UP)


def arr_on(tables: Mapping[str, Iterable[Row]], day: date) -> dict[tuple[str, str], Decimal]:
    """ARR on a day by account and currency; accounts without any are absent."""
    totals: dict[tuple[str, str], Decimal] = {}
    for row in tables["subscriptions"]:
        if counts(row, day):
            key = row["account_id"], row["currency"]
            totals[key] = totals.get(key, Decimal(0)) + annual(row, day, tables["discounts"])
    return {key: arr for key, arr in totals.items() if arr}


def mrr_on(tables: Mapping[str, Iterable[Row]], day: date) -> dict[tuple[str, str], Fraction]:
    """MRR on a day by account and currency, exactly: a twelfth of ARR."""
    return {key: Fraction(arr) / 12 for key, arr in arr_on(tables, day).items()}
