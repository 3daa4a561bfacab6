"""A whole column read to the type that its contract stores, with what does not read named text by text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa

from bookload.base.errors import did_you_mean
from bookload.base.money import LARGEST_AMOUNT, MINOR_UNITS
from bookload.data.ingest.values import currencies, dates, intervals, months, numbers
from bookload.data.ingest.values.cell import Cells, Read, Text, Trouble, Values, read_all
from bookload.data.ingest.values.fold import fold
from bookload.data.ingest.values.words import is_nothing, meaning, words
from bookload.data.tables.contract import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NO_MORE = 9_223_372_036_854_775_807


@dataclass(frozen=True)
class How:
    """How a column's texts are to be read, as its mapping says.

    `point` is the decimal sign, `order` that of day and month, `zone` the company's time zone,
    `home` its currency; `allowed` the values of an enum; `meant` what single texts were said to mean.
    `header` and `field` are what a remedy has to name.
    """

    field: str
    header: str
    point: numbers.Point = "."
    order: dates.Order = "dmy"
    zone: str = "UTC"
    home: str = "USD"
    unit: str = ""
    allowed: tuple[str, ...] = ()
    meant: Mapping[str, str] | None = None


def read_column(kind: str, cells: Cells, how: How) -> Values:
    """Return a column as a contract's type stores it (data/tables/contract.py), or `interval` as unit:count."""
    stored, reader = _READERS[kind]
    meant = {fold(written): value for written, value in (how.meant or {}).items()}

    def translated(text: Text) -> Read:
        if (said := meant.get(fold(text.text))) is not None:
            text = Text(said)
        return reader(text, how)

    return read_all(cells, translated, stored)


def read_currencies(cells: Cells, how: How) -> pa.Array:
    """Return the currency written beside each number of a column, null where there is none."""

    def beside(text: Text) -> Read:
        number = numbers.read(text, how.point)
        return Read(currencies.code_of(number.currency, how.home) if number and number.currency else None)

    return read_all(cells, beside, pa.string()).array


def _identifier(text: Text, how: How) -> Read:
    bare = text.text.strip()
    if text.typed:
        bare = bare.removesuffix(".0")
    if numbers.is_damaged(bare):
        return _bad("damaged-id", "a spreadsheet has rounded this identifier, its last digits are lost",
                    "Export it again with the column formatted as text.")  # fmt: skip
    return _clean(Text(bare), how)


def _clean(text: Text, _how: How) -> Read:
    bare = text.text.strip()
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in bare) or "\ufffd" in bare:
        return _bad(
            "control-character",
            "the text has a character that cannot be printed",
            "Remove it, or export the file again.",
        )
    return Read(bare or None)


def _list(text: Text, how: How) -> Read:
    parts = [part.strip() for part in text.text.replace("|", ";").split(";")]
    if len(parts) == 1 and how.unit != "whole":
        parts = [part.strip() for part in text.text.split(",")]
    return _clean(Text(";".join(filter(None, parts))), how)


def _fixed(kind: str) -> Callable[[Text, How], Read]:
    def number(text: Text, how: How) -> Read:
        if is_nothing(text.text):
            return Read()
        found = numbers.read(text, how.point)
        if found is None:
            return _bad("not-a-number", f"this is not a number with '{how.point}' as its decimal sign",
                        f"Correct it, or say the decimal sign of column '{how.header}' in --map.")  # fmt: skip
        value = found.value
        if kind == "number" and how.unit == "share" and (found.percent or abs(value) > 1):
            value /= 100
        if kind == "money" and found.currency and not currencies.code_of(found.currency, how.home):
            return _bad("unknown-currency", f"'{found.currency}' is no currency that is known here",
                        "Write the code of ISO 4217, such as EUR.")  # fmt: skip
        return _whole(value, PLACES.get(kind, 0), kind)

    return number


def _whole(value: Decimal, places: int, kind: str) -> Read:
    if abs(value) > LARGEST_AMOUNT:
        return _bad("number-too-large", f"this is above the limit of {LARGEST_AMOUNT:,}", "Correct it.")
    stored, exact = numbers.whole(value, places)
    if exact:
        return Read(stored)
    if kind == "integer":
        return _bad("not-whole", "this is not a whole number", "Correct it.")
    return Read(stored, Trouble("rounded", f"rounded to {places} decimal places, half away from zero",
                                "Nothing needs to be done, if that is precise enough.", "warning"))  # fmt: skip


def _moment(text: Text, how: How) -> dates.Moment | Read:
    if is_nothing(text.text) or text.text.startswith("0000-00-00"):
        return Read()
    found = dates.read(text.text, how.order)
    if found is None:
        words_ = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}[how.order]
        return _bad("not-a-date", f"this is not a date (days are read as {words_})",
                    "Correct it, for example as 2026-03-31; format it as a date where it is a spreadsheet's number.")  # fmt: skip
    return found


def _date(text: Text, how: How) -> Read:
    found = _moment(text, how)
    if isinstance(found, Read):
        return found
    day = found.day
    if found.at is not None and found.at.tzinfo is not None and not found.is_midnight:
        day = found.at.astimezone(ZoneInfo(how.zone)).date()
    stored = dates.stored(day)
    if stored is None:
        return _bad("date-too-early", f"days before {dates.FIRST_YEAR} are not taken", "Correct the year.")
    return Read(stored)


def _instant(text: Text, how: How) -> Read:
    found = _moment(text, how)
    if isinstance(found, Read):
        return found
    at = found.at or datetime(found.day.year, found.day.month, found.day.day)  # noqa: DTZ001 - its zone comes next
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(how.zone))
    return Read(at.astimezone(UTC))


def _month(text: Text, how: How) -> Read:
    if is_nothing(text.text):
        return Read()
    found = months.read(text.text)
    if found is None and (moment := dates.read(text.text, how.order)):
        found = months.Month.of(moment.day)
    if found is None:
        return _bad("not-a-month", "this is not a month", "Write it as 2026-03.")
    return Read(found.ordinal)


def _boolean(text: Text, _how: How) -> Read:
    found = meaning("boolean", text.text)
    if found is None and not is_nothing(text.text):
        return _bad("not-a-truth-value", "this is neither yes nor no", "Write true or false.")
    return Read(None if found is None else found == "true")


def _enum(text: Text, how: How) -> Read:
    found = meaning(how.field, text.text)
    if found in how.allowed:
        return Read(found)
    if is_nothing(text.text):
        return Read()
    return _bad(f"unknown-{how.field}", f"this is no {how.field} that is known{did_you_mean(text.text, how.allowed)}",
                _say(how, text.text, how.allowed))  # fmt: skip


def _interval(text: Text, how: How) -> Read:
    if is_nothing(text.text):
        return Read()
    if ":" in text.text and text.text.partition(":")[0] in how.allowed:
        return Read(text.text)
    found = intervals.read(text.text)
    if found is None:
        return _bad("unknown-interval", "this is no interval that is known; it is never taken for a month",
                    _say(how, text.text, how.allowed))  # fmt: skip
    return Read(f"{found.unit}:{found.count}")


def _currency(text: Text, how: How) -> Read:
    if is_nothing(text.text):
        return Read()
    found = currencies.code_of(text.text, how.home)
    if found is None:
        return _bad("unknown-currency", f"this is no currency that is known here{did_you_mean(text.text, MINOR_UNITS)}",
                    "Write the code of ISO 4217, such as EUR.")  # fmt: skip
    return Read(found)


def _role(text: Text, _how: How) -> Read:
    known = meaning("role", text.text)
    return Read(known or text.text.strip() or None)


def _bad(code: str, message: str, remedy: str) -> Read:
    return Read(None, Trouble(code, message, remedy))


def _say(how: How, text: str, allowed: tuple[str, ...]) -> str:
    return f'Say what it means in --map: [sheet.values.{how.field}] "{text}" = one of {", ".join(allowed)}.'


_READERS: dict[str, tuple[pa.DataType, Callable[[Text, How], Read]]] = {
    "id": (pa.string(), _identifier),
    "text": (pa.string(), _clean),
    "role": (pa.string(), _role),
    "list": (pa.string(), _list),
    "currency": (pa.string(), _currency),
    "enum": (pa.string(), _enum),
    "interval": (pa.string(), _interval),
    "date": (pa.date32(), _date),
    "month": (pa.int64(), _month),
    "instant": (pa.timestamp("us", tz="UTC"), _instant),
    "money": (pa.int64(), _fixed("money")),
    "number": (pa.int64(), _fixed("number")),
    "rate": (pa.int64(), _fixed("rate")),
    "integer": (pa.int64(), _fixed("integer")),
    "boolean": (pa.bool_(), _boolean),
}


def known_words(kind: str) -> frozenset[str]:
    """Return the folded words of a kind, for telling a column by its values."""
    return frozenset(words(kind))


__all__ = ["How", "date", "known_words", "read_column", "read_currencies"]
