"""What turned, on the report, its page, its workbook and a terminal, and opened; quiet where nothing did."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook

from bookload.base.errors import UsageError
from bookload.report.answer import answer
from bookload.report.explain import explain
from bookload.report.page.content import content
from bookload.report.page.page import render
from bookload.report.topics import answer as report
from bookload.report.topics import answer_lines
from bookload.report.topics import signs as topic
from bookload.report.turned import told
from bookload.report.workbook.gathered import gathered
from bookload.report.workbook.workbook import workbook_bytes
from turning import JUNE, opened

TURN = "▼ turn down: MRR moved by -300 USD (-1.2%)"
CONTRACTION = "▼ first contraction: MRR moved by -300 USD (-1.2%) after 29 months of growth"


@cache
def company(role: str = "owner", last: int = -300):
    return opened(role, last=last)


def test_the_report_tells_the_company_s_signs_and_those_of_segments_that_turned():
    said = [(each.where, each.words) for each in told(answer(company()), "USD")]
    assert said[0] == ("The company", CONTRACTION.replace("-1.2%", "-1.1%").replace("-300", "-279"))
    assert any(
        where == "S" and words.startswith("▼ turn down: MRR moved by -300 USD") for where, words in said
    )
    assert not any(where == "L" for where, _ in said)


def test_the_document_and_the_terminal_tell_it_too_and_an_older_document_does_not():
    workspace = company()
    document: Any = report.body(answer(workspace), workspace.access, "USD")
    kinds = {(each["segment"], each["kind"]) for each in document["turned"]}
    assert {(None, "turn_down"), ("S", "turn_down"), ("S", "first_contraction")} <= kinds
    lines = [str(line) for line in answer_lines._turned(document["turned"])]
    assert lines[0] == "Turned in 2026-06 (`bookload signs` opens it):"
    assert any(line.startswith("  S: ▼ turn down") for line in lines[1:])
    assert answer_lines._turned([]) == []


def test_the_page_has_a_block_of_it_with_the_accounts_behind_and_owners_for_who_may_see_them():
    page = content(company())
    turned = next(each for each in page.turned if each.where == "S")
    assert turned.accounts.columns == ("account", "owner", "MRR before", "MRR after")
    assert turned.accounts.rows[0][:2] == ("S00", "P1")
    assert "What turned" in render(page)
    board = content(company("board"), opened=False)
    assert board.turned[0].accounts.columns == ("account", "MRR before", "MRR after")


def test_where_nothing_turned_the_page_is_quiet():
    page = content(company(last=21))
    assert page.turned == ()
    assert "What turned" not in render(page)


@pytest.mark.parametrize(
    ("role", "kinds"), [("owner", {"company", "segment", "person"}), ("board", {"company", "segment"})]
)
def test_the_workbook_has_a_sheet_of_signs_and_no_people_for_who_may_not_see_them(role, kinds):
    sheet = load_workbook(io.BytesIO(workbook_bytes(gathered(company(role)))))["Signs"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert {row[0] for row in rows} & {"company", "segment", "person"} == kinds
    assert any(row[1] == "S" and row[3] == "▼ turn down" and row[10] == "S00" for row in rows)


def test_the_sheet_says_so_where_nothing_turned():
    sheet = load_workbook(io.BytesIO(workbook_bytes(gathered(company(last=21)))))["Signs"]
    assert sheet["A5"].value == "Nothing turned."


def test_an_explanation_opens_the_months_the_band_and_the_accounts():
    found = explain(company(), "signs", "S")
    months, band, *signs = found.steps
    assert (found.value, len(months.rows), months.rows[-1][0]) == ("▼ turn down", 25, "2026-06")
    assert "Expected from the 24 months before" in band.text
    assert [row[:2] for row in signs[0].rows] == [("S00", "P1")]
    assert explain(company(), "signs").subject is None
    assert explain(company(), "signs", "P2").value == "within its band"
    assert "owner_id" not in explain(company("board"), "signs", "S").steps[-1].columns


def test_an_explanation_of_somebody_unknown_names_those_there_are():
    with pytest.raises(UsageError, match="P1, P2"):
        explain(company(), "signs", "P9")
    with pytest.raises(UsageError, match="allowed: L, S"):
        explain(company("board"), "signs", "P1")


def test_an_explanation_of_a_company_without_revenue_is_none():
    from bookload.workspace import memory
    from turning import AS_OF

    found = explain(memory({"accounts": [{"account_id": "A", "name": "A"}]}, as_of=AS_OF), "signs")
    assert (found.value, len(found.steps)) == (None, 1)


def test_the_topic_adds_up_and_marks_estimates():
    workspace = company()
    document: Any = topic.body(workspace.signs("segment", JUNE, JUNE), workspace.access, "USD")
    row = next(row for row in document["rows"] if row["segment"] == "S")
    assert float(row["base"]) + float(row["organic"]) == pytest.approx(float(row["closing"]))
    assert row["trend"]["estimate"] is True
    assert document["turns_by_chance"] == document["judged"] / 20 == 0.1
    turn = next(sign for sign in document["signs"] if sign["kind"] == "turn_down")
    assert turn["accounts"][0]["owner_id"] == "P1"
    board = company("board")
    seen: Any = topic.body(board.signs("segment", JUNE, JUNE), board.access, "USD")
    assert "owner_id" not in seen["signs"][0]["accounts"][0]


def test_the_terminal_lists_signs_then_the_months_and_how_many_turns_chance_makes():
    lines = [
        line for line in topic.tables(company().signs("person", JUNE, JUNE), "USD") if isinstance(line, str)
    ]
    assert lines[0].startswith("2026-06 P1: ▼ first contraction")
    assert lines[-1].startswith("2 months are judged; noise alone would put about 0.1 of them")
    quiet = topic.tables(company(last=21).signs("company", JUNE - 29, JUNE - 28), "USD")
    assert quiet[0] == "Nothing turned."
    assert str(quiet[-1]).startswith("No month is judged")
