"""A unit in a header multiplies its amounts exactly, with a note; one that cannot be told takes nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.data.ingest.values.currencies import in_header
from bookload.data.ingest.values.scales import scaled
from imported import coded, imported, rows

THOUSANDS = [
    "ARR (in thousands)",
    "ARR in thousands",
    "ARR T€",
    "ARR (T€)",
    "ARR $K",
    "ARR ($k)",
    "ARR k€",
    "ARR (€k)",
    "ARR TEUR",
    "ARR in TEUR",
    "ARR (kUSD)",
    "ARR EUR k",
    "ARR Tsd. €",
    "ARR in Tsd. EUR",
    "ARR (000s)",
    "ARR ($000s)",
    "ARR $'000",
    "ARR (k)",
    "ARR K",
    "arr_k",
]
MILLIONS = ["ARR (in millions)", "ARR Mio. €", "ARR in Mio EUR", "ARR $M", "ARR ($mm)", "ARR M€", "ARR MEUR"]


@pytest.mark.parametrize("header", THOUSANDS)
def test_thousands_in_a_header_multiply_and_are_said(tmp_path: Path, header: str) -> None:
    plan = imported(tmp_path, {"x.csv": f"Customer;CSM;{header}\nAcme;Ana;120\nGlobex;Ana;450,5\n"})
    assert not errors_in(plan.findings)
    assert rows(plan, "subscriptions", "amount", "interval") == [(120_000, "year"), (450_500, "year")]
    (note,) = coded(plan.findings, "amount-multiplied")
    assert (note.severity, note.column) == ("note", header)
    assert f"under '{header}' is read as 120,000" in note.message


@pytest.mark.parametrize("header", MILLIONS)
def test_millions_in_a_header_multiply(tmp_path: Path, header: str) -> None:
    plan = imported(tmp_path, {"x.csv": f"Customer;CSM;{header}\nAcme;Ana;1.25\n"})
    assert rows(plan, "subscriptions", "amount") == [(Decimal(1_250_000),)]


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("ARR TEUR", "EUR"),
        ("ARR T€", "EUR"),
        ("ARR $K", "USD"),
        ("ARR in Mio. EUR", "EUR"),
        ("ARR (£k)", "GBP"),
    ],
)
def test_the_currency_of_a_unit_is_kept(tmp_path: Path, header: str, currency: str) -> None:
    assert in_header(header, "USD") == currency
    plan = imported(tmp_path, {"x.csv": f"Customer;CSM;{header}\nAcme;Ana;120\n"})
    assert rows(plan, "subscriptions", "currency") == [(currency,)]


@pytest.mark.parametrize(
    "header",
    ["ARR", "MRR (EUR)", "Tier", "Market", "Total", "MRR", "Plan T", "Kunde", "Amount", "Time", "MRR M"],
)
def test_what_is_no_unit_changes_nothing(header: str) -> None:
    assert scaled(header) == (1, header)


def test_a_unit_that_may_be_a_month_stops_the_import_and_names_the_column(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer;CSM;ARR (M)\nAcme;Ana;2\n"})
    (finding,) = coded(plan.findings, "amount-not-taken")
    assert (finding.severity, finding.column) == ("error", "ARR (M)")


def test_a_unit_in_header_and_cell_is_an_error(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer;CSM;ARR in thousands\nAcme;Ana;120k\n"})
    assert coded(plan.findings, "unit-twice")


def test_months_of_a_wide_sheet_have_units_too(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer;MRR Jan 25 (k€);MRR Feb 25 (k€)\nAcme;1;2\n"})
    assert rows(plan, "mrr_history", "mrr", "currency") == [(1000, "EUR"), (2000, "EUR")]


def test_a_quantity_in_thousands_is_no_plain_quantity(tmp_path: Path) -> None:
    text = "subscription_id,customer,start,mrr,Seats (in thousands)\n1,A,2025-01-01,5,2\n"
    assert rows(imported(tmp_path, {"s.csv": text}), "subscriptions", "quantity") == [(None,)]
