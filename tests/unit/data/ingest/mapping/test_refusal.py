"""Sheets with many columns are taken; one that is not says briefly what to write, and that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imported import coded, imported, mapped, rows

FURTHER = (  # noqa: SIM905 - reads easier
    "Opportunity Count,Billing Street,Billing City,Phone,Fax,Description,Rating,Last Activity,Created By,"
    "Employees,SIC Code,Ownership,NPS,Health Score,Logins 30d,Open Tickets,Partner,Contract Signed By,"
    "Legal Entity,VAT ID,Payment Terms,PO Required,Competitor,Use Case,Integration,Slack Channel,"
    "Exec Sponsor,Champion,Sales Rep"
).split(",")


@pytest.mark.parametrize("count", [8, 12, 16, 20, 29, 300])
def test_further_columns_never_speak_against_a_list_of_accounts(tmp_path: Path, count: int) -> None:
    further = [*FURTHER, *(f"Custom {number}" for number in range(300))][:count]
    head = ",".join(["Account Name", "Account Owner", "ARR", *further])
    lines = (
        f"{account},{','.join(value for _ in further)}"
        for account, value in (("Acme,Ana,1000", "x"), ("B,Ben,2000", "y"))
    )
    plan = imported(tmp_path, {"export.csv": "\n".join((head, *lines, ""))})
    assert plan.summary[0].table == "one_sheet"
    assert rows(plan, "subscriptions", "account_id", "amount", "interval") == [
        ("Acme", 1000, "year"),
        ("B", 2000, "year"),
    ]
    assert rows(plan, "ownership", "account_id", "owner_id")
    assert plan.tables["account_attributes"].num_rows == 2 * count


def test_further_columns_never_speak_against_subscriptions(tmp_path: Path) -> None:
    head = ",".join(["subscription_id", "customer", "start", "mrr", *FURTHER])
    plan = imported(tmp_path, {"export.csv": f"{head}\nS1,A,2025-01-01,50{',x' * len(FURTHER)}\n"})
    assert rows(plan, "subscriptions", "subscription_id", "amount") == [("S1", 50)]


def test_a_vat_number_is_no_identifier_of_the_account(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account Name,CSM,ARR,VAT ID\nAcme,Ana,1000,DE1\nB,Ana,2000,\n"})
    assert rows(plan, "subscriptions", "account_id", "amount") == [("Acme", 1000), ("B", 2000)]


def test_a_refusal_lists_few_headers_and_the_tables_that_may_be_named(tmp_path: Path) -> None:
    head = ",".join(f"Column {number}" for number in range(300))
    (finding,) = coded(imported(tmp_path, {"x.csv": f"{head}\n{',x' * 299}\n"}).findings, "not-recognised")
    assert "Column 11 and 288 more" in finding.message
    assert "Column 12" not in finding.message
    assert len(finding.message) < 300
    assert 'table = "one_sheet"' in finding.remedy
    assert "mrr_wide" in finding.remedy
    said = re.search(r"sheet = .*?\]", finding.remedy)
    assert said is not None
    plan = imported(tmp_path, {"x.csv": f"{head}\n{',x' * 299}\n"}, mapping=mapped(said[0]))
    assert coded(plan.findings, "column-missing")


def test_a_refusal_suggests_the_table_that_most_columns_are_like(tmp_path: Path) -> None:
    text = "Vorgang;Aktivität;Wer;Beginn;Ende\nA-1;Anruf;Ada;01.03.2026 10:00;01.03.2026 10:30\n"
    (finding,) = coded(imported(tmp_path, {"x.csv": text}).findings, "not-recognised")
    assert "most are like those of event_log, which needs resource too" in finding.message
    assert "one_sheet" in finding.remedy.partition("if it is another")[2]
    said = re.search(r"sheet = .*?\]", finding.remedy)
    assert said is not None
    plan = imported(tmp_path, {"x.csv": text}, mapping=mapped(said[0]))
    assert rows(plan, "activities", "person_id", "kind") == [("Ada", "Anruf")]


def test_revenue_in_a_list_taken_as_accounts_is_not_lost_without_a_word(tmp_path: Path) -> None:
    sheet = {"x.csv": "Account Name,CSM,ARR\nAcme,Ana,1000\n"}
    plan = imported(tmp_path, sheet, mapping=mapped('sheet = [{file = "x.csv", table = "accounts"}]'))
    (finding,) = coded(plan.findings, "amount-not-taken")
    assert (finding.severity, finding.column) == ("warning", "ARR")
    assert "kept as an attribute of the account only" in finding.message
    said = re.search(r"sheet = .*?\]", finding.remedy)
    assert said is not None
    assert rows(imported(tmp_path, sheet, mapping=mapped(said[0])), "subscriptions", "amount") == [(1000,)]


def test_revenue_in_a_list_taken_as_something_else_stops_it(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Customer,CSM,MRR of last year\nAcme,Ana,1000\n"})
    (finding,) = coded(plan.findings, "amount-not-taken")
    assert finding.severity == "error"
