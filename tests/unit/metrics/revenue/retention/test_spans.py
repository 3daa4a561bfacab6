"""Months, quarters and years of a fiscal calendar."""

from __future__ import annotations

import pytest

from bookload.base.period import Month
from bookload.metrics.revenue.retention.spans import Span


@pytest.mark.parametrize(
    ("month", "grain", "fiscal_start", "name", "first", "last"),
    [
        ("2026-03", "month", 1, "2026-03", "2026-03", "2026-03"),
        ("2026-03", "month", 4, "2026-03", "2026-03", "2026-03"),
        ("2026-03", "quarter", 1, "2026-Q1", "2026-01", "2026-03"),
        ("2026-12", "quarter", 1, "2026-Q4", "2026-10", "2026-12"),
        ("2026-03", "year", 1, "2026", "2026-01", "2026-12"),
        # a fiscal year from February: January is the last month of the year that it is named after
        ("2026-01", "quarter", 2, "FY2026-Q4", "2025-11", "2026-01"),
        ("2026-02", "quarter", 2, "FY2027-Q1", "2026-02", "2026-04"),
        ("2026-01", "year", 2, "FY2026", "2025-02", "2026-01"),
        ("2026-07", "year", 7, "FY2027", "2026-07", "2027-06"),
    ],
)
def test_a_month_lies_in_one_span_of_each_grain(month, grain, fiscal_start, name, first, last):
    span = Span.of(Month.parse(month), grain, fiscal_start)
    assert (str(span), str(span.first), str(span.last)) == (name, first, last)


def test_spans_of_a_grain_follow_one_another():
    span = Span.of(Month.parse("2025-11"), "quarter", 2)
    assert str(span.after(1)) == "FY2027-Q1"
    assert span.until(span.after(5)) == 5
