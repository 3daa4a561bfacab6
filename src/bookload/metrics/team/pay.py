"""Dated pay, sealed: who may not see single salaries gets sums that give nobody away, or nothing.

Pay holds from its first day until the person's next row. It is a full-time amount a year: somebody at half
time has half of it.

Foreign pay converts at the day's rate for who may see single salaries. For everybody else it converts at the
rate of its row's first day, and stays what it is while the row holds. At the day's rate each month's figure
would be another one, the difference of two would tell what the few who are paid abroad earn, and nearly all
would have to be withheld. Where the first day has no rate, the day's serves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from bookload.base.access import Access, Right, Sealed
from bookload.base.errors import MissingDataError, unknown
from bookload.base.money import half_away

COLUMNS = ("base", "ote")

Convert = Callable[[int, str, date], Fraction]
"""Micros of a currency to micros of the workspace's, at a day's rate."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What a person is paid a year from a day on, in micros of a currency."""

    from_date: date
    base: int
    ote: int
    currency: str


@dataclass(frozen=True)
class PayBook:
    """Everybody's dated pay; amounts leave it sealed. Implements `bookload.data.reader.SealedPay`."""

    access: Access
    convert: Convert = field(repr=False)
    _pay: Mapping[str, tuple[Pay, ...]] = field(repr=False)

    @classmethod
    def of(cls, access: Access, rows: Iterable[Mapping[str, Any]], convert: Convert) -> PayBook:
        """Return the book of the rows of a pay table."""
        pay: dict[str, list[Pay]] = defaultdict(list)
        for row in rows:
            pay[row["person_id"]].append(Pay(row["from_date"], row["base"], row["ote"], row["currency"]))
        return cls(
            access,
            convert,
            {person: tuple(sorted(each, key=lambda pay: pay.from_date)) for person, each in pay.items()},
        )

    def on(self, day: date, column: str, weights: Mapping[str, int]) -> Sealed:
        """Return people's `base` or `ote` a year on a day, in micros of the workspace's currency, sealed.

        Weights are x 10^4. Who has no pay known on the day is left out: ask `known` first where that would
        change the figure. Raises `UsageError` for another column.
        """
        if column not in COLUMNS:
            raise unknown("column of pay", column, COLUMNS)
        amounts = {}
        for person, weight in weights.items():
            pay = self._row(person, day)
            if pay is not None and weight:
                micros = self._converted(getattr(pay, column), pay, day)
                amounts[person] = (weight, half_away(micros.numerator, micros.denominator))
        return Sealed(self.access, amounts)

    def known(self, day: date) -> frozenset[str]:
        """Return the people whose pay on a day is known; that alone gives no amount away."""
        return frozenset(person for person in self._pay if self._row(person, day) is not None)

    def _converted(self, amount: int, pay: Pay, day: date) -> Fraction:
        if self.access.allows(Right.PAY_PERSON):
            return self.convert(amount, pay.currency, day)
        try:
            return self.convert(amount, pay.currency, pay.from_date)
        except MissingDataError:
            return self.convert(amount, pay.currency, day)

    def _row(self, person: str, day: date) -> Pay | None:
        rows = self._pay.get(person, ())
        index = bisect_right(rows, day, key=lambda pay: pay.from_date)
        return rows[index - 1] if index else None
