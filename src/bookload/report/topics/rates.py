"""Rates of exchange on a day."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.document import amount_text
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.revenue.rates.stated import StatedRate
    from bookload.report.document import Document

PLACES = 12
"""Decimals of a rate: those that amounts are converted with."""

DIGITS = 6
SOURCES = {"own": "own rate", "ecb": "European Central Bank", "same": "the workspace's own currency"}


def body(rows: Sequence[StatedRate]) -> Document:
    """Return the rates, as text to the twelve decimals that amounts are converted with."""
    return {
        "rows": [
            {
                "currency": row.currency,
                "on": row.on.isoformat(),
                "rate": amount_text(row.rate, PLACES),
                "inverse": amount_text(row.inverse, PLACES),
                "day": row.day.isoformat(),
                "source": row.source,
            }
            for row in rows
        ]
    }


def tables(rows: Sequence[StatedRate], currency: str) -> list[Part]:
    """Return the rates as a table, and in words where an earlier day's had to serve."""
    if not rows:
        return ["no revenue in any currency; name one, as in `bookload rates EUR`"]
    cells = [
        [
            row.currency,
            SOURCES[row.source],
            row.day.isoformat(),
            significant(row.rate),
            significant(row.inverse),
        ]
        for row in rows
    ]
    heads = ["1 unit of", "source", "rate of", f"is worth, {currency}", f"1 {currency} buys"]
    parts: list[Part] = [table(f"Rates on {rows[0].on}", heads, cells, text_columns=3)]
    parts += [
        f"- no rate of {row.currency} on {row.on}: that of {row.day} serves"
        for row in rows
        if row.day != row.on
    ]
    return parts


def significant(value: Fraction) -> str:
    """Return a number with six digits that say something: `1.0389`, `0.00641234`, `162.08`."""
    places = DIGITS
    while value and abs(value) * 10**places < 10 ** (DIGITS - 1) and places < PLACES:
        places += 1
    if abs(value) >= 1:
        places = max(1, DIGITS - len(str(int(abs(value)))))
    return str(amount_text(value, places)).rstrip("0").rstrip(".")
