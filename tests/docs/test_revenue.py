"""What the pages on revenue state in figures is computed again."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.metrics.revenue import retention, stock
from subscribed import bridge, company, mrr_by_month, paid

YEAR = (
    paid("A", "100", "2024-01-01", "2024-07-01"),
    paid("A", "150", "2024-07-01"),
    paid("B", "100", "2024-01-01", "2024-05-05"),
    paid("B", "60", "2024-05-05"),
    paid("C", "40", "2024-01-01", "2024-09-09"),
    paid("D", "10", "2024-01-01"),
    paid("E", "500", "2024-06-01"),
)


@pytest.fixture
def page(repository):
    return lambda name: " ".join((repository / "docs" / name).read_text(encoding="utf-8").split())


def test_the_example_of_mrr(page):
    rows = (
        paid("A", "50", "2025-01-01", interval="week", interval_count=2),
        paid("B", "2000", "2025-01-01", interval="year"),
    )
    assert mrr_by_month(company(*rows))["2025-12"] == 275
    assert "3,300 a year; MRR 275.00" in page("reference/metrics/mrr.md")


def test_the_example_of_arr(page):
    rows = [paid(f"M{n}", "100", "2025-01-01") for n in range(100)]
    rows += [paid(f"Y{n}", "600", "2025-01-01", interval="year") for n in range(50)]
    (*_, last) = stock(company(*rows))
    assert (last.arr, last.accounts) == (150_000 * 10**22, 150)
    assert "150,000 ARR, of 150 live accounts" in page("reference/metrics/arr.md")


def test_the_example_of_movements(page):
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-02-10", currency="EUR"),
        paid("A", "120", "2025-02-10", currency="EUR"),
        fx_rates=[
            {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
            {"date": "2025-02-28", "currency": "EUR", "rate": "0.4"},
        ],
    )
    assert bridge(workspace, "2025-02") == {"opening": 200, "expansion": 50, "fx": 50, "closing": 300}
    assert "opening 200, expansion 50 (€20 at the closing rate), fx 50" in page(
        "reference/metrics/movements.md"
    )


def test_the_examples_of_retention(page):
    (*_, last) = retention(company(*YEAR, as_of="2025-01-31"))
    assert (last.nrr, last.grr, last.logo_churn) == (Fraction("0.88"), Fraction("0.68"), Fraction("0.25"))
    assert "÷ 250 = 88%" in page("reference/metrics/nrr.md")
    assert "÷ 250 = 68%" in page("reference/metrics/grr.md")
    assert "25%, whether" in page("reference/metrics/logo-churn.md")
