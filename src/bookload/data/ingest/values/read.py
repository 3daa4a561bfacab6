"""A whole column read to the type that its contract stores, with what does not read named text by text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa

from bookload.base.errors import did_you_mean
from bookload.base.money import LARGEST_AMOUNT, MINOR_UNITS
from bookload.base.period import Month
from bookload.data.ingest.values import currencies, dates, intervals, months, numbers
from bookload.data.ingest.values.cell import Cells, Read, Text, Trouble, Values, read_all
from bookload.data.ingest.values.fold import fold
from bookload.data.ingest.values.scales import scaled
from bookload.data.ingest.values.words import is_nothing, meaning
from bookload.data.tables.contract import PLACES
from bookload.data.tables.titles import USUAL, Roles, standard_role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PERCENT = 100
_MINUTES = 10**6
"""What `m` beside a number would multiply an amount by; beside a duration it means minutes."""
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_ORDERS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
_CODE = "Write the code of ISO 4217, such as EUR."


@dataclass(frozen=True)
class How:
    """How a column's texts are to be read, as its mapping says.

    `point` is the decimal sign, `order` that of day and month, `zone` the company's time zone,
    `home` its currency; `allowed` the values of an enum; `meant` what single texts were said to
    mean; `is_share` says that 50% is a half, `hundredths` that 50 is. `midnight` says that all
    its instants are the very start of a day, so that they stand for the day. `field` and
    `header` are what a remedy has to name. A title that the policy's `roles` name stays as written.
    """

    field: str
    header: str
    point: numbers.Point = "."
    order: dates.Order = "dmy"
    zone: str = "UTC"
    home: str = "USD"
    is_share: bool = False
    hundredths: bool = False
    midnight: bool = True
    allowed: tuple[str, ...] = ()
    meant: Mapping[str, str] | None = None
    roles: Roles = USUAL


def read_column(kind: str, cells: Cells, how: How) -> Values:
    """Return a column as a contract's type stores it (data/tables/contract.py); `interval` as unit:count."""
    stored, reader = _READERS[kind]
    meant = {fold(written): value for written, value in (how.meant or {}).items()}

    def translated(text: Text) -> Read:
        said = meant.get(fold(text.text)) if meant else None
        return reader(text if said is None else Text(said), how)

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
        message = "a spreadsheet has rounded this identifier, its last digits are lost"
        return _bad("damaged-id", message, "Export it again with the column formatted as text.")
    return _text(Text(bare), how)


def _text(text: Text, _how: How) -> Read:
    bare = _BREAK.sub(" ", text.text.strip())
    if _UNPRINTABLE.search(bare):
        message = "the text has a character that cannot be printed"
        return _bad("control-character", message, "Remove it, or export the file again.")
    if bare != text.text.strip():
        message = "the text has a line break in it, which is read as a blank"
        return Read(bare, Trouble("line-break", message, "Nothing needs to be done.", "note"))
    return Read(bare or None)


def _list(text: Text, how: How) -> Read:
    parts = [part.strip() for part in text.text.replace("|", ";").split(";")]
    if len(parts) == 1 and not how.field.endswith("_id"):
        parts = [part.strip() for part in text.text.split(",")]
    return _text(Text(";".join(filter(None, parts))), how)


def _fixed(kind: str) -> Callable[[Text, How], Read]:
    places = PLACES.get(kind, 0)

    def number(text: Text, how: How) -> Read:
        if is_nothing(text.text):
            return Read()
        found = numbers.read(text, how.point)
        if found is None:
            message = f"this is not a number with '{how.point}' as its decimal sign"
            remedy = f"Correct it, or say the decimal sign of column '{how.header}' in --map."
            return _bad("not-a-number", message, remedy)
        if kind == "money":
            return _amount(text, found, how)
        if found.scale > 1 and found.scale != _MINUTES:
            return _bad("not-a-number", "this is a number with a word for thousands or more", "Write it out.")
        value = found.value
        if how.is_share and (found.percent or how.hundredths):
            value /= PERCENT
        return _whole(value, places, kind)

    return number


def _amount(text: Text, found: numbers.Number, how: How) -> Read:
    """Return an amount with the word beside it multiplied out; what stands beside it has to be understood."""
    if found.percent:
        return _bad("not-a-number", "this is a percentage, and no amount", "Write the amount.")
    if found.currency and not currencies.code_of(found.currency, how.home):
        return _bad("unknown-currency", f"'{found.currency}' is no currency that is known here", _CODE)
    if found.unknown:
        message = f"'{found.unknown}' beside the amount is not understood"
        return _bad("unknown-unit", message, "Write the amount as a number alone, or with its currency.")
    factor, _ = scaled(how.header)
    if factor > 1 < found.scale:
        message = f"the column '{how.header}' multiplies amounts, and so does what stands beside this one"
        return _bad("unit-twice", message, "Write the amount as a number alone.")
    value = found.value * found.scale * factor
    read = _whole(value, PLACES["money"], "money")
    if found.scale * factor == 1 or read.value is None:
        return read
    under = f" under '{how.header}'" if factor > 1 else ""
    message = f"'{text.text.strip()}'{under} is read as {value.normalize():,f}"
    remedy = "Nothing needs to be done, if that is what is meant; else write amounts out."
    return Read(read.value, Trouble("amount-multiplied", message, remedy, "note"))


def _whole(value: Decimal, places: int, kind: str) -> Read:
    if abs(value) > LARGEST_AMOUNT:
        return _bad("number-too-large", f"this is above the limit of {LARGEST_AMOUNT:,}", "Correct it.")
    stored, exact = numbers.whole(value, places)
    if exact:
        return Read(stored)
    if kind == "integer":
        return _bad("not-whole", "this is not a whole number", "Correct it.")
    message = f"rounded to {places} decimal places, half away from zero"
    remedy = "Nothing needs to be done, if that is precise enough."
    return Read(stored, Trouble("rounded", message, remedy, "warning"))


def _moment(text: Text, how: How) -> dates.Moment | Read:
    if is_nothing(text.text) or text.text.startswith("0000-00-00"):
        return Read()
    found = dates.read(text.text, how.order)
    if found is None:
        message = f"this is not a date (days are read as {_ORDERS[how.order]})"
        remedy = (
            "Correct it, for example as 2026-03-31; a spreadsheet's number has to be formatted as a date."
        )
        return _bad("not-a-date", message, remedy)
    return found


def _date(text: Text, how: How) -> Read:
    found = _moment(text, how)
    if isinstance(found, Read):
        return found
    day = found.day
    if found.at is not None and found.at.tzinfo is not None and not how.midnight:
        day = found.at.astimezone(ZoneInfo(how.zone)).date()
    stored = dates.stored(day)
    if stored is None:
        return _bad("date-too-early", f"days before {months.FIRST_YEAR} are not taken", "Correct the year.")
    return Read(stored)


def _instant(text: Text, how: How) -> Read:
    found = _moment(text, how)
    if isinstance(found, Read):
        return found
    day = found.day
    at = found.at or datetime(day.year, day.month, day.day)  # noqa: DTZ001 - its zone comes next
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(how.zone))
    return Read(at.astimezone(UTC))


def _month(text: Text, how: How) -> Read:
    if is_nothing(text.text):
        return Read()
    found = months.read(text.text)
    if found is None and (moment := dates.read(text.text, how.order)):
        found = Month.of(moment.day)
    return (
        _bad("not-a-month", "this is not a month", "Write it as 2026-03.")
        if found is None
        else Read(found.ordinal)
    )


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
    message = f"this is no {how.field} that is known{did_you_mean(text.text, how.allowed)}"
    return _bad(f"unknown-{how.field}", message, _say(how, text.text))


def _interval(text: Text, how: How) -> Read:
    if is_nothing(text.text):
        return Read()
    found = intervals.read(text.text)
    if found is None:
        message = "this is no interval that is known; it is never taken for a month"
        return _bad("unknown-interval", message, _say(how, text.text))
    return Read(f"{found.unit}:{found.count}")


def _currency(text: Text, how: How) -> Read:
    if is_nothing(text.text):
        return Read()
    found = currencies.code_of(text.text, how.home)
    if found is None:
        message = f"this is no currency that is known here{did_you_mean(text.text, MINOR_UNITS)}"
        return _bad("unknown-currency", message, _CODE)
    return Read(found)


def _role(text: Text, how: How) -> Read:
    known = None if how.roles.own(text.text) else standard_role(text.text)
    return Read(known) if known else _text(text, how)


def _bad(code: str, message: str, remedy: str) -> Read:
    return Read(None, Trouble(code, message, remedy))


def _say(how: How, text: str) -> str:
    choices = " or ".join(f'"{value}"' for value in how.allowed)
    return f'Say what it means in --map: [sheet.values.{how.field}] "{text}" = {choices}.'


_READERS: dict[str, tuple[pa.DataType, Callable[[Text, How], Read]]] = {
    "id": (pa.string(), _identifier),
    "text": (pa.string(), _text),
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
