"""Which months can be stated, where the data begins within one."""

from __future__ import annotations

import pytest

from bookload.base.period import Month
from bookload.metrics.revenue.known import end_known, last_over, opening_known, span_known
from subscribed import company, paid


@pytest.fixture(scope="module")
def reader():
    return company(paid("A", "100", "2024-01-01"), as_of="2025-06-15", known_from="2025-01-10")


def test_a_closing_is_known_from_the_month_that_the_data_begins_in_and_movements_after_it(reader):
    months = [Month.parse(text) for text in ("2024-12", "2025-01", "2025-02", "2025-06", "2025-07")]
    assert [end_known(reader, month) for month in months] == [False, True, True, True, False]
    assert [opening_known(reader, month) for month in months] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("last", "span", "known"),
    [
        ("2025-05", 4, True),
        ("2025-05", 5, False),  # it begins with a closing before the data
        ("2025-06", 1, False),  # not over yet
    ],
)
def test_a_span_is_known_if_it_is_over_and_begins_with_a_closing_that_is_known(reader, last, span, known):
    assert span_known(reader, Month.parse(last), span) is known


@pytest.mark.parametrize(("as_of", "last"), [("2025-06-15", "2025-05"), ("2025-06-30", "2025-06")])
def test_the_last_month_that_is_over_is_that_of_its_last_day(as_of, last):
    assert last_over(company(paid("A", "100", "2024-01-01"), as_of=as_of)) == Month.parse(last)
