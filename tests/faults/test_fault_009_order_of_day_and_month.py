"""Fault 9: `03/04/2026` in every row is asked about, never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from imported import coded, imported, rows

HEAD = "subscription_id,account_id,start_date,mrr\n"
UNCLEAR = {"s.csv": f"{HEAD}1,A,03/04/2025,5\n2,B,05/06/2025,6\n"}


def starts(plan: object) -> list[object]:
    return [start for (start,) in rows(plan, "subscriptions", "start_date")]  # type: ignore[arg-type]


def test_it_is_asked_and_unattended_an_error(tmp_path: Path) -> None:
    plan = imported(tmp_path, UNCLEAR)
    (question,) = plan.questions
    assert (question.code, question.column, question.allowed) == ("date-order", "start_date", ("dmy", "mdy"))
    (finding,) = coded(plan.findings, "date-order")
    assert finding.severity == "error"
    assert 'date_order = {"start_date" = "dmy"}}] (or "mdy" there)' in finding.remedy


@pytest.mark.parametrize(
    ("order", "stored"),
    [("dmy", [date(2025, 4, 3), date(2025, 6, 5)]), ("mdy", [date(2025, 3, 4), date(2025, 5, 6)])],
)
def test_the_answer_settles_it(order: str, stored: list[date], tmp_path: Path) -> None:
    assert starts(imported(tmp_path, UNCLEAR, answers={"date-order": order})) == stored


@pytest.mark.parametrize(
    ("clear", "first"),
    [("25/12/2025", date(2025, 4, 3)), ("12/25/2025", date(2025, 3, 4))],
)
def test_one_clear_row_decides_the_column(clear: str, first: date, tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD}1,A,03/04/2025,5\n2,B,{clear},6\n"})
    assert not plan.questions
    assert starts(plan) == [first, date(2025, 12, 25)]


def test_days_that_read_the_same_both_ways_need_no_answer(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD}1,A,03/03/2025,5\n2,B,04/04/2025,6\n"})
    assert not plan.questions
