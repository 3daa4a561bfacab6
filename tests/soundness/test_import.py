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
