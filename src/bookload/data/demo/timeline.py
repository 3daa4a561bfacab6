"""When things happen at the sample company, counted back from the last day that it knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bookload.base.period import Month

HISTORY_MONTHS = 36
LOGGED_MONTHS = 18


@dataclass(frozen=True)
class Timeline:
    """Three years that end on `through`; `offset` 0 is its month, −7 the messy one."""

    through: date

    def on(self, offset: int, day: int = 1) -> date:
        """Return a day of the month `offset` months from the last one, kept inside a shorter month."""
        month = Month.of(self.through) + offset
        return month.first_day + timedelta(days=min(day, month.days) - 1)

    @cached_property
    def first(self) -> date:
        """The first day on which the company's books are complete."""
        return self.on(1 - HISTORY_MONTHS)

    @cached_property
    def logged_from(self) -> date:
        """The first day with logged activities."""
        return self.on(1 - LOGGED_MONTHS)

    @cached_property
    def price_rise(self) -> date:
        """The day of the price rise."""
        return self.on(-15)

    @property
    def mess(self) -> Month:
        """The messy month."""
        return Month.of(self.through) - 7

    @property
    def last(self) -> Month:
        """The month of the last day."""
        return Month.of(self.through)
