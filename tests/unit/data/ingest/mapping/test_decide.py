"""Signs and orders that a column does not decide go by the sheet's other columns, or by the last import."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from imported import Company, coded, imported, rows


def test_an_undecided_amount_goes_by_the_other_amounts_of_its_sheet(tmp_path: Path) -> None:
    text = (
        "subscription_id;customer;start_date;unit_amount;quantity;interval\n1;A;01.01.2025;1.234;2,5;month\n"
    )
    plan = imported(tmp_path, {"s.csv": text})
    assert rows(plan, "subscriptions", "unit_amount") == [(1234,)]
    assert not plan.questions


def test_an_undecided_day_goes_by_the_other_days_of_its_sheet(tmp_path: Path) -> None:
    text = "subscription_id,customer,start_date,signed,mrr\n1,A,03/04/2025,25/03/2025,5\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert rows(plan, "subscriptions", "start_date") == [(date(2025, 4, 3),)]
    assert not plan.questions


def test_columns_that_disagree_decide_nothing_for_a_third(tmp_path: Path) -> None:
    text = "subscription_id,customer,start_date,signed,canceled,mrr\n1,A,03/04/2025,25/03/2025,03/25/2025,5\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert [question.code for question in plan.questions if question.code == "date-order"] == ["date-order"]


def test_what_was_answered_once_holds_for_the_same_source(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load(
        {"list.csv": "Account,CSM,MRR\nA,Ana,1.234\n"}, date(2026, 1, 31), answers={"decimal-sign": ","}
    )
    later = company.load({"list.csv": "Account,CSM,MRR\nA,Ana,1.235\n"}, date(2026, 2, 28))
    assert not coded(later.findings, "decimal-sign")
    assert (1235,) in rows(later, "subscriptions", "amount")


def test_a_new_file_that_decides_goes_before_the_last_import(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load({"list.csv": 'Account,CSM,MRR\nA,Ana,"1.234,50"\n'}, date(2026, 1, 31))
    later = company.load({"list.csv": "Account,CSM,MRR\nA,Ana,1234.75\n"}, date(2026, 2, 28))
    assert (rows(later, "subscriptions", "amount"))[-1] == rows(later, "subscriptions", "amount")[-1]
    assert {float(str(amount)) for (amount,) in rows(later, "subscriptions", "amount")} == {1234.5, 1234.75}
