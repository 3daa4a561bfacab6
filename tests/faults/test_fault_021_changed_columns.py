"""Fault 21: a source whose columns changed since the last import: stop, show the difference."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from imported import Company, coded, mapped, rows

APRIL = date(2026, 4, 30)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    known = Company(tmp_path)
    known.load({"crm_2026-03.csv": "Account,CSM,MRR,Segment\nA,Ana,10,SMB\n"}, date(2026, 3, 31))
    return known


CHANGED = {"crm_2026-04.csv": "Account,CSM,MRR,Region\nA,Ana,10,EMEA\n"}


def test_it_stops_and_shows_the_difference(company: Company) -> None:
    plan = company.plan(CHANGED, APRIL)
    (finding,) = coded(plan.findings, "columns-changed")
    assert finding.severity == "error"
    assert "gone are Segment; new are Region" in finding.message
    assert "accept_columns = true" in finding.remedy


def test_it_goes_on_when_told_so(company: Company) -> None:
    said = mapped('[[sheet]]\nfile = "crm_2026-04.csv"\naccept_columns = true\n')
    plan = company.load(CHANGED, APRIL, mapping=said)
    assert rows(plan, "accounts", "segment", "region") == [("SMB", "EMEA")]
    again = company.plan(
        {"crm_2026-05.csv": CHANGED["crm_2026-04.csv"] + "B,Ben,5,EMEA\n"}, date(2026, 5, 31)
    )
    assert not coded(again.findings, "columns-changed")


def test_an_answer_will_do(company: Company) -> None:
    plan = company.plan(CHANGED, APRIL, answers={"columns-changed": "true"})
    assert not coded(plan.findings, "columns-changed")


@pytest.mark.parametrize("header", ["MRR,Segment,Account,CSM"])
def test_another_order_is_no_change(header: str, company: Company) -> None:
    plan = company.plan({"crm_2026-04.csv": f"{header}\n10,SMB,A,Ana\n"}, APRIL)
    assert not coded(plan.findings, "columns-changed")


def test_a_file_with_mostly_other_columns_is_another_source(company: Company) -> None:
    plan = company.plan({"crm.csv": "person_id,name,hire_date,role\n1,Ana,2024-01-01,CSM\n"}, APRIL)
    assert not coded(plan.findings, "columns-changed")


def test_a_new_month_of_a_wide_sheet_is_no_change(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load({"mrr.csv": "account,2026-01,2026-02\nA,10,10\n"}, date(2026, 3, 31))
    plan = company.load({"mrr.csv": "account,2026-01,2026-02,2026-03\nA,10,10,12\n"}, APRIL)
    assert plan.tables["mrr_history"].num_rows == 3
