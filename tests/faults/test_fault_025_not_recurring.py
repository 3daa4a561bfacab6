"""25. One-time, usage and trial rows are not MRR; an unknown interval is an error, never monthly.

Worked by hand: of 100 recurring, 500 once, 70 of usage, 40 on trial to 10 March, January has 100, March 140;
where trials count, 140 from January on.
"""

from __future__ import annotations

import pytest

from bookload.base.errors import DataError
from bookload.metrics.revenue import stock
from subscribed import company, mrr_by_month, paid

ROWS = (
    paid("A", "100", "2025-01-01"),
    paid("B", "500", "2025-01-01", kind="one_time"),
    paid("C", "70", "2025-01-01", kind="usage"),
    paid("D", "40", "2025-01-01", trial_end_date="2025-03-10"),
)


def test_only_what_is_promised_again_and_paid_for_counts() -> None:
    months = mrr_by_month(company(*ROWS, as_of="2025-03-31"))
    assert months == {"2025-01": 100, "2025-02": 100, "2025-03": 140}


def test_a_profile_that_counts_trials_counts_them_from_their_start() -> None:
    months = mrr_by_month(company(*ROWS, as_of="2025-03-31", revenue={"trials": "counted"}))
    assert months == {"2025-01": 140, "2025-02": 140, "2025-03": 140}


def test_an_unknown_interval_stops_the_figures() -> None:
    with pytest.raises(DataError, match="an interval that is not day, week, month, quarter or year"):
        stock(company(paid("A", "10", "2025-01-01", interval="fortnight")))
