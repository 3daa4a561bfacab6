"""Rates of exchange that look as if they were the wrong way round."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.money import exact_text, half_away, scaled
from bookload.data.ingest.doubts.doubt import answer_of, ask, header_of, numbered
from bookload.data.ingest.filled import Filled, Place
from bookload.data.tables.contract import PLACES

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.question import Question
    from bookload.data.tables.checks import BuiltInRate

CODE = "rate-wrong-way-round"
AS_GIVEN, TURNED = "as_given", "turned"
_ONE = 10 ** PLACES["rate"]
_FIELDS = ("date", "currency", "rate")


def turned_rates(filled: Filled, built_in: BuiltInRate | None) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet with its rates as the mapping says they are meant, and what is asked about them.

    Asked about are rates nearer to the inverse of the built-in one of their day than to it, by ratio.
    Around parity a right rate may be so as well; that nobody can tell from the file either.
    """
    if built_in is None or filled.guess.mapping.table != "fx_rates" or not set(_FIELDS) <= set(filled.values):
        return filled, ()
    doubtful = _doubtful(filled, built_in)
    said = answer_of(filled, CODE)
    if not doubtful or said == AS_GIVEN:
        return filled, ()
    if said == TURNED:
        return _turned(filled, list(doubtful)), ()
    return filled, (_question(filled, doubtful),)


def _doubtful(filled: Filled, built_in: BuiltInRate) -> dict[int, Fraction]:
    """Return the built-in rate of each row whose rate is nearer to its inverse."""
    found: dict[int, Fraction] = {}
    columns = (filled.get(name).to_pylist() for name in _FIELDS)
    for row, (day, currency, rate) in enumerate(zip(*columns, strict=True)):
        if day is None or currency is None or rate is None or rate <= 0:
            continue
        known = built_in(currency, day)
        given = Fraction(rate, _ONE)
        if known and _apart(given * known) < _apart(given / known):
            found[row] = known
    return found


def _apart(ratio: Fraction) -> Fraction:
    """Return how far a ratio is from 1, as a factor: its logarithm orders as this does."""
    return max(ratio, 1 / ratio)


def _question(filled: Filled, doubtful: dict[int, Fraction]) -> Question:
    row, known = next(iter(doubtful.items()))
    day, currency, rate = (filled.get(name)[row].as_py() for name in _FIELDS)
    text = (
        f"{numbered(filled, doubtful)}: one {filled.home} bought {_text(known)} {currency} on {day} by the "
        f"built-in rate, and {exact_text(scaled(rate, PLACES['rate']))} is nearer to the inverse, "
        f"{_text(1 / known)}: "
        f"{AS_GIVEN} takes such rates as they are, {TURNED} takes 1 divided by each"
    )
    return ask(filled, CODE, text, (AS_GIVEN, TURNED), column=header_of(filled, "rate"))


def _turned(filled: Filled, rows: list[int]) -> Filled:
    rates = filled.get("rate").to_pylist()
    for row in rows:
        rates[row] = half_away(_ONE * _ONE, rates[row])
    message = f"{numbered(filled, rows)}: taken as 1 divided by the rate that is there"
    place = Place(rows[0], "rate", count=len(rows))
    note = filled.finding(CODE, message, "Nothing needs to be done.", "note", place)
    values = {**filled.values, "rate": pa.array(rates, pa.int64())}
    return replace(filled, values=values, findings=(*filled.findings, note))


def _text(rate: Fraction) -> str:
    return exact_text(scaled(round(rate * 10**6), 6), 4)
