"""What nobody can tell is asked, with the answers allowed and where to write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookload.base.errors import UsageError, errors_in
from bookload.data.ingest.mapping.question import Question
from imported import coded, imported, mapped, rows

SHEET = {"x.csv": "Account,CSM,Revenue\nA,Ana,1200\n"}


def test_an_amount_for_which_nothing_is_said_stops_an_unattended_import(tmp_path: Path) -> None:
    plan = imported(tmp_path, SHEET)
    (question,) = plan.questions
    assert (question.code, question.allowed) == ("amount-interval", ("month", "quarter", "year"))
    (finding,) = coded(plan.findings, "amount-interval")
    assert finding.severity == "error"
    assert (
        'sheet = [{file = "x.csv", constants = {"interval" = "month"}}] (or "quarter" or "year" there)'
        in finding.remedy
    )


@pytest.mark.parametrize("key", ["amount-interval", "x.csv/amount-interval/interval"])
def test_an_answer_by_id_or_code_settles_it(key: str, tmp_path: Path) -> None:
    plan = imported(tmp_path, SHEET, answers={key: "year"})
    assert not plan.questions
    assert rows(plan, "subscriptions", "amount", "interval") == [(1200, "year")]
    again = imported(tmp_path, SHEET, mapping=plan.mapping)
    assert again.tables["subscriptions"].equals(plan.tables["subscriptions"])


def test_what_a_finding_says_to_write_settles_it(tmp_path: Path) -> None:
    (finding,) = coded(imported(tmp_path / "asked", SHEET).findings, "amount-interval")
    (line,) = re.findall(r"sheet = \[.*?\]", finding.remedy)
    assert not imported(tmp_path / "told", SHEET, mapping=mapped(line)).questions


def test_an_answer_that_is_not_allowed_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="allowed: month, quarter, year"):
        imported(tmp_path, SHEET, answers={"amount-interval": "week"})


def test_a_question_with_a_default_is_a_warning_that_says_what_was_assumed(tmp_path: Path) -> None:
    text = "subscription_id,customer,start,end,mrr\n1,A,2025-01-07,2025-03-19,5\n"
    plan = imported(tmp_path, {"s.csv": text})
    (question,) = plan.questions
    assert question.default == "first_day_out"
    (finding,) = coded(plan.findings, "end-meaning")
    assert finding.severity == "warning"
    assert "taken as first_day_out" in finding.message


def test_every_answer_is_printed_as_it_can_be_copied(tmp_path: Path) -> None:
    plan = imported(
        tmp_path, {"x.csv": 'Account,CSM,MRR,Start date\nA,Ana,10,03/04/2025\nB,Ana,"20",04/05/2025\n'}
    )
    (finding,) = coded(plan.findings, "date-order")
    assert "--answer date-order=dmy or --answer date-order=mdy, or in --map" in finding.remedy


def test_an_answer_with_a_blank_is_quoted() -> None:
    question = Question("x", 'a "b".csv', None, None, "which", ("a b", "c"), "meaning", "x")
    assert "--answer 'x=a b' or --answer x=c" in question.finding().remedy
    assert (
        'sheet = [{file = "a \\"b\\".csv", meaning = {"x" = "a b"}}] (or "c" there)'
        in question.finding().remedy
    )


def test_an_answer_to_what_is_no_question_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"amount-intervall: that is no question.*asks: amount-interval"):
        imported(tmp_path, SHEET, answers={"amount-intervall": "year"})


def test_an_answer_to_what_is_known_already_is_no_mistake(tmp_path: Path) -> None:
    plan = imported(tmp_path, SHEET, answers={"amount-interval": "year", "date-order": "dmy"})
    assert not errors_in(plan.findings)


def test_an_answer_may_raise_a_question_that_has_its_answer_too(tmp_path: Path) -> None:
    text = {"x.csv": "Account Name,CSM,ARR\nA,Ana,10\nA,Ana,10\nA,Ana,5\nB,,1\n"}
    plan = imported(tmp_path, text, answers={"duplicate-rows": "drop", "repeated-accounts": "add_up"})
    assert not [question for question in plan.questions if question.default is None]
