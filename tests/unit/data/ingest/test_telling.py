"""What checks find is told in the words of the file, and each cause once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bookload.base.errors import Finding
from bookload.data import ingest
from bookload.data.documents import Policy
from bookload.data.tables import checks
from imported import Company, coded, imported


def all_told(folder: Path, text: str) -> list[Finding]:
    plan = imported(folder, {"x.csv": text})
    return [*plan.findings, *ingest.told(checks.run(plan.tables, where=plan.origins), plan)]


def errors(found: list[Finding]) -> list[tuple[str, int | None, str | None]]:
    return [(each.code, each.row, each.column) for each in found if each.severity == "error"]


def test_a_cell_that_does_not_read_is_one_error(tmp_path: Path) -> None:
    text = "Customer ID,Customer,CSM,ARR\n1.2E+15,Acme,Ana,1000\n2,B,Ana,5\n"
    assert errors(all_told(tmp_path, text)) == [("damaged-id", 2, "Customer ID")]


def test_a_list_without_parents_has_none_in_a_circle(tmp_path: Path) -> None:
    text = "Account ID,Account,CSM,ARR\n,Acme,Ana,1000\n2,B,Ana,5\n"
    assert not coded(tuple(all_told(tmp_path, text)), "cycle-of-parents")


def test_an_open_question_is_not_followed_by_an_error_about_the_same(tmp_path: Path) -> None:
    text = "Account,CSM,Revenue\nAcme,Ana,1000\n"
    assert errors(all_told(tmp_path, text)) == [("amount-interval", None, "Revenue")]


def test_an_empty_account_is_one_error_under_the_header_of_the_file(tmp_path: Path) -> None:
    text = "Firma,CSM,ARR\nAcme,Ana,1000\n,Ben,7\n"
    assert errors(all_told(tmp_path, text)) == [("missing-value", 3, "Firma")]


def test_findings_name_the_columns_of_the_file(tmp_path: Path) -> None:
    found = all_told(tmp_path, "Customer,CSM,ARR\nAcme,Ana,1000\nB,Ana,-5\n")
    assert [each.column for each in coded(tuple(found), "negative-amount")] == ["ARR"]


def test_a_line_break_in_a_name_is_a_blank_and_that_is_said(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": 'Customer,CSM,ARR\n"Line\nBreak GmbH",Ana,2000\n'})
    assert plan.tables["accounts"]["account_id"].to_pylist() == ["Line Break GmbH"]
    assert [note.severity for note in coded(plan.findings, "line-break")] == ["note"]


def test_a_column_with_both_decimal_signs_is_called_mixed_with_a_row_of_each(tmp_path: Path) -> None:
    text = 'Customer,CSM,ARR\nA,Ana,"1,200.50"\nB,Ana,"3,200.50"\nC,Ana,"1.300,75"\n'
    (error,) = coded(imported(tmp_path, {"x.csv": text}).findings, "not-a-number")
    assert (error.row, "mixed" in error.message, "row 2 ('1,200.50')" in error.message) == (4, True, True)


@pytest.mark.parametrize("home", ["USD", "EUR"])
def test_of_two_columns_in_two_currencies_the_workspaces_is_taken_and_that_is_said(
    home: str, tmp_path: Path
) -> None:
    text = "Customer,CSM,ARR (USD),ARR (EUR)\nAcme,Ana,110000,100000\n"
    policy = Policy.model_validate({"company": {"currency": home}})
    plan = imported(tmp_path, {"x.csv": text}, policy=policy)
    amount = {"USD": 110_000, "EUR": 100_000}[home]
    (row,) = plan.tables["subscriptions"].to_pylist()
    assert (row["amount"], row["currency"]) == (amount * 10**6, home)
    assert coded(plan.findings, "two-currencies")


def test_rows_that_become_one_account_by_their_blanks_are_named(tmp_path: Path) -> None:
    text = "Customer,CSM,ARR,Product\nAcme,Ana,5,Core\nAcme ,Ana,7,Extra\nB,Ana,1,Core\n"
    (note,) = coded(imported(tmp_path, {"x.csv": text}).findings, "blanks-aside")
    assert (note.severity, note.value, "rows 2 and 3" in note.message) == ("note", "Acme", True)


def test_rows_that_do_not_count_are_counted(tmp_path: Path) -> None:
    text = "Customer,CSM,ARR,Status\nA,Ana,5,active\nB,Ana,7,trialing\nC,Ana,1,canceled\nD,Ana,1,canceled\n"
    (note,) = coded(imported(tmp_path, {"x.csv": text}).findings, "rows-not-counted")
    assert "1 are trials (row 3) and 2 are canceled" in note.message
    assert ("rows 4 and 5" in note.message, note.count) == (True, 3)


def test_ends_that_are_last_days_in_by_the_rows_are_said_to_be(tmp_path: Path) -> None:
    head = "subscription_id,customer,start,end,mrr\n"
    text = f"{head}1,A,2024-01-01,2024-12-31,5\n1,A,2025-01-01,2025-12-31,5\n"
    (note,) = coded(imported(tmp_path, {"s.csv": text}).findings, "last-day-in")
    assert (note.severity, note.column) == ("note", "end")


def test_what_a_list_has_all_of_is_not_asked_of_a_file_that_is_refused(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.load({"emea.csv": "Account,CSM,MRR\nA,Ana,10\n"}, date(2026, 3, 31))
    plan = company.plan({"us.csv": "Account,CSM,MRR\nC,Cleo,1..2\n"}, date(2026, 4, 30))
    assert not coded(plan.findings, "list-scope")
