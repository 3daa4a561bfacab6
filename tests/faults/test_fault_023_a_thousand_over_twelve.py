"""23. 1,000 / 12 twelve times is 1,000: a yearly price loses nothing in the months.

Worked by hand: MRR is 1,000 / 12 exactly, a fraction; twelve month ends of it are 1,000, and ARR is 1,000.
"""

from __future__ import annotations

from fractions import Fraction

from bookload.base.money import arr
from bookload.metrics.revenue import stock
from subscribed import company, mrr_by_month, paid

WORKSPACE = company(paid("A", "1000", "2025-01-01", interval="year"))


def test_twelve_months_of_a_twelfth_are_the_year() -> None:
    months = mrr_by_month(WORKSPACE)
    assert set(months.values()) == {Fraction(1000, 12)}
    assert sum(months.values()) == 1000


def test_arr_is_the_years_price() -> None:
    assert {arr(row.arr) for row in stock(WORKSPACE)} == {1000}
