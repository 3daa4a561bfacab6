"""What bridges between two figures have in common: amounts that add up as text, accounts and rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.base.money import MONTHS_A_YEAR, QUANTA, half_away, split_exactly
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.revenue.reconcile.bridge import AccountPart
    from bookload.metrics.revenue.reconcile.rows import PeriodRow
    from bookload.report.document import Document, Json

MRR_PLACES = 6
ARR_PLACES = 22
STOCKS = ("mrr", "arr")


def places_of(measure: str) -> int:
    """Return how many decimals a document gives a measure's amounts."""
    return ARR_PLACES if measure == "arr" else MRR_PLACES


def texts(measure: str, places: int, before: int, parts: Sequence[int], after: int) -> list[str]:
    """Return amounts rounded to so many places; what rounding leaves over goes to the largest part."""
    first, *rounded, last = (_rounded(amount, measure, places) for amount in (before, *parts, after))
    return [_decimal(amount, places) for amount in (first, *split_exactly(last - first, rounded), last)]


def text(amount: int, measure: str, places: int | None = None) -> str:
    """Return one amount, to the places of documents unless others are asked for."""
    at = places_of(measure) if places is None else places
    return _decimal(_rounded(amount, measure, at), at)


def grouped(amount: str, *, signed: bool = False) -> str:
    """Return an amount's text with thousands apart, as people read it."""
    return f"{Decimal(amount):+,f}" if signed else f"{Decimal(amount):,f}"


def account_parts(parts: Sequence[AccountPart], measure: str) -> list[Json]:
    """Return a cause's accounts as a document's rows."""
    return [
        {
            "account_id": part.account_id,
            "before": text(part.before, measure),
            "after": text(part.after, measure),
            "amount": text(part.after - part.before, measure),
        }
        for part in parts
    ]


def period_rows(rows: Sequence[PeriodRow], measure: str) -> list[Json]:
    """Return a cause's price periods as a document's rows."""
    return [_period(row, measure) for row in rows]


def _period(row: PeriodRow, measure: str) -> Document:
    return {
        "month": str(row.month),
        "account_id": row.account_id,
        "subscription_id": row.subscription_id or None,
        "line_id": row.line_id or None,
        "product": row.product or None,
        "plan": row.plan or None,
        "currency": row.currency,
        "start_date": row.start_date.isoformat(),
        "end_date": row.end_date.isoformat() if row.end_date else None,
        "before": text(row.before, measure),
        "after": text(row.after, measure),
    }


def behind(
    title: str, parts: Sequence[AccountPart], rows: Sequence[PeriodRow], measure: str, places: int
) -> list[Part]:
    """Return a cause's accounts and price periods as tables.

    A row has MRR and no movement: of `new`, `churn` and the like its columns say so.
    """
    accounts = [
        [
            part.account_id,
            *(grouped(text(amount, measure, places)) for amount in (part.before, part.after)),
            grouped(text(part.after - part.before, measure, places), signed=True),
        ]
        for part in parts
    ]
    periods = [
        [
            str(row.month),
            row.account_id,
            row.subscription_id,
            row.product,
            str(row.start_date),
            str(row.end_date or "open"),
            *(grouped(text(amount, measure, places)) for amount in (row.before, row.after)),
        ]
        for row in rows
    ]
    shown: list[Part] = [table(title, ["account", "before", "after", "amount"], accounts)]
    if periods:
        is_stock = measure in STOCKS
        amounts = ["before", "after"] if is_stock else ["MRR before", "MRR after"]
        columns = ["month end", "account", "subscription", "product", "from", "until", *amounts]
        of_what = "" if is_stock else f", with the MRR at month ends that {measure} comes from"
        shown.append(table(f"The rows behind it{of_what}", columns, periods, text_columns=6))
    return shown


def title_of(measure: str) -> str:
    """Return a measure as titles name it."""
    return measure.upper() if measure in STOCKS else measure


def _rounded(quanta: int, measure: str, places: int) -> int:
    return half_away(quanta * 10**places, QUANTA * (1 if measure == "arr" else MONTHS_A_YEAR))


def _decimal(number: int, places: int) -> str:
    return money.exact_text(money.scaled(number, places), 2 if places == ARR_PLACES else places)
