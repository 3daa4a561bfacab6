"""45. Nothing below the line is n/a: never 0, never infinite."""

from __future__ import annotations

from bookload.base.period import Month
from bookload.metrics.books.retention import book_retention
from bookload.metrics.ratios.ratios import ratios
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def test_arr_without_heads_has_no_ratio() -> None:
    (row,) = [row for row in ratios(Company().account("A-1", 100).open()) if row.month == NOW]
    ratios_of_it = {
        row.arr_per_csm,
        row.mrr_per_csm,
        row.accounts_per_csm,
        row.covered_arr_per_csm,
        row.arr_per_ote,
    }
    assert ratios_of_it == {None}


def test_heads_without_arr_cost_no_share_of_it() -> None:
    (row,) = [
        row for row in ratios(Company().head("P-0", ote=1).account("A-1", 0).open()) if row.month == NOW
    ]
    assert row.arr_per_csm == 0
    assert {row.cost_to_serve, row.cost_per_account} == {None}


def test_an_empty_book_has_no_rate() -> None:
    company = Company().account("A-1", 100, "P-0").add("pools", {"pool_id": "POOL", "name": "Pool"})
    company.account("A-2", 0, "POOL")
    assert {row.nrr for row in book_retention(company.open()) if row.owner_id == "POOL"} <= {None}
