"""Months, quarters and years that figures are followed over, on the company's fiscal calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bookload.base.period import MONTHS_A_YEAR, Month, fiscal_year

Grain = Literal["month", "quarter", "year"]

GRAINS: Mapping[Grain, int] = MappingProxyType({"month": 1, "quarter": 3, "year": MONTHS_A_YEAR})
"""How many months a span of each grain has."""


@dataclass(frozen=True, slots=True)
class Span:
    """A month, or a quarter or year of the fiscal calendar that begins in month `fiscal_start` (1 to 12)."""

    first: Month
    grain: Grain
    fiscal_start: int = 1

    @classmethod
    def of(cls, month: Month, grain: Grain, fiscal_start: int = 1) -> Span:
        """Return the span that a month lies in."""
        into = (month.ordinal - (fiscal_start - 1)) % GRAINS[grain]
        return cls(month - into, grain, fiscal_start)

    @property
    def last(self) -> Month:
        """The last month, at whose end the span's figures are taken."""
        return self.first + (GRAINS[self.grain] - 1)

    def after(self, count: int) -> Span:
        """Return the span that many spans later."""
        return Span(self.first + count * GRAINS[self.grain], self.grain, self.fiscal_start)

    def until(self, later: Span) -> int:
        """Return how many spans it is to a later one of the same grain."""
        return (later.first.ordinal - self.first.ordinal) // GRAINS[self.grain]

    def __str__(self) -> str:
        """Return its name: `2026-03`, `2026-Q1`, `2026`; of a fiscal year that is none `FY2026-Q1`, `FY2026`.

        A fiscal year is named after the calendar year in which it ends.
        """
        if self.grain == "month":
            return str(self.first)
        fiscal = "" if self.fiscal_start == 1 else "FY"
        year = f"{fiscal}{fiscal_year(self.first.first_day, self.fiscal_start)}"
        if self.grain == "year":
            return year
        quarter = (self.first.ordinal - (self.fiscal_start - 1)) % MONTHS_A_YEAR // GRAINS["quarter"] + 1
        return f"{year}-Q{quarter}"
