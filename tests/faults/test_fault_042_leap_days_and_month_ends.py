"""42. 29 February, month ends, fiscal years: fixed results, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.base.period import Month, add_months, fiscal_year, months, overlap_days
from bookload.metrics.revenue import retention
from subscribed import bridge, company, mrr_by_month, paid

LEAP_TERM = paid("A", "1200", "2024-02-29", "2025-02-28", interval="year")


def test_a_year_from_a_leap_day_counts_at_twelve_month_ends() -> None:
    worth = mrr_by_month(company(LEAP_TERM, as_of="2025-03-31"))
    assert [month for month, mrr in worth.items() if mrr] == [
        str(month) for month in months(Month.parse("2024-02"), Month.parse("2025-01"))
    ]
    assert set(worth.values()) == {0, 100}


def test_it_renews_on_the_28th_without_a_gap_and_without_a_movement() -> None:
    workspace = company(LEAP_TERM, paid("A", "1200", "2025-02-28", interval="year"), as_of="2025-03-31")
    assert set(mrr_by_month(workspace).values()) == {100}
    assert bridge(workspace, "2025-02") == {"opening": 100, "closing": 100}


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        ("2024-02-29", "2024-01"),
        ("2024-03-01", "2024-02"),
        ("2024-04-30", "2024-03"),
        ("2024-05-01", "2024-04"),
        ("2024-12-31", "2024-11"),
        ("2025-01-01", "2024-12"),
    ],
)
def test_a_row_that_ends_on_a_month_s_last_day_is_gone_at_its_end(ends: str, last: str) -> None:
    worth = mrr_by_month(company(paid("A", "100", "2024-01-31", ends), as_of="2025-01-31"))
    assert max(month for month, mrr in worth.items() if mrr) == last


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-05-31", 1, "2024-06-30"),
    ],
)
def test_months_are_added_within_the_month_arrived_at(day: str, count: int, later: str) -> None:
    assert add_months(date.fromisoformat(day), count) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("day", "first_month", "year"),
    [
        ("2024-02-29", 1, 2024),
        ("2024-02-29", 2, 2025),
        ("2024-01-31", 2, 2024),
        ("2024-02-29", 3, 2024),
        ("2024-03-01", 3, 2025),
        ("2024-03-31", 4, 2024),
        ("2024-04-01", 4, 2025),
        ("2024-12-31", 1, 2024),
        ("2025-01-01", 1, 2025),
        ("2024-11-30", 12, 2024),
        ("2024-12-01", 12, 2025),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_it_ends_in(day: str, first_month: int, year: int) -> None:
    assert fiscal_year(date.fromisoformat(day), first_month) == year


def test_a_leap_year_has_its_day() -> None:
    february = Month.parse("2024-02")
    assert (february.days, february.last_day) == (29, date(2024, 2, 29))
    assert Month.parse("2100-02").days == 28
    assert Month.parse("2000-02").days == 29
    assert overlap_days(date(2024, 2, 1), date(2024, 3, 1), date(2024, 1, 1), date(2025, 1, 1)) == 29


def test_a_year_s_retention_reaches_from_month_end_to_month_end_over_a_leap_day() -> None:
    workspace = company(
        paid("A", "100", "2023-02-28", "2024-02-29"),
        paid("A", "80", "2024-02-29"),
        as_of="2024-02-29",
    )
    rates = {str(row.month): row.nrr for row in retention(workspace)}
    assert rates["2024-01"] is None
    assert float(rates["2024-02"] or 0) == 0.8
    assert retention(workspace.on(date(2024, 2, 28))).rows[-1].nrr is None
