"""What a row is paid, and for how long: MRR or ARR as they stand, an amount and its interval, or units."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding, capped
from bookload.base.money import MONTHS_A_YEAR, exact_text, from_micros
from bookload.data.ingest.filled import Filled
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.values.intervals import ONCE

CENT = 10_000
"""Micros of a cent: MRR that was rounded to cents may differ from ARR / 12 by twelve halves of one."""


@dataclass(frozen=True)
class Price:
    """The columns of subscriptions that say what a row is paid, with what was wrong."""

    columns: dict[str, pa.Array]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()


def price(filled: Filled) -> Price:
    """Return what each row is paid.

    MRR goes before ARR, and both before an amount, since they need no interval: a billing
    frequency beside them says when invoices are sent, not what an amount is for. A row
    without MRR takes its ARR.
    """
    if "mrr" in filled or "arr" in filled:
        return _as_it_stands(filled)
    return _by_interval(filled)


def _as_it_stands(filled: Filled) -> Price:
    mrr, arr = filled.get("mrr", pa.int64()), filled.get("arr", pa.int64())
    monthly = pc.is_valid(mrr)
    columns = {
        "amount": pc.if_else(monthly, mrr, arr),
        "interval": pc.if_else(monthly, "month", "year"),
        "interval_count": pa.array([1] * filled.rows, pa.int64()),
        "currency": filled.currency(*(name for name in ("mrr", "arr") if name in filled)),
    }
    if "quantity" in filled:
        columns["quantity"] = filled.get("quantity")
    return Price(columns, (*_disagreeing(filled, mrr, arr), *_unused_interval(filled)))


def _disagreeing(filled: Filled, mrr: pa.Array, arr: pa.Array) -> tuple[Finding, ...]:
    if not ("mrr" in filled and "arr" in filled):
        return ()
    apart = pc.abs(pc.subtract(pc.multiply(mrr, MONTHS_A_YEAR), arr))
    wrong = pc.fill_null(pc.greater(apart, MONTHS_A_YEAR * CENT // 2), fill_value=False).to_pylist()
    return capped(
        [
            filled.finding(
                "arr-is-not-12-mrr",
                f"ARR is {exact_text(from_micros(arr[row].as_py()))}, but 12 × MRR is {exact_text(from_micros(12 * mrr[row].as_py()))}; MRR is taken",
                'Correct the row; or take ARR: [sheet.columns] mrr = "" in --map.',
                "warning",
                row=row,
                field_name="arr",
                value=exact_text(from_micros(arr[row].as_py())),
            )
            for row, is_wrong in enumerate(wrong)
            if is_wrong
        ]
    )


def _unused_interval(filled: Filled) -> tuple[Finding, ...]:
    column = filled.guess.columns.get("interval")
    if column is None:
        return ()
    message = f"'{column.header}' is not used: MRR and ARR say what they are for, so it can only be how often is billed"
    remedy = 'If the amount is for that interval, say so in --map: [sheet.columns] amount = "its header", mrr = "", arr = "".'
    return (filled.finding("interval-not-used", message, remedy, "note", field_name="interval"),)


def _by_interval(filled: Filled) -> Price:
    questions: tuple[Question, ...] = ()
    if "interval" not in filled:
        header = next(
            filled.guess.columns[name].header
            for name in ("amount", "unit_amount")
            if name in filled.guess.columns
        )
        mapping = filled.guess.mapping
        text = f"nothing says what '{header}' is for"
        questions = (
            Question(
                "amount-interval",
                mapping.file or "",
                mapping.sheet,
                header,
                text,
                ("month", "quarter", "year"),
                "constants",
                "interval",
            ),
        )
    interval, count = _split(filled.get("interval"))
    if "interval_count" in filled:
        count = pc.if_else(pc.equal(pc.fill_null(count, 1), 1), filled.get("interval_count"), count)
    once = pc.fill_null(pc.equal(interval, ONCE), fill_value=False)
    columns = {
        "amount": filled.get("amount", pa.int64()),
        "unit_amount": filled.get("unit_amount", pa.int64()),
        "quantity": filled.get("quantity", pa.int64()),
        "interval": pc.if_else(once, "month", interval),
        "interval_count": count,
        "kind": pc.if_else(once, "one_time", filled.get("kind")),
        "currency": filled.currency(*(name for name in ("amount", "unit_amount") if name in filled)),
    }
    return Price(columns, questions=questions)


def _split(intervals: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the units and counts of intervals written `unit:count`."""
    encoded = pc.dictionary_encode(intervals)
    parts = [(text or "").partition(":") for text in encoded.dictionary.to_pylist()]
    units = pa.array([unit for unit, _, _ in parts], pa.string()).take(encoded.indices)
    counts = pa.array([int(count or 1) for _, _, count in parts], pa.int64()).take(encoded.indices)
    return units, counts
