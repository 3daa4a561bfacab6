"""37. A discount that begins, or ends, is a dated change: contraction on its first day, expansion on its end.

Worked by hand: A pays 100; 20% off from 10 February to 10 April; $5 off on top from 1 March, for good.
January 100, February 80, March 75, April 95.
"""

from __future__ import annotations

import pytest

from bookload.workspace import Workspace
from subscribed import bridge, company, mrr_by_month, paid

OFF = [
    {"subscription_id": "A-1", "percent": "20", "start_date": "2025-02-10", "end_date": "2025-04-10"},
    {"subscription_id": "A-1", "amount": "5", "currency": "USD", "start_date": "2025-03-01"},
]


def opened(**revenue: object) -> Workspace:
    return company(paid("A", "100", "2025-01-01"), as_of="2025-04-30", discounts=OFF, revenue=revenue)


def test_mrr_is_less_the_discounts_of_the_day() -> None:
    workspace = opened()
    assert list(mrr_by_month(workspace).values()) == [100, 80, 75, 95]
    assert bridge(workspace, "2025-02") == {"opening": 100, "contraction": -20, "closing": 80}
    assert bridge(workspace, "2025-04") == {"opening": 75, "expansion": 20, "closing": 95}


@pytest.mark.parametrize(
    ("discounts", "months"), [("endless", [100, 100, 95, 95]), ("none", [100, 100, 100, 100])]
)
def test_a_profile_may_count_those_without_an_end_or_none(discounts: str, months: list[int]) -> None:
    assert list(mrr_by_month(opened(discounts=discounts)).values()) == months
