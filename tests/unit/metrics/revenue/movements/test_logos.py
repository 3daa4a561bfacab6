"""How many accounts came, left, paused and returned."""

from __future__ import annotations

from bookload.base.period import Month
from bookload.metrics.revenue import logos
from bookload.metrics.revenue.movements.logos import COUNTS
from subscribed import company, paid

ROWS = (
    paid("A", "100", "2025-01-01", "2025-03-10"),
    paid("A", "100", "2025-05-01"),
    paid("B", "50", "2025-01-10"),
    paid("C", "50", "2025-02-10", "2025-04-05"),
    paid("C", "50", "2025-04-05", "2025-06-10", status="paused"),
    paid("C", "50", "2025-06-10"),
)


def counted(workspace, first, last):
    rows = logos(workspace, Month.parse(first), Month.parse(last))
    return [tuple(getattr(row, name) for name in COUNTS) for row in rows]


def test_live_before_and_what_came_less_what_went_is_live_after_every_month():
    #               opening, new, reactivation, resumed, churn, paused, closing
    assert counted(company(*ROWS), "2025-01", "2025-07") == [
        (0, 2, 0, 0, 0, 0, 2),
        (2, 1, 0, 0, 0, 0, 3),
        (3, 0, 0, 0, 1, 0, 2),
        (2, 0, 0, 0, 0, 1, 1),
        (1, 0, 1, 0, 0, 0, 2),
        (2, 0, 0, 1, 0, 0, 3),
        (3, 0, 0, 0, 0, 0, 3),
    ]


def test_a_month_of_nothing_has_zeros_and_one_that_is_not_known_has_none():
    workspace = company(*ROWS, known_from="2025-02-10", as_of="2025-07-31")
    assert counted(workspace, "2025-02", "2025-02") == [(None,) * 7]
    assert counted(workspace, "2025-03", "2025-03") == [(3, 0, 0, 0, 1, 0, 2)]
    assert counted(workspace, "2025-08", "2025-08") == [(None,) * 7]
    assert counted(company(*ROWS), "2024-01", "2024-01") == [(0,) * 7]
