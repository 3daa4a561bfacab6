"""34. Moving to another subscription id is no churn: not for the account, in any way of counting.

Worked by hand: A moves on 15 March from one id to another, at 100, then at 120. B moves with a day between.
"""

from __future__ import annotations

import pytest

from subscribed import bridge, company, paid


@pytest.mark.parametrize("movements", ["netted", "daily"])
@pytest.mark.parametrize(
    ("price", "march"),
    [
        ("100", {"opening": 100, "closing": 100}),
        ("120", {"opening": 100, "expansion": 20, "closing": 120}),
    ],
)
def test_a_move_changes_no_more_than_the_price(movements: str, price: str, march: dict[str, int]) -> None:
    rows = (
        paid("A", "100", "2025-01-01", "2025-03-15"),
        paid("A", price, "2025-03-15", subscription_id="moved"),
    )
    assert bridge(company(*rows, as_of="2025-04-30", revenue={"movements": movements}), "2025-03") == march


def test_a_day_between_nets_within_the_month() -> None:
    rows = (
        paid("B", "100", "2025-01-01", "2025-03-15"),
        paid("B", "100", "2025-03-16", subscription_id="moved"),
    )
    assert bridge(company(*rows, as_of="2025-04-30"), "2025-03") == {"opening": 100, "closing": 100}
    daily = company(*rows, as_of="2025-04-30", revenue={"movements": "daily"})
    assert bridge(daily, "2025-03") == {"opening": 100, "churn": -100, "reactivation": 100, "closing": 100}
