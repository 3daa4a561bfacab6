"""Which months can be stated: the data may begin late, and no month after `as_of` is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.period import Month

if TYPE_CHECKING:
    from bookload.data.reader import Reader


def end_known(reader: Reader, month: Month) -> bool:
    """Return whether the month's closing can be stated; that of `as_of`'s month is stated as of `as_of`."""
    if month > Month.of(reader.as_of):
        return False
    return reader.known_from is None or min(month.last_day, reader.as_of) >= reader.known_from


def opening_known(reader: Reader, month: Month) -> bool:
    """Return whether the month's movements can be stated: its closing and the one before are known."""
    return end_known(reader, month) and (reader.known_from is None or month.first_day > reader.known_from)


def end_reached(reader: Reader, month: Month) -> bool:
    """Return whether the month is over, so that a period that ends with it has a rate."""
    return month.last_day <= reader.as_of


def last_over(reader: Reader) -> Month:
    """Return the latest month that is over: that of `as_of` on its last day, else the one before."""
    month = Month.of(reader.as_of)
    return month if end_reached(reader, month) else month - 1


def span_known(reader: Reader, month: Month, span: int) -> bool:
    """Return whether the `span` months that end with a month lie within what the data knows, to the end."""
    start = month - span
    return end_reached(reader, month) and start >= reader.months[0] and end_known(reader, start)
