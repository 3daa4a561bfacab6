"""26. JPY and KWD minor units: no decimals and three, in what is shown, in rounding, and in no sum before it.

Worked by hand. A dollar buys 150 yen and 0.3 dinars: ¥15,001 a month are $100.006667, KD 29.997 are $99.99.
A yearly ¥100,000 is ¥8,333.33 a month, KD 10 is KD 0.8333 and $100 is $8.33.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bookload.base.money import display, minor_units
from bookload.report.topics import movements as topic
from bookload.report.workbook.style import minor_format
from subscribed import company, mrr_by_month, paid, whole_range

RATES = [
    {"date": "2024-12-31", "currency": "JPY", "rate": "150"},
    {"date": "2024-12-31", "currency": "KWD", "rate": "0.3"},
]


@pytest.mark.parametrize(
    ("currency", "shown"), [("JPY", "1,235 JPY"), ("USD", "1,234.57 USD"), ("KWD", "1,234.568 KWD")]
)
def test_an_amount_is_shown_with_the_decimals_of_its_currency(currency: str, shown: str) -> None:
    assert display(Decimal("1234.5678"), currency) == shown
    assert display(Decimal("-0.0005"), "KWD") == "-0.001 KWD"
    assert minor_units(currency) == len(shown.split(maxsplit=1)[0].partition(".")[2])


@pytest.mark.parametrize(("currency", "form"), [("JPY", "#,##0"), ("USD", "#,##0.00"), ("KWD", "#,##0.000")])
def test_a_workbook_shows_the_decimals_of_the_currency(currency: str, form: str) -> None:
    assert minor_format(currency) == form


def test_amounts_convert_from_their_own_units_and_add_up_unrounded() -> None:
    yen = paid("A", "15001", "2025-01-01", currency="JPY")
    dinars = paid("B", "29.997", "2025-01-01", currency="KWD")
    # A factor has twelve decimals (1 / 150 = 0.006666666667), so that this sum is off by 5 parts in 10^12.
    worth = Fraction(mrr_by_month(company(yen, dinars, fx_rates=RATES))["2025-12"])
    assert abs(worth - (Fraction(15_001, 150) + Fraction("29.997") / Fraction("0.3"))) < Fraction(1, 10**6)
    document: Any = topic.body(whole_range(company(yen, fx_rates=RATES, as_of="2025-01-31")), "month")
    (row,) = document["rows"]
    assert row["new"] == row["closing"] == "100.006667"


@pytest.mark.parametrize(
    ("currency", "a_year", "a_month"),
    [("JPY", "100000", "8333"), ("USD", "100", "8.33"), ("KWD", "10", "0.833")],
)
def test_a_profile_that_rounds_to_minor_units_rounds_to_those_of_the_currency(
    currency: str, a_year: str, a_month: str
) -> None:
    yearly = paid("A", a_year, "2025-01-01", currency=currency, interval="year")
    rounded = company(yearly, currency=currency, revenue={"rounding": "minor_units"})
    exact = company(yearly, currency=currency)
    assert mrr_by_month(rounded)["2025-12"] == Fraction(a_month)
    assert mrr_by_month(exact)["2025-12"] == Fraction(a_year) / 12
