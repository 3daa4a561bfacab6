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
    long = (
        "Customer,Month,MRR\nAcme,2025-01,1000\nGlobex,2025-01,500\nTotal,2025-01,1500\n"
        "Acme,2025-02,1000\nTotal,2025-02,1000\n"
    )
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


def test_identical_rows_of_a_list_are_asked_about_and_never_counted_twice_in_silence(tmp_path: Path) -> None:
    text = {"x.csv": "Account Name,CSM,ARR\nAcme,Ana,120000\nAcme,Ana,120000\nGlobex,Ben,5000\n"}
    (error,) = errors_in(imported(tmp_path, text).findings)
    assert (error.code, "rows 2 and 3" in error.message) == ("duplicate-rows", True)
    assert arr(imported(tmp_path, text, answers={"duplicate-rows": "drop"})) == 125_000
    assert arr(imported(tmp_path, text, answers={"duplicate-rows": "keep"})) == 245_000


def test_an_identifier_that_comes_twice_with_the_same_amount_is_asked_about(tmp_path: Path) -> None:
    text = "Account ID,Account Name,CSM,ARR\n1,Acme,Ana,120000\n1,Acme,Ana,120000\n2,Acme,Ana,3000\n"
    plan = imported(tmp_path, {"x.csv": text}, answers={"duplicate-rows": "drop"})
    assert rows(plan, "subscriptions", "account_id", "amount") == [("1", 120_000), ("2", 3000)]


def test_several_amounts_of_an_account_without_products_are_asked_about(tmp_path: Path) -> None:
    text = {"x.csv": "Account Name,CSM,ARR\nAcme,Ana,120000\nAcme ,Ana,50000\n"}
    (error,) = errors_in(imported(tmp_path, text).findings)
    assert (error.code, "rows 2 and 3" in error.message) == ("repeated-accounts", True)
    assert arr(imported(tmp_path, text, answers={"repeated-accounts": "add_up"})) == 170_000


def test_several_products_of_an_account_add_up_unasked(tmp_path: Path) -> None:
    text = "Account Name,CSM,ARR,Product\nAcme,Ana,120000,Core\nAcme,Ana,50000,Core\nAcme,Ana,50000,Extra\n"
    plan = imported(tmp_path, {"x.csv": text})
    assert not plan.questions
    assert arr(plan) == 220_000


def test_lines_below_a_list_are_no_accounts(tmp_path: Path) -> None:
    text = HEAD + "Globex,Ben,50000\nExported by Ana on 2026-07-01,,\nConfidential,,\n"
    plan = imported(tmp_path, {"x.csv": text})
    assert rows(plan, "accounts", "account_id") == [("Acme",), ("Globex",)]
    (note,) = coded(plan.findings, "footer-rows")
    assert "rows 4 and 5" in note.message


def test_accounts_without_an_amount_are_named(tmp_path: Path) -> None:
    (note,) = coded(imported(tmp_path, {"x.csv": HEAD + "Globex,Ben,\nHooli,Ben,5\n"}).findings, "no-amount")
    assert "row 3" in note.message


def test_a_row_without_a_currency_among_rows_with_one_is_asked_about(tmp_path: Path) -> None:
    text = {"x.csv": "Customer,CSM,ARR,Currency\nAcme,Ana,120000,EUR\nGlobex,Ana,10000,\n"}
    (error,) = errors_in(imported(tmp_path, text).findings)
    assert (error.code, error.column, "row 3" in error.message) == ("empty-currency", "Currency", True)
    plan = imported(tmp_path, text, answers={"empty-currency": "EUR"})
    assert rows(plan, "subscriptions", "account_id", "currency") == [("Acme", "EUR"), ("Globex", "EUR")]


def test_a_subscription_without_a_currency_among_others_with_one_is_asked_about(tmp_path: Path) -> None:
    head = "Subscription ID,Customer,Start Date,Amount,Interval,Currency\n"
    text = f"{head}S1,Acme,2025-01-01,1000,month,EUR\nS2,Globex,2025-01-01,500,month,\n"
    assert coded(imported(tmp_path, {"x.csv": text}).findings, "empty-currency")


def test_an_amount_without_a_sign_among_amounts_with_one_is_asked_about(tmp_path: Path) -> None:
    text = {"x.csv": 'Customer,CSM,ARR\nAcme,Ana,"€120,000.00"\nGlobex,Ana,"50,000.00"\n'}
    assert [error.code for error in errors_in(imported(tmp_path, text).findings)] == ["empty-currency"]
    home = {"x.csv": 'Customer,CSM,ARR\nAcme,Ana,"$120,000.00"\nGlobex,Ana,"50,000.00"\n'}
    assert arr(imported(tmp_path, home)) == 170_000


def test_an_amount_in_one_currency_and_a_column_with_another_is_an_error(tmp_path: Path) -> None:
    text = 'Customer,CSM,ARR,Currency\nAcme,Ana,"€120,000",USD\nGlobex,Ana,"$5,000",CAD\n'
    plan = imported(tmp_path, {"x.csv": text})
    assert [(error.code, error.row) for error in errors_in(plan.findings)] == [("currency-conflict", 2)]
    assert ("Globex", "CAD") in rows(plan, "subscriptions", "account_id", "currency")


@pytest.mark.parametrize("header", ["Annual Revenue", "Jahresumsatz", "Annual Revenue (EUR)"])
def test_annual_revenue_of_a_list_of_accounts_is_asked_about(header, tmp_path: Path) -> None:
    text = {"x.csv": f"Account Name,Account Owner,{header}\nAcme,Ana,90000000\n"}
    (error,) = errors_in(imported(tmp_path, text).findings)
    assert (error.code, error.column) == ("annual-revenue", header)
    assert arr(imported(tmp_path, text, answers={"annual-revenue": "arr"})) == 90_000_000
    other = imported(tmp_path, text, answers={"annual-revenue": "turnover"})
    assert (arr(other), found_errors(other)) == (0, ())
    assert rows(other, "ownership", "account_id", "owner_id") == [("Acme", "Ana")]


def test_annual_revenue_beside_arr_is_an_attribute(tmp_path: Path) -> None:
    text = "Customer,CSM,Annual Revenue,ARR\nAcme,Ana,90000000,12000\n"
    assert arr(imported(tmp_path, {"x.csv": text})) == 12_000


STRIPE = (
    "subscription_id,customer,unit_amount,quantity,currency,interval,interval_count,status,start_date\n"
    "sub_1,cus_A,4900,3,usd,month,1,active,1736936520\n"
    "sub_2,cus_B,1200000,1,usd,year,1,active,1709251200\n"
    "sub_3,cus_J,5000,1,jpy,month,1,active,1709251200\n"
)


def test_amounts_of_stripes_interface_are_minor_units_and_that_is_said(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": STRIPE})
    assert rows(plan, "subscriptions", "subscription_id", "unit_amount") == [
        ("sub_1", 49),
        ("sub_2", 12_000),
        ("sub_3", 5000),
    ]
    (warning,) = coded(plan.findings, "amount-unit")
    assert warning.severity == "warning"
    whole = imported(tmp_path, {"x.csv": STRIPE}, answers={"amount-unit": "major"})
    assert ("sub_1", 4900) in rows(whole, "subscriptions", "subscription_id", "unit_amount")


def test_amounts_that_only_look_like_minor_units_are_asked_about(tmp_path: Path) -> None:
    text = {"x.csv": STRIPE.replace("1736936520", "2025-01-15").replace("1709251200", "2024-03-01")}
    assert [error.code for error in errors_in(imported(tmp_path, text).findings)] == ["amount-unit"]
    plan = imported(tmp_path, text, answers={"amount-unit": "minor"})
    assert ("sub_1", 49) in rows(plan, "subscriptions", "subscription_id", "unit_amount")


def test_an_amount_beside_a_quantity_is_asked_about(tmp_path: Path) -> None:
    head = "Subscription ID,Customer,Start Date,Amount,Quantity,Interval\n"
    text = {"x.csv": f"{head}S1,Acme,2025-01-01,49.50,3,month\nS2,Globex,2025-01-01,10,1,month\n"}
    (error,) = errors_in(imported(tmp_path, text).findings)
    assert (error.code, error.column) == ("amount-quantity", "Amount")
    for answer, amount in (("row", Decimal("49.5")), ("unit", Decimal("148.5"))):
        plan = imported(tmp_path, text, answers={"amount-quantity": answer})
        assert rows(plan, "subscriptions", "subscription_id", "amount") == [("S1", amount), ("S2", 10)]


def test_a_quantity_of_one_everywhere_asks_nothing(tmp_path: Path) -> None:
    text = "Subscription ID,Customer,Start Date,Amount,Quantity,Interval\nS1,Acme,2025-01-01,49.50,1,month\n"
    assert not imported(tmp_path, {"x.csv": text}).questions


def test_an_average_below_a_list_is_asked_about(tmp_path: Path) -> None:
    text = {"x.csv": HEAD + "Globex,Ben,50000\nTotal (2),,170000\nAverage,,85000\n"}
    assert [error.code for error in errors_in(imported(tmp_path, text).findings)] == ["total-rows"]
    assert arr(imported(tmp_path, text, answers={"total-rows": "leave_out"})) == 170_000


def test_accounts_in_a_list_without_amounts_may_be_called_anything(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,Segment\nTotal,\nOverall,\nAcme,SMB\n"})
    assert plan.tables["accounts"].num_rows == 3
    assert not plan.questions


def test_what_people_are_paid_is_in_no_finding(tmp_path: Path) -> None:
    text = "name,hire_date,role,base,ote\nAna,2020-01-01,csm,91k,107k\nBen,2020-01-01,csm,9..3,1\n"
    plan = imported(tmp_path, {"x.csv": text})
    assert (91_000,) in rows(plan, "pay", "base")
    assert not [str(each) for each in plan.findings if "91" in str(each) or "9..3" in str(each)]
