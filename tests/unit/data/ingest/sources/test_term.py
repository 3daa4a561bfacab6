"""What a whole contract is worth becomes MRR over its term; what may be for either is asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imported import coded, imported, mapped, rows

TOTALS = """Contract ID,Customer,Start,End,Total Contract Value
C1,Acme,2024-01-01,2026-12-31,36000
C2,Globex,2025-01-01,2025-12-31,13200
"""
CONTRACTS = """Contract No,Customer,Contract Start,Contract End,Contract Value,Billing Frequency
C1,Acme,2024-01-01,2024-12-31,12000,Annual
C2,Acme,2025-01-01,2025-12-31,13200,Annual
C3,Globex,2024-04-01,2025-03-31,2400,Annually
C5,Init,2024-07-01,2025-06-30,300,Quarterly
"""
WHOLE_YEARS = CONTRACTS.replace("300,Quarterly", "300,Yearly")


def test_a_total_contract_value_is_spread_over_its_term_and_that_is_said(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"tcv.csv": TOTALS})
    assert plan.summary[0].table == "subscriptions"
    assert rows(plan, "subscriptions", "account_id", "amount", "interval", "interval_count") == [
        ("Acme", 36000, "month", 36),
        ("Globex", 13200, "month", 12),
    ]
    assert not plan.questions
    (note,) = coded(plan.findings, "contract-value-spread")
    assert (note.severity, note.row) == ("note", 2)
    assert "36000.00 over 36 months" in note.message


def test_a_total_over_a_broken_term_is_spread_over_its_days(tmp_path: Path) -> None:
    text = (
        "Contract ID,Customer,Start,End,TCV\nC1,A,2025-01-01,2025-02-15,450\nC2,A,2025-02-15,2025-03-01,14\n"
    )
    plan = imported(tmp_path, {"c.csv": text})
    assert rows(plan, "subscriptions", "amount", "interval", "interval_count") == [
        (14, "day", 14),
        (450, "day", 45),
    ]


def test_a_total_without_an_end_is_an_error_and_its_way_out_works(tmp_path: Path) -> None:
    sheet = {
        "c.csv": "Contract ID,Customer,Start,End,TCV\nC1,A,2025-01-01,2025-12-31,450\nC2,B,2025-02-15,,14\n"
    }
    plan = imported(tmp_path, sheet)
    (finding,) = coded(plan.findings, "no-term")
    assert (finding.severity, finding.row, finding.column) == ("error", 3, "TCV")
    said = re.search(r"sheet = .*\]", finding.remedy)
    assert said is not None
    taken = imported(tmp_path, sheet, mapping=mapped(said[0]))
    assert not coded(taken.findings, "no-term")
    assert rows(taken, "subscriptions", "amount", "interval") == [(14, "year"), (450, "year")]


def test_a_list_with_totals_and_no_terms_is_an_error(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"list.csv": "Customer,CSM,TCV\nAcme,Ana,36000\n"})
    assert coded(plan.findings, "no-term")


def test_a_contract_value_that_is_the_same_either_way_is_not_asked(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"contracts.csv": WHOLE_YEARS})
    assert not coded(plan.findings, "contract-value")
    assert rows(plan, "subscriptions", "subscription_id", "amount", "interval", "interval_count") == [
        ("C1", 12000, "year", 1),
        ("C2", 13200, "year", 1),
        ("C3", 2400, "year", 1),
        ("C5", 300, "year", 1),
    ]


def test_a_contract_value_that_may_be_either_is_asked_and_naming_the_column_does_not_answer_it(
    tmp_path: Path,
) -> None:
    sheet = {"contracts.csv": CONTRACTS}
    stated = mapped('sheet = [{file = "contracts.csv", columns = {amount = "Contract Value"}}]')
    for plan in (imported(tmp_path, sheet), imported(tmp_path, sheet, mapping=stated)):
        (finding,) = coded(plan.findings, "contract-value")
        assert (finding.severity, finding.column) == ("error", "Contract Value")
        assert "row 5" in finding.message


@pytest.mark.parametrize(
    ("answer", "last"), [("term", (300, "month", 12)), ("interval", (300, "quarter", 1))]
)
def test_either_answer_gives_its_own_figure(tmp_path: Path, answer: str, last: tuple[object, ...]) -> None:
    plan = imported(tmp_path, {"contracts.csv": CONTRACTS}, answers={"contract-value": answer})
    assert not plan.questions
    found = rows(plan, "subscriptions", "subscription_id", "amount", "interval", "interval_count")
    assert found[-1] == ("C5", *last)


def test_what_a_missing_price_is_told_to_be_is_amount_first(tmp_path: Path) -> None:
    head = "Contract No,Customer,Contract Start,Contract End,Booked,Billing Frequency"
    text = f"{head}\nC1,A,2024-01-01,2024-12-31,300,Quarterly\n"
    plan = imported(tmp_path, {"contracts.csv": text})
    (finding,) = coded(plan.findings, "column-missing")
    said = re.search(r"sheet = .*?\}\]", finding.remedy)
    assert said is not None
    assert 'columns = {amount = "Booked"}' in said[0]
    taken = imported(tmp_path, {"contracts.csv": text}, mapping=mapped(said[0]))
    assert rows(taken, "subscriptions", "amount", "interval") == [(300, "quarter")]
