"""The one place for hypothesis strategies that more than one test uses.

A strategy says in its docstring what it draws from and which awkward values it is sure to draw: a property
that is only ever tried on tame values holds for tame values. Days lie within ten years, so that random rows
meet.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

FIRST_DAY = date(2019, 1, 1)
LAST_DAY = date(2028, 12, 31)

CURRENCIES = ("EUR", "USD", "GBP", "JPY", "KWD")
"""Two decimal places, none, and three."""

AWKWARD_DAYS = (
    date(2020, 2, 29),
    date(2024, 2, 29),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 1, 31),
    date(2025, 3, 30),
    date(2025, 6, 30),
)
"""Leap days, month and year ends, and a day that the clocks change."""


def days() -> st.SearchStrategy[date]:
    """A day, every fourth one a leap day, a month's last or first, or a day of 23 hours."""
    return st.one_of(
        st.sampled_from(AWKWARD_DAYS),
        st.dates(FIRST_DAY, LAST_DAY),
        st.dates(FIRST_DAY, LAST_DAY),
        st.dates(FIRST_DAY, LAST_DAY),
    )


@st.composite
def ranges(draw: st.DrawFn, *, longest: int = 800, empty: bool = True) -> tuple[date, date]:
    """A half-open range [start, end) of days; of no days at all too, unless told otherwise."""
    start = draw(days())
    return start, start + timedelta(days=draw(st.integers(0 if empty else 1, longest)))


def currencies() -> st.SearchStrategy[str]:
    """A currency's code, of every number of minor units that there is."""
    return st.sampled_from(CURRENCIES)


def amounts(largest: int = 10**9, places: int = 6) -> st.SearchStrategy[Decimal]:
    """An amount of at least 0, exact, with up to six decimals; 0, one cent and thirds of 100 among them."""
    return st.one_of(
        st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("33.333333"), Decimal("1000000.01")]),
        st.decimals(0, largest, places=places, allow_nan=False, allow_infinity=False),
    )


def ids(prefix: str = "A") -> st.SearchStrategy[str]:
    """An identifier as sources write them: leading zeros, which stay, and few enough that rows meet."""
    return st.integers(1, 12).map(lambda number: f"{prefix}-{number:03d}")
