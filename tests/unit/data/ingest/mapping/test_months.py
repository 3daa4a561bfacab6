"""A sheet with a column a month is one however its months are written; what cannot be told is asked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bookload.base.period import Month
from bookload.data.ingest.mapping.months import month_headers
from imported import Company, coded, imported, mapped, rows

BODY = "Acme,Ana,1000,1000,1200,1200\nGlobex,Ana,500,,,600\n"
WRITTEN = [
    "2025-01,2025-02,2025-03,2025-04",
    "31.01.2025,28.02.2025,31.03.2025,30.04.2025",
    "01.01.2025,01.02.2025,01.03.2025,01.04.2025",
    "1/31/2025,2/28/2025,3/31/2025,4/30/2025",
    "31/01/2025,28/02/2025,31/03/2025,30/04/2025",
    "01/01/2025,02/01/2025,03/01/2025,04/01/2025",
    "01/01/2025,01/02/2025,01/03/2025,01/04/2025",
    "01.25,02.25,03.25,04.25",
    "01/25,02/25,03/25,04/25",
    "MRR Jan 25,MRR Feb 25,MRR Mar 25,MRR Apr 25",
    "Jan-25 MRR,Feb-25 MRR,Mar-25 MRR,Apr-25 MRR",
    "mrr_2025_01,mrr_2025_02,mrr_2025_03,mrr_2025_04",
    "Umsatz 01.2025,Umsatz 02.2025,Umsatz 03.2025,Umsatz 04.2025",
    "MRR (31.01.2025),MRR (28.02.2025),MRR (31.03.2025),MRR (30.04.2025)",
    "Jan 2025 (USD),Feb 2025 (USD),Mar 2025 (USD),Apr 2025 (USD)",
]
FIRST = Month.parse("2025-01").ordinal
SAID = [
    ("Acme", FIRST, 1000),
    ("Acme", FIRST + 1, 1000),
    ("Acme", FIRST + 2, 1200),
    ("Acme", FIRST + 3, 1200),
    ("Globex", FIRST, 500),
    ("Globex", FIRST + 3, 600),
]


@pytest.mark.parametrize("months", WRITTEN)
def test_months_are_told_however_they_are_written(tmp_path: Path, months: str) -> None:
    plan = imported(tmp_path, {"x.csv": f"Customer,CSM,{months}\n{BODY}"})
    assert not plan.questions
    assert rows(plan, "mrr_history", "account_id", "month", "mrr") == SAID


def test_arr_by_month_is_a_twelfth_of_it_a_month(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer,ARR Jan-25,ARR Feb-25\nAcme,12000,12012\n"})
    assert rows(plan, "mrr_history", "month", "mrr") == [(FIRST, 1000), (FIRST + 1, 1001)]
    assert coded(plan.findings, "arr-by-month")


def test_of_mrr_and_arr_by_month_mrr_is_taken_once(tmp_path: Path) -> None:
    text = "Customer,MRR Jan-25,ARR Jan-25,MRR Feb-25,ARR Feb-25\nAcme,1000,12000,1001,12012\n"
    plan = imported(tmp_path, {"x.csv": text})
    assert rows(plan, "mrr_history", "month", "mrr") == [(FIRST, 1000), (FIRST + 1, 1001)]


def test_a_header_names_the_currency_of_its_month(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer,Jan 25 (EUR),Feb 25 (EUR)\nAcme,1,2\n"})
    assert rows(plan, "mrr_history", "currency") == [("EUR",), ("EUR",)]


def test_days_that_are_months_either_way_are_asked_and_the_answer_holds(tmp_path: Path) -> None:
    sheet = {"x.csv": "Customer,03/04/2025,05/06/2025\nAcme,10,20\n"}
    plan = imported(tmp_path, sheet)
    (finding,) = coded(plan.findings, "date-order")
    assert finding.severity == "error"
    for order, months in (("dmy", ("2025-04", "2025-06")), ("mdy", ("2025-03", "2025-05"))):
        answered = imported(tmp_path, sheet, answers={"date-order": order})
        assert not answered.questions
        assert rows(answered, "mrr_history", "month") == [(Month.parse(month).ordinal,) for month in months]
        again = imported(tmp_path, sheet, mapping=answered.mapping)
        assert again.tables["mrr_history"].equals(answered.tables["mrr_history"])


def test_two_columns_of_one_month_stop_the_import_and_the_way_out_works(tmp_path: Path) -> None:
    sheet = {"x.csv": "Customer,Jan 2025,2025-01,Feb 2025\nAcme,10,11,20\n"}
    (finding,) = coded(imported(tmp_path, sheet).findings, "month-twice")
    said = re.search(r"sheet = .*\]", finding.remedy)
    assert said is not None
    plan = imported(tmp_path, sheet, mapping=mapped(said[0]))
    assert not coded(plan.findings, "month-twice")
    assert rows(plan, "mrr_history", "mrr") == [(10,), (20,)]


@pytest.mark.parametrize("owner", ["", "CSM,"])
def test_months_without_a_year_stop_the_import_and_the_way_out_works(tmp_path: Path, owner: str) -> None:
    who = "Ana," if owner else ""
    sheet = {"x 2025.csv": f"Customer,{owner}Jan,Feb\nAcme,{who}10,20\n"}
    plan = imported(tmp_path, sheet)
    assert not plan.tables["mrr_history"].num_rows
    stated = mapped('sheet = [{file = "x 2025.csv", table = "mrr_wide"}]')
    remedies = [
        finding.remedy
        for finding in imported(tmp_path, sheet, mapping=stated).findings
        if finding.severity == "error"
    ]
    remedies += [finding.remedy for finding in plan.findings if finding.severity == "error" and owner]
    for remedy in remedies:
        said = re.search(r"sheet = .*?\}\]", remedy)
        assert said is not None
        taken = imported(tmp_path, sheet, mapping=mapped(said[0]))
        assert rows(taken, "mrr_history", "month", "mrr") == [(FIRST, 10), (FIRST + 1, 20)]
    assert len(remedies) == (2 if owner else 1)


def test_quarters_are_no_months(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer,CSM,Q1 2025,Q2 2025\nAcme,Ana,10,20\n"})
    (finding,) = coded(plan.findings, "amount-not-taken")
    assert finding.severity == "error"


def test_a_stated_month_that_is_none_is_an_error(tmp_path: Path) -> None:
    said = mapped('sheet = [{file = "x.csv", table = "mrr_wide", months = {Jan = "13/2025"}}]')
    plan = imported(tmp_path, {"x.csv": "Customer,Jan,2025-02,2025-03\nAcme,10,20,30\n"}, mapping=said)
    assert coded(plan.findings, "mapping-absent")


def test_new_months_of_the_same_source_are_no_change_of_columns(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load({"m.csv": "Customer,31.01.2025,28.02.2025\nAcme,10,20\n"}, date(2025, 3, 1))
    later = {"m.csv": "Customer,31.01.2025,28.02.2025,31.03.2025\nAcme,10,20,30\n"}
    assert not coded(company.load(later, date(2025, 4, 1)).findings, "columns-changed")


@pytest.mark.parametrize(
    "headers",
    ["Seats Jan 25,Seats Feb 25", "12,13", "01.11,02.11", "1.5,2.5", "2025-01-01,2025-01-02", "Health,NPS"],
)
def test_what_is_no_month_is_none(headers: str) -> None:
    if headers == "2025-01-01,2025-01-02":
        assert len(month_headers(headers.split(",")).months) == 1
    else:
        assert not month_headers(headers.split(",")).months


def test_what_is_written_for_months_without_a_year_or_for_quarters_gives_no_figure_by_itself(
    tmp_path: Path,
) -> None:
    for head in ("Jan,Feb", "Q1 2025,Q2 2025"):
        sheet = {"x.csv": f"Customer,CSM,{head}\nAcme,Ana,10,20\n"}
        (finding,) = coded(imported(tmp_path, sheet).findings, "amount-not-taken")
        said = re.search(r"sheet = .*?\}\]", finding.remedy)
        assert said is not None
        plan = imported(tmp_path, sheet, mapping=mapped(said[0]))
        assert any(found.severity == "error" for found in plan.findings)
        assert not plan.tables["mrr_history"].num_rows
