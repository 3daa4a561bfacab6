"""Fault 19: orphans, accounts that differ in case alone, cycles of parents: listed, never merged."""

from __future__ import annotations

from pathlib import Path

from bookload.data.ingest import Import
from bookload.data.tables import checks
from imported import imported, rows


def found(plan: Import, code: str) -> list[tuple[str | None, int | None, str | None]]:
    all_of_them = checks.run(plan.tables, where=plan.origins)
    return [(each.file, each.row, each.value) for each in all_of_them if each.code == code]


def test_a_subscription_without_its_account_is_listed_with_its_row(tmp_path: Path) -> None:
    files = {
        "accounts.csv": "account_id,name\nA,Acme\n",
        "s.csv": "subscription_id,account_id,start_date,mrr\n1,A,2025-01-01,5\n2,B,2025-01-01,6\n",
    }
    assert found(imported(tmp_path, files), "unknown-account") == [("s.csv", 3, "B")]


def test_accounts_that_differ_in_case_alone_stay_two_and_are_listed(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Company,CSM,MRR\nAcme,Ana,10\nACME,Ana,20\n"})
    assert rows(plan, "accounts", "account_id") == [("ACME",), ("Acme",)]
    assert found(plan, "accounts-alike") == [("x.csv", 3, "ACME")]


def test_a_cycle_of_parents_is_listed(tmp_path: Path) -> None:
    text = "account_id,name,parent_account_id\nA,Acme,B\nB,Beta,A\n"
    assert len(found(imported(tmp_path, {"accounts.csv": text}), "cycle-of-parents")) == 1
