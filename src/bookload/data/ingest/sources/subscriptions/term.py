"""What a contract is worth in all, as MRR over its term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pyarrow as pa

from bookload.base.errors import Finding, capped
from bookload.base.money import exact_text, from_micros
from bookload.base.period import FAR, Month
from bookload.data.ingest.doubts.doubt import answer_of, ask
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.mapping.wayout import line
from bookload.data.ingest.values.fold import fold

_TOTAL = re.compile(
    r"\b(?:total (?:contract|deal) value|tcv|contract total|total contract (?:amount|price)|"
    r"gesamtvertragswert|gesamtauftragswert|vertragssumme)\b"
)
_CONTRACT = re.compile(r"\b(?:contract|deal) (?:value|amount|price)\b|\b(?:vertrags|auftrags)wert\b")
_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_SAME = Fraction(1, 100)
"""Within this share an amount is the same for an interval and for the term: terms of leap years are."""


@dataclass(frozen=True)
class Spread:
    """An amount as one for the term of each row: `month` or `day`, and how many of them."""

    interval: pa.Array
    count: pa.Array
    findings: tuple[Finding, ...]


def says_total(header: str) -> bool:
    """Return whether a header says that its amounts are for whole contracts."""
    return bool(_TOTAL.search(fold(header)))


def spread(filled: Filled) -> Spread | Question | None:
    """Return how amounts spread over terms, a question where they may not, None for amounts of intervals.

    *Total contract value* is for the term. *Contract value* alone may be for either: where the
    interval beside it comes to the same for every row it does not matter, else it is asked.
    """
    column = filled.guess.columns.get("amount")
    said = answer_of(filled, "contract-value")
    if column is None or said == "interval":
        return None
    if said == "term" or says_total(column.header):
        return _spread(filled, column.header)
    if not _CONTRACT.search(fold(column.header)) or not {"start_date", "end_date"} <= filled.values.keys():
        return None
    row = _apart(filled)
    return None if row is None else _which(filled, column.header, row)


def _terms(filled: Filled) -> list[tuple[str, int] | None]:
    """Return the term of each row in months, or else days; None where it has none."""
    starts = filled.get("start_date", pa.date32()).to_pylist()
    ends = filled.get("end_date", pa.date32()).to_pylist()
    return [_term(start, end) for start, end in zip(starts, ends, strict=True)]


def _term(start: date | None, end: date | None) -> tuple[str, int] | None:
    if start is None or end is None or end == FAR or end <= start:
        return None
    if start.day == end.day:
        return "month", Month.of(end).ordinal - Month.of(start).ordinal
    return "day", (end - start).days


def _spread(filled: Filled, header: str) -> Spread:
    terms = _terms(filled)
    amounts = filled.get("amount", pa.int64()).to_pylist()
    findings = [
        filled.finding(
            "no-term",
            f"'{header}' is for a whole contract, and this row has no start and end to spread it over",
            "Fill them in; or, if amounts are for a year, write in --map: "
            + line(filled.guess.view, meaning={"contract_value": "interval"}, constants={"interval": "year"}),
            at=Place(row, "amount"),
        )
        for row, (term, amount) in enumerate(zip(terms, amounts, strict=True))
        if amount is not None and term is None
    ]
    first = next((row for row in range(filled.rows) if terms[row] and amounts[row] is not None), None)
    if first is not None:
        findings.append(_note(filled, header, first))
    return Spread(
        pa.array([term and term[0] for term in terms], pa.string()),
        pa.array([term and term[1] for term in terms], pa.int64()),
        capped(findings),
    )


def _note(filled: Filled, header: str, row: int) -> Finding:
    term = _terms(filled)[row]
    assert term is not None  # noqa: S101 - the caller found a row that has one
    amount = exact_text(from_micros(filled.values["amount"][row].as_py()))
    message = f"'{header}' is spread over the term of each row, as {amount} over {term[1]} {term[0]}s here"
    remedy = "If amounts are for an interval instead, write in --map: " + line(
        filled.guess.view, meaning={"contract_value": "interval"}
    )
    return filled.finding("contract-value-spread", message, remedy, "note", Place(row, "amount", amount))


def _apart(filled: Filled) -> int | None:
    """Return a row whose amount is another MRR for its interval than for its term; None if no row's is."""
    intervals = filled.get("interval").to_pylist()
    counts = filled.get("interval_count", pa.int64()).to_pylist()
    for row, (term, interval) in enumerate(zip(_terms(filled), intervals, strict=True)):
        if interval is None:
            return row
        unit, _, count = interval.partition(":")
        if unit not in _A_YEAR:
            continue
        payment = Fraction(_A_YEAR[unit], int(count or 1) if int(count or 1) > 1 else counts[row] or 1)
        if term is None or abs(Fraction(_A_YEAR[term[0]], term[1]) / payment - 1) > _SAME:
            return row
    return None


def _which(filled: Filled, header: str, row: int) -> Question:
    number = filled.guess.view.sheet.row_numbers[row].as_py()
    text = (
        f"nothing says whether '{header}' is for the whole term of a row or for each interval of it; "
        f"in row {number} that is not the same"
    )
    return ask(filled, "contract-value", text, ("term", "interval"), column=header)
