"""Months, fiscal years and half-open ranges: the calendar that every figure is cut by.

A month is a whole number, `year * 12 + month - 1`, so that expressions on every engine
can add and compare it; `Month` is that number with its words. Ranges are `[start, end)`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAR = date(2299, 12, 31)
"""The end of what has no end: stored in place of a missing end date."""

MONTHS_A_YEAR = 12
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; `ordinal` is `year * 12 + month - 1`."""

    ordinal: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that a day lies in."""
        return cls(day.year * MONTHS_A_YEAR + day.month - 1)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month written `YYYY-MM`; raise `UsageError` for anything else."""
        match = _MONTH.fullmatch(text.strip())
        if not match or not 1 <= int(match[2]) <= MONTHS_A_YEAR:
            message = f"'{text}' is not a month; write it as YYYY-MM, for example 2026-03"
            raise UsageError(message)
        return cls(int(match[1]) * MONTHS_A_YEAR + int(match[2]) - 1)

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.ordinal // MONTHS_A_YEAR

    @property
    def number(self) -> int:
        """The month of the year, 1 to 12."""
        return self.ordinal % MONTHS_A_YEAR + 1

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def next_first_day(self) -> date:
        """The first day of the next month, which ends the month's half-open range."""
        return (self + 1).first_day

    @property
    def last_day(self) -> date:
        """The last day, at whose end the month's figures are taken."""
        return self.next_first_day - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the month has."""
        return monthrange(self.year, self.number)[1]

    def __add__(self, months: int) -> Month:
        """Return the month that many months later."""
        return Month(self.ordinal + months)

    def __sub__(self, months: int) -> Month:
        """Return the month that many months earlier."""
        return Month(self.ordinal - months)

    def __lt__(self, other: Month) -> bool:
        """Compare by time."""
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        """Return `YYYY-MM`."""
        return f"{self.year:04d}-{self.number:02d}"


def months(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from first to last, both included; none if last is before first."""
    return (Month(ordinal) for ordinal in range(first.ordinal, last.ordinal + 1))


def overlap_days(start: date, end: date, from_day: date, to_day: date) -> int:
    """Return how many days `[start, end)` and `[from_day, to_day)` share, at least 0."""
    return max(0, (min(end, to_day) - max(start, from_day)).days)


def add_months(day: date, count: int) -> date:
    """Return the day `count` months later, kept inside a shorter month (31 January + 1 is 28 February)."""
    month = Month.of(day) + count
    return date(month.year, month.number, min(day.day, month.days))


def fiscal_year(day: date, first_month: int) -> int:
    """Return the fiscal year that a day lies in, named after the calendar year in which it ends.

    `first_month` is 1 to 12; with 1 the fiscal year is the calendar year.
    """
    if not 1 <= first_month <= MONTHS_A_YEAR:
        message = f"a fiscal year starts in month 1 to 12, not {first_month}"
        raise UsageError(message)
    return day.year if first_month == 1 or day.month < first_month else day.year + 1
