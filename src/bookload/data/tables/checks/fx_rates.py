"""What can be wrong in fx_rates, above all a rate given the wrong way round."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from bookload.base.money import exact_text, scaled
from bookload.data.tables.checks.columns import is_missing, numbers
from bookload.data.tables.checks.found import Problem, findings

if TYPE_CHECKING:
    from bookload.base.errors import Finding, Severity
    from bookload.data.tables.checks.given import Tables

TABLE = "fx_rates"
RATE_PLACES = 8
NEAR = Fraction(11, 10)
"""Up to a tenth off the built-in rate, a rate near 1 may well be right though its inverse is nearer."""


def check_for_rate_not_positive(tables: Tables) -> list[Finding]:
    """A rate is 0 or less (error)."""
    problem = Problem(
        code="rate-not-positive",
        table=TABLE,
        column="rate",
        message="a rate is more than 0",
        remedy="Give how many units of the currency one unit of the workspace's currency buys.",
    )
    return findings(tables, problem, numbers(tables[TABLE], "rate", 1) <= 0)


def check_for_rate_of_own_currency(tables: Tables) -> list[Finding]:
    """The workspace's own currency has a rate other than 1 (error)."""
    if tables.currency is None:
        return []
    rows = tables[TABLE]
    own = np.array([code == tables.currency for code in rows["currency"].to_pylist()], np.bool_)
    problem = Problem(
        code="rate-of-own-currency",
        table=TABLE,
        column="rate",
        message=f"{tables.currency} is the workspace's own currency, whose rate is 1",
        remedy="Leave the row out, or give the other currency in the column currency.",
    )
    return findings(tables, problem, own & (numbers(rows, "rate", 10**RATE_PLACES) != 10**RATE_PLACES))


def check_for_rate_wrong_way_round(tables: Tables) -> list[Finding]:
    """A rate is nearer to the inverse of the built-in one than to it.

    An error where it is more than a tenth off the built-in rate, a warning where it is less.
    """
    wrong = _wrong_way_round(tables)
    sure = [row for row, (rate, built_in) in wrong.items() if max(rate / built_in, built_in / rate) > NEAR]
    unsure = sorted(wrong.keys() - set(sure))
    return [
        *findings(tables, _problem(tables, wrong, "error"), np.array(sure, np.int64)),
        *findings(tables, _problem(tables, wrong, "warning"), np.array(unsure, np.int64)),
    ]


def _problem(tables: Tables, wrong: dict[int, tuple[Fraction, Fraction]], severity: Severity) -> Problem:
    def message(row: int) -> str:
        known = _text(wrong[row][1])
        inverse = _text(1 / wrong[row][1])
        currency = tables[TABLE]["currency"][row]
        return (
            f"one {tables.currency or 'unit'} buys {known} {currency} by the built-in rate; "
            f"this is nearer to its inverse, {inverse}"
        )

    return Problem(
        code="rate-wrong-way-round",
        table=TABLE,
        column="rate",
        message=message,
        remedy="Give how many units of the currency one unit of the workspace's currency buys.",
        severity=severity,
    )


def _wrong_way_round(tables: Tables) -> dict[int, tuple[Fraction, Fraction]]:
    """Return rate and built-in rate of each row where the first is nearer to the inverse of the second."""
    if tables.rates is None:
        return {}
    rows = tables[TABLE]
    whole = ~np.logical_or.reduce([is_missing(rows, column) for column in ("date", "currency", "rate")])
    given = numbers(rows, "rate")
    found = {}
    for row in np.flatnonzero(whole & (given > 0)).tolist():
        day, currency = rows["date"][row].as_py(), rows["currency"][row].as_py()
        built_in = tables.rates(currency, day) if isinstance(day, date) else None
        rate = Fraction(int(given[row]), 10**RATE_PLACES)
        if built_in and _distance(rate * built_in) < _distance(rate / built_in):
            found[row] = (rate, built_in)
    return found


def _distance(ratio: Fraction) -> Fraction:
    """Return how far a ratio is from 1, as a factor."""
    return max(ratio, 1 / ratio)


def _text(rate: Fraction) -> str:
    return exact_text(scaled(round(rate * 10**6), 6), 4)
