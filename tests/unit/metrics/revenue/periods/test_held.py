"""What movements are made of is the same rows, whether it is kept or not."""

from __future__ import annotations

import pytest

from bookload.base.period import Month
from bookload.metrics.revenue.periods import held
from subscribed import company, paid

ROWS = (
    paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
    paid("A", "200", "2025-03-10", product="Q", subscription_id="A-2"),
    paid("B", "40", "2025-02-01", "2025-05-01", status="paused"),
    paid("B", "50", "2025-05-01", subscription_id="B-2"),
)
FIRST, LAST = Month.parse("2025-01"), Month.parse("2025-06")


@pytest.mark.parametrize("grain", ["account", "product"])
def test_many_rows_and_few_give_the_same_movements(monkeypatch, grain):
    few = company(*ROWS, revenue={"grain": grain}).movements("month", FIRST, LAST)
    monkeypatch.setattr(held, "MANY", 1)
    workspace = company(*ROWS, revenue={"grain": grain})
    assert workspace.movements("month", FIRST, LAST) == few
    kept = {name.partition("_")[0] for name in workspace._derived}
    assert ("agreed" in kept) == (grain == "product")


def test_many_rows_give_the_same_in_another_company(monkeypatch):
    monkeypatch.setattr(held, "MANY", 1)
    rows = held.counted_periods(company(*ROWS))
    assert rows.columns == held.COUNTED
