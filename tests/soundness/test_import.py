"""Files that an import once read as another figure than they say, without a word about it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.data.tables import checks
from imported import coded, imported, rows


def found_errors(plan):
    return errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))


def arr(plan):
    """ARR of all rows as they stand: amounts a year, in whatever currency."""
    a_year = {"month": 12, "quarter": 4, "year": 1}
    return sum(
        Decimal(amount) * a_year[interval]
        for amount, interval in rows(plan, "subscriptions", "amount", "interval")
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1.2M", 1_200_000),
        ("1.2M", 1_200_000),
        ("$450K", 450_000),
        ("€ 2.5 Mio", 2_500_000),
        ("2.5 Mio. EUR", 2_500_000),
        ("12.5 k€", 12_500),
        ("12.5 T€", 12_500),
        ("12.5 TEUR", 12_500),
        ("80.5 Tsd. €", 80_500),
        ("$1.5bn", 1_500_000_000),
    ],
)
def test_words_for_thousands_and_millions_multiply_and_that_is_said(text, value, tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": f'Customer,CSM,ARR\nAcme,Ana,"{text}"\nGlobex,Ana,20.5\n'})
    assert ("Acme", value) in rows(plan, "subscriptions", "account_id", "amount")
    (note,) = coded(plan.findings, "amount-multiplied")
    assert (note.row, note.value, note.column) == (2, text, "ARR")


@pytest.mark.parametrize("text", ["$100/mo", "US$ 5 EUR", "5 EUR/Monat", "5 T", "1.2 B", "50%"])
def test_what_stands_beside_an_amount_and_is_not_understood_is_an_error(text, tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": f'Customer,CSM,ARR\nAcme,Ana,"{text}"\nGlobex,Ana,20.5\n'})
    assert [(error.row, error.value) for error in errors_in(plan.findings)] == [(2, text)]


def test_minutes_called_m_are_minutes(tmp_path: Path) -> None:
    text = "person_id,kind,start_at,minutes\nAna,call,2026-01-05 10:00,30m\n"
    assert rows(imported(tmp_path, {"x.csv": text}), "activities", "minutes") == [(300_000,)]


HEAD = "Customer,CSM,ARR\nAcme,Ana,120000\n"
WITH_TOTALS = {
    "total": HEAD + "Globex,Ben,50000\nTotal,,170000\n",
    "grand total": HEAD + "Globex,Ben,50000\nGrand Total,,170000\n",
    "no name": HEAD + "Globex,Ben,50000\n,,170000\n",
    "counted": HEAD + "Globex,Ben,50000\nSumme (2 Kunden),,170000\n",
    "in the owner's column": HEAD + "Globex,Ben,50000\n,Total,170000\n",
    "by owner": HEAD + "Ana Total,,120000\nGlobex,Ben,50000\nBen Total,,50000\nGesamt,,170000\n",
    "at the top": "Customer,CSM,ARR\nTotal,,170000\nAcme,Ana,120000\nGlobex,Ben,50000\n",
}


@pytest.mark.parametrize("text", WITH_TOTALS.values(), ids=WITH_TOTALS)
def test_rows_that_sum_up_others_are_not_counted(text, tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": text})
    assert rows(plan, "accounts", "account_id") == [("Acme",), ("Globex",)]
    assert arr(plan) == 170_000
    assert not found_errors(plan)
    assert {note.severity for note in coded(plan.findings, "total-row")} == {"note"}


def test_a_total_rounded_to_a_unit_is_one(tmp_path: Path) -> None:
    text = "Customer,CSM,ARR\nAcme,Ana,120000.40\nGlobex,Ben,50000.40\nTotal,,170001\n"
    assert arr(imported(tmp_path, {"x.csv": text})) == Decimal("170000.80")


def test_totals_of_months_are_not_counted(tmp_path: Path) -> None:
    wide = "Customer,CSM,Jan-25,Feb-25\nAcme,Ana,1000,1000\nGlobex,Ben,500,700\nTotal,,1500,1700\n"
    long = "Customer,Month,MRR\nAcme,2025-01,1000\nGlobex,2025-01,500\nTotal,2025-01,1500\nAcme,2025-02,1000\nTotal,2025-02,1000\n"
    for name, text, total in (("wide", wide, 3200), ("long", long, 2500)):
        plan = imported(tmp_path / name, {"x.csv": text})
        assert sum(mrr for (mrr,) in rows(plan, "mrr_history", "mrr")) == total
        assert rows(plan, "accounts", "account_id") == [("Acme",), ("Globex",)]


def test_totals_of_subscriptions_are_not_counted(tmp_path: Path) -> None:
    text = (
        "Subscription ID,Customer,Start Date,Amount,Interval\nS1,Acme,2025-01-01,1000,month\n"
        "S2,Globex,2025-01-01,500,month\nTotal,Total,2025-01-01,1500,month\nTotal,,,1500,\n"
    )
    plan = imported(tmp_path, {"x.csv": text})
    assert rows(plan, "subscriptions", "subscription_id", "amount") == [("S1", 1000), ("S2", 500)]


def test_a_total_that_is_no_sum_stops_the_import_until_it_is_answered(tmp_path: Path) -> None:
    text = {"x.csv": HEAD + "Globex,Ben,50000\nTotal,,180000\n"}
    plan = imported(tmp_path, text)
    assert [(error.code, error.severity) for error in coded(plan.findings, "total-rows")] == [
        ("total-rows", "error")
    ]
    assert arr(imported(tmp_path, text, answers={"total-rows": "leave_out"})) == 170_000
    assert arr(imported(tmp_path, text, answers={"total-rows": "keep"})) == 350_000


def test_a_company_may_be_called_total(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": HEAD + "Total Energies,Ben,50000\nTotal,Ben,7\n"})
    assert arr(plan) == 170_007
