"""One cell of a workbook as text in one canonical form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

_EXACT_INTEGER = 2.0**53
_DIGITS = 15
_HOUR, _MINUTE = 3600, 60

Value = float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def number(value: float) -> str:
    """Return a spreadsheet's number as plain decimal text, as the spreadsheet itself shows it.

    Whole numbers up to 2^53 are exact. Others have at most 15 significant digits, which
    is what spreadsheets keep: `0.1 + 0.2` reads 0.3 there and here. Whole numbers beyond
    keep their exponent, because digits were lost and the text should say so.
    """
    if value == int(value) and abs(value) <= _EXACT_INTEGER:
        return str(int(value))
    text = f"{value:.{_DIGITS}g}"
    if "e" not in text:
        return text
    return text.upper() if abs(value) > 1 else f"{Decimal(text):f}"


def canonical(value: Value) -> str:
    """Return the text of a cell that is not empty: dates and instants are ISO 8601, without a zone.

    A date with a time of midnight is a date. A time of day reads HH:MM:SS, a duration
    hours:MM:SS; neither is a date.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number(value)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
        minutes, second = divmod(seconds, _MINUTE)
        return f"{sign}{minutes // _MINUTE}:{minutes % _MINUTE:02}:{second:02}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat()


def reference(row: int, column: int) -> str:
    """Return the name of a cell, as A1 for row 0 and column 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
