"""33. A month without churn has 0 lost, not nothing: rates and sums over it stay rates and sums.

Worked by hand: A pays 100 from January on, and nothing happens in February.
"""

from __future__ import annotations

from bookload.base.period import Month
from bookload.metrics.revenue import AMOUNTS, movements, retention
from subscribed import company, paid

FEBRUARY = Month.parse("2025-02")


def test_every_amount_of_a_quiet_month_is_a_number() -> None:
    workspace = company(paid("A", "100", "2025-01-01"), as_of="2025-03-31")
    (row,) = movements(workspace, "month", FEBRUARY, FEBRUARY)
    quiet = set(AMOUNTS) - {"opening", "closing"}
    assert {getattr(row, name) for name in quiet} == {0}
    (rates,) = (each for each in retention(workspace, "month") if each.month == FEBRUARY)
    assert rates.logo_churn == 0
    assert rates.nrr == rates.grr == 1


def test_a_month_in_which_nobody_was_there_is_zero_too_and_has_no_rate() -> None:
    workspace = company(paid("A", "100", "2025-01-01", "2025-01-20"), as_of="2025-03-31")
    (row,) = movements(workspace, "month", FEBRUARY, FEBRUARY)
    assert {getattr(row, name) for name in AMOUNTS} == {0}
    (rates,) = (each for each in retention(workspace, "month") if each.month == FEBRUARY)
    assert rates.logo_churn is None
