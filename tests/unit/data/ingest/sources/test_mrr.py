"""MRR by month, long and wide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from bookload.base.errors import errors_in
from bookload.base.period import Month
from bookload.data.tables import checks
from imported import coded, imported, rows


def month(text: str) -> int:
    return Month.parse(text).ordinal


LONG = "account,month,mrr\nA,2025-11,100\nA,2025-12,110\nB,2025-12,50\n"
WIDE = "account,2025-11,2025-12\nA,100,110\nB,,50\n"
ROWS = [("A", month("2025-11"), 100), ("A", month("2025-12"), 110), ("B", month("2025-12"), 50)]


def test_long_and_wide_are_the_same_rows(tmp_path: Path) -> None:
    for turn, text in enumerate((LONG, WIDE)):
        plan = imported(tmp_path / str(turn), {"m.csv": text})
        assert rows(plan, "mrr_history", "account_id", "month", "mrr") == ROWS
        assert rows(plan, "accounts", "account_id") == [("A",), ("B",)]
        assert not errors_in(checks.run(plan.tables, where=plan.origins))


def test_the_data_ends_with_the_last_month_and_begins_with_the_first(tmp_path: Path) -> None:
    plan = imported(
        tmp_path, {"m.csv": LONG, "a.csv": "user,type,date,account\nAna,call,2026-02-03 10:00,A\n"}
    )
    assert (plan.data_through, plan.known_from) == (date(2025, 12, 31), date(2025, 11, 1))


def test_a_month_that_is_not_over_counts_to_today(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"m.csv": LONG}, today=date(2025, 12, 10))
    assert plan.data_through == date(2025, 12, 10)


def test_a_wide_sheet_brings_segments_and_owners(tmp_path: Path) -> None:
    text = "Kunde;Segment;Betreuer;Nov. 2025;Dez. 2025\nA;SMB;Ana;1.000,50;1.000,50\nB;Ent;Ben;;2.000,00\n"
    plan = imported(tmp_path, {"m.csv": text})
    assert rows(plan, "accounts", "account_id", "segment") == [("A", "SMB"), ("B", "Ent")]
    assert rows(plan, "ownership", "account_id", "owner_id", "start_date") == [
        ("A", "Ana", date(2025, 12, 31)),
        ("B", "Ben", date(2025, 12, 31)),
    ]
    assert rows(plan, "mrr_history", "mrr") == [(Decimal("1000.5"),), (Decimal("1000.5"),), (2000,)]


def test_a_sheet_called_arr_is_asked_about_and_divided_by_twelve(tmp_path: Path) -> None:
    files = {"arr.csv": "account,2025-11,2025-12\nA,1200,1000\n"}
    asked = imported(tmp_path, files)
    assert [question.code for question in asked.questions] == ["amount-interval"]
    plan = imported(tmp_path, files, answers={"amount-interval": "year"})
    assert rows(plan, "mrr_history", "mrr") == [(100,), (Decimal("83.333333"),)]
    monthly = imported(tmp_path, files, answers={"amount-interval": "month"})
    assert rows(monthly, "mrr_history", "mrr") == [(1000,), (1200,)]


def test_owners_by_month_become_periods(tmp_path: Path) -> None:
    ours, theirs = "A,2025-10,1,Ana\nA,2025-11,1,Ana\nA,2025-12,1,Ben\n", "B,2025-10,1,Ana\nB,2025-11,1,\n"
    text = f"account,month,mrr,csm\n{ours}{theirs}"
    plan = imported(tmp_path, {"m.csv": text})
    far = date(2299, 12, 31)
    assert rows(plan, "ownership", "account_id", "owner_id", "start_date", "end_date") == [
        ("A", "Ana", date(2025, 10, 1), date(2025, 12, 1)),
        ("A", "Ben", date(2025, 12, 1), far),
        ("B", "Ana", date(2025, 10, 1), date(2025, 11, 1)),
    ]


def test_a_history_goes_before_the_amounts_of_a_list(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"m.csv": LONG, "x.csv": "account,csm,mrr\nA,Ana,999\nB,Ben,999\n"})
    assert plan.tables["subscriptions"].num_rows == 0
    assert plan.tables["ownership"].num_rows == 2
    assert coded(plan.findings, "history-before-list")
    assert plan.data_through == date(2025, 12, 31)
