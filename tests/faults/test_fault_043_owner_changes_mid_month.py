"""43. An owner changes mid-month: revenue to the month-end owner with a transfer; a gap is unassigned."""

from __future__ import annotations

from datetime import date

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.books.movements import by_person
from sized import AS_OF, Company

JUNE = Month.of(AS_OF)


def test_revenue_goes_to_the_month_end_owner_with_a_transfer() -> None:
    company = Company().account("A-1", 1200).owned("A-1", "P-0", end_date=date(2026, 6, 17))
    rows = {
        row.key: row
        for row in by_person(company.owned("A-1", "P-1", start_date=date(2026, 6, 17)).open(), JUNE, JUNE)
    }
    assert (rows["P-0"].closing, rows["P-0"].transfer_out) == (0, -1200 * QUANTA)
    assert (rows["P-1"].closing, rows["P-1"].transfer_in) == (1200 * QUANTA, 1200 * QUANTA)


def test_a_gap_is_unassigned_and_no_loss() -> None:
    company = Company().account("A-1", 1200).owned("A-1", "P-0", end_date=date(2026, 6, 17))
    rows = {row.key: row for row in by_person(company.open(), JUNE, JUNE)}
    assert (rows["P-0"].churn, rows["P-0"].contraction) == (0, 0)
    assert (rows[""].closing, rows[""].transfer_in, rows[""].new) == (1200 * QUANTA, 1200 * QUANTA, 0)
