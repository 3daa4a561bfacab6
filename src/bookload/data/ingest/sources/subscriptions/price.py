"""What a row is paid, and for how long: MRR or ARR as they stand, an amount and its interval, or units."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding, capped
from bookload.base.money import MONTHS_A_YEAR, exact_text, from_micros
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.sources.subscriptions.term import Spread, spread
from bookload.data.ingest.values.intervals import ONCE

CENT = 10_000
"""Micros of a cent: MRR that was rounded to cents is within twelve halves of one of ARR."""


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
    without MRR takes its ARR. A quantity never multiplies them.
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
    """Return a finding for each row whose ARR is not 12 times its MRR, rounding aside."""
    if not ("mrr" in filled and "arr" in filled):
        return ()
    apart = pc.abs(pc.subtract(pc.multiply(mrr, MONTHS_A_YEAR), arr))
    wrong = pc.fill_null(pc.greater(apart, MONTHS_A_YEAR * CENT // 2), fill_value=False)
    remedy = 'Correct the row; or take ARR: [sheet.columns] mrr = "" in --map.'
    found = []
    for row in pc.indices_nonzero(wrong).to_pylist():
        twelve = exact_text(from_micros(MONTHS_A_YEAR * mrr[row].as_py()))
        value = exact_text(from_micros(arr[row].as_py()))
        message = f"ARR is {value}, but 12 × MRR is {twelve}; MRR is taken"
        found.append(
            filled.finding("arr-is-not-12-mrr", message, remedy, "warning", Place(row, "arr", value))
        )
    return capped(found)


def _unused_interval(filled: Filled) -> tuple[Finding, ...]:
    column = filled.guess.columns.get("interval")
    if column is None:
        return ()
    message = f"'{column.header}' is not used: beside MRR or ARR it can only say how often is billed"
    remedy = 'If the amount is for that interval, say so in --map: [sheet.columns] amount = "...", mrr = "".'
    return (filled.finding("interval-not-used", message, remedy, "note", Place(field="interval")),)


def _by_interval(filled: Filled) -> Price:
    term = spread(filled)
    if isinstance(term, Spread):
        return _by_term(filled, term)
    interval, count = _split(filled.get("interval"))
    if "interval_count" in filled:
        single = pc.equal(pc.fill_null(count, 1), 1)
        count = pc.if_else(single, filled.get("interval_count"), count)
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
    if term is not None:
        return Price(columns, questions=(term,))
    return Price(columns, questions=() if "interval" in filled else (_what_for(filled),))


def _by_term(filled: Filled, term: Spread) -> Price:
    columns = {
        "amount": filled.get("amount", pa.int64()),
        "interval": term.interval,
        "interval_count": term.count,
        "currency": filled.currency("amount"),
    }
    if "quantity" in filled:
        columns["quantity"] = filled.get("quantity")
    return Price(columns, term.findings)


def _what_for(filled: Filled) -> Question:
    mapping = filled.guess.mapping
    header = next(
        filled.guess.columns[name].header
        for name in ("amount", "unit_amount")
        if name in filled.guess.columns
    )
    text = f"nothing says whether '{header}' is for a month or a year"
    choices = ("month", "quarter", "year")
    return Question(
        "amount-interval", mapping.file or "", mapping.sheet, header, text, choices, "constants", "interval"
    )


def _split(intervals: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the units and counts of intervals written `unit:count`."""
    encoded = pc.dictionary_encode(intervals)
    parts = [(text or "").partition(":") for text in encoded.dictionary.to_pylist()]
    units = pa.array([unit for unit, _, _ in parts], pa.string()).take(encoded.indices)
    counts = pa.array([int(count or 1) for _, _, count in parts], pa.int64()).take(encoded.indices)
    return units, counts
