"""Months, fiscal years and ranges, against the calendar of the standard library."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import UsageError
from bookload.base.period import FAR, Month, add_months, fiscal_year, months, overlap_days
from strategies import days, ranges

any_day = st.dates(date(1, 1, 1), date(9998, 11, 30)) | days()


@given(any_day)
def test_a_month_holds_the_days_that_the_calendar_says(day: date) -> None:
    month = Month.of(day)
    assert (month.year, month.number) == (day.year, day.month)
    assert month.days == calendar.monthrange(day.year, day.month)[1]
    assert month.first_day == day.replace(day=1)
    assert month.last_day == day.replace(day=month.days)
    assert month.next_first_day == month.last_day + timedelta(days=1)
    assert month.first_day <= day < month.next_first_day


@given(any_day, st.integers(-600, 600))
def test_months_add_and_subtract_as_whole_numbers(day: date, count: int) -> None:
    month = Month.of(day)
    assert (month + count) - count == month
    assert (month + count).ordinal == month.ordinal + count
    assert (month < month + count) == (count > 0)
    assert (month >= month + count) == (count <= 0)


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_month_is_written_and_read_the_same(day: date) -> None:
    month = Month.of(day)
    assert str(month) == day.strftime("%Y-%m")
    assert Month.parse(str(month)) == month
    assert Month.parse(f" {month} ") == month


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-3", "26-03", "2026/03", "2026-03-01", "", "now"]
)
def test_what_is_no_month_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match="write it as YYYY-MM, for example 2026-03"):
        Month.parse(text)


def test_the_months_between_two_hold_both() -> None:
    assert [str(each) for each in months(Month.parse("2025-11"), Month.parse("2026-02"))] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert list(months(Month.parse("2026-02"), Month.parse("2026-01"))) == []


@given(ranges(longest=60), ranges(longest=60))
def test_days_shared_are_those_in_both(one: tuple[date, date], other: tuple[date, date]) -> None:
    def held(start: date, end: date) -> set[date]:
        return {start + timedelta(days=number) for number in range((end - start).days)}

    assert overlap_days(*one, *other) == len(held(*one) & held(*other))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 6, 30), 0, date(2025, 6, 30)),
    ],
)
def test_a_day_some_months_later_stays_inside_the_month(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected


@pytest.mark.parametrize(
    ("day", "first_month", "year"),
    [
        (date(2026, 1, 1), 1, 2026),
        (date(2026, 12, 31), 1, 2026),
        (date(2026, 1, 31), 2, 2026),
        (date(2026, 2, 1), 2, 2027),
        (date(2025, 3, 31), 4, 2025),
        (date(2025, 4, 1), 4, 2026),
        (date(2024, 2, 29), 4, 2024),
        (date(2025, 9, 30), 10, 2025),
        (date(2025, 10, 1), 10, 2026),
        (date(2025, 11, 30), 12, 2025),
        (date(2025, 12, 1), 12, 2026),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_it_ends_in(day: date, first_month: int, year: int) -> None:
    assert fiscal_year(day, first_month) == year


@given(days(), st.integers(1, 12))
def test_a_fiscal_year_has_twelve_months_and_begins_with_its_first(day: date, first_month: int) -> None:
    year = fiscal_year(day, first_month)
    begin = date(year if first_month == 1 else year - 1, first_month, 1)
    assert begin <= day < add_months(begin, 12)


@pytest.mark.parametrize("first_month", [0, 13, -1])
def test_a_fiscal_year_starts_in_a_month(first_month: int) -> None:
    with pytest.raises(UsageError, match="month 1 to 12, not"):
        fiscal_year(date(2026, 1, 1), first_month)


def test_far_is_far() -> None:
    assert date(2299, 12, 31) == FAR
