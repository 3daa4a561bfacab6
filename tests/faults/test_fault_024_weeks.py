"""24. Weekly is 52/12 of a month, not 4; a profile may say 48, 365/7 or none, and a day 365 or 360.

Worked by hand, for $70 a week: 70 x 52 / 12 = 303.333…; x 48 / 12 = 280; x 365 / 7 / 12 = 304.1666…. For $2 a
day: 2 x 365 / 12 = 60.8333…; 2 x 360 / 12 = 60.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from subscribed import company, mrr_by_month, paid


@pytest.mark.parametrize(
    ("interval", "amount", "switch", "mrr"),
    [
        ("week", "70", {}, Fraction(3640, 12)),
        ("week", "70", {"weeks_a_year": "48"}, Fraction(280)),
        ("week", "70", {"weeks_a_year": "365/7"}, Fraction(3650, 12)),
        ("week", "70", {"weeks_a_year": "0"}, Fraction(0)),
        ("day", "2", {}, Fraction(730, 12)),
        ("day", "2", {"days_a_year": "360"}, Fraction(60)),
        ("day", "2", {"days_a_year": "0"}, Fraction(0)),
    ],
)
def test_a_week_and_a_day_are_what_the_policy_says_of_a_year(
    interval: str, amount: str, switch: dict[str, str], mrr: Fraction
) -> None:
    row = paid("A", amount, "2025-01-01", interval=interval)
    assert mrr_by_month(company(row, as_of="2025-01-31", revenue=switch)) == {"2025-01": mrr}
