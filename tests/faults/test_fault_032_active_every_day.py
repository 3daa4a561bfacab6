"""32. Active = before + new - lost, every day: no account is counted in between, or twice.

Worked by hand: A 1 January to 10 March, B 10 January, C 10 to 20 January, A again from 15 April.
Live: 1 on the 1st, 3 on the 10th, 2 from the 20th; 1 from 10 March; 2 from 15 April.
"""

from __future__ import annotations

from datetime import date, timedelta

from bookload.metrics.revenue.periods.price_periods import price_periods
from subscribed import collected, company, paid

ROWS = (
    paid("A", "10", "2025-01-01", "2025-03-10"),
    paid("A", "10", "2025-04-15", subscription_id="A-2"),
    paid("B", "10", "2025-01-10"),
    paid("C", "10", "2025-01-10", "2025-01-20"),
)
TURNS = {
    date(2025, 1, 1): 1,
    date(2025, 1, 10): 3,
    date(2025, 1, 20): 2,
    date(2025, 3, 10): 1,
    date(2025, 4, 15): 2,
}


def test_each_day_has_those_of_the_day_before_and_who_came_without_who_left() -> None:
    workspace = company(*ROWS, as_of="2025-05-31")
    rows = collected(workspace, price_periods(workspace.policy, workspace.as_of))
    before: set[str] = set()
    live, day = 0, date(2024, 12, 31)
    while day < date(2025, 5, 31):
        day += timedelta(days=1)
        here = {row["account_id"] for row in rows if row["start_date"] <= day < row["end_date"]}
        assert len(here) == len(before) + len(here - before) - len(before - here)
        live = TURNS.get(day, live)
        assert len(here) == live, day
        before = here
