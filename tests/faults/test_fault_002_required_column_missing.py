"""Fault 2: a required column is missing: its name, the headers found, the nearest one."""

from __future__ import annotations

from pathlib import Path

from imported import coded, imported


def test_the_column_the_headers_and_the_nearest_are_named(tmp_path: Path) -> None:
    text = "subscription_id,account_id,start_date,prize\n1,A,2025-01-01,100\n"
    plan = imported(tmp_path, {"subscriptions.csv": text})
    (finding,) = coded(plan.findings, "column-missing")
    assert finding.severity == "error"
    assert finding.file == "subscriptions.csv"
    assert "amount" in finding.message
    assert "subscription_id, account_id, start_date, prize" in finding.message
    assert "--map" in finding.remedy
    assert all(rows.num_rows == 0 for rows in plan.tables.values())


def test_the_nearest_header_is_offered(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"mrr_history.csv": "account_id,mnth,mrr\nA,x,5\nB,y,6\n"})
    (finding,) = coded(plan.findings, "column-missing")
    assert "did you mean 'mnth'" in finding.remedy
