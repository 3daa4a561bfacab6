from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

from bookload.base import money
from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.report.workbook import workbook_bytes, write_workbook
from bookload.report.workbook.gathered import gathered
from bookload.report.workbook.sheet import Sheet
from formulas import Recomputed
from reported import FORMULA, LONG, MARKED, SCRIPT, known, one_sheet, reader, tables

ALL = [
    "Answer",
    "Ratios by month",
    "Segments",
    "Movements",
    "Signs",
    "Retention",
    "Cohorts",
    "Committed",
    "Renewals",
    "Books",
    "Team",
    "Target",
    "Capacity",
    "Utilisation",
    "Benchmarks",
    "Provenance",
]


@cache
def shown(role="owner"):
    return gathered(known(role))


@cache
def written(role="owner"):
    return workbook_bytes(shown(role))


@cache
def one_sheets():
    return workbook_bytes(gathered(one_sheet()))


@cache
def assumed():
    return workbook_bytes(gathered(known(journey=False)))


def without(*names):
    return {name: rows for name, rows in tables().items() if name not in names}


@pytest.fixture(params=["owner", "operations", "board", "one sheet", "assumed", "no people", "no revenue"])
def recomputed(request, tmp_path):
    data: dict[str, Callable[[], bytes]] = {
        "one sheet": one_sheets,
        "assumed": assumed,
        "no people": lambda: workbook_bytes(gathered(reader(tables=without("people", "pay")))),
        "no revenue": lambda: workbook_bytes(gathered(reader(as_of=date(2024, 5, 14)))),
    }
    made = data.get(request.param, lambda: written(request.param))()
    path = tmp_path / "report.xlsx"
    path.write_bytes(made)
    return Recomputed(path)


def exact(value):
    assert value is not None
    return float(value)


def opened(made, **options):
    return load_workbook(io.BytesIO(made), **options)


def test_every_formula_comes_to_the_value_that_stands_in_its_cell(recomputed):
    counted = 0
    for sheet, cell, formula, stands, again in recomputed.all_formulas():
        counted += 1
        where = f"{sheet} {cell} {formula}"
        if isinstance(stands, str) or isinstance(again, str):
            assert stands == again, where
        else:
            assert stands == pytest.approx(again, rel=1e-12, abs=1e-6), where
    assert counted > 60


def test_the_figures_are_those_of_the_answer():
    answer = shown().answer
    book = opened(written(), data_only=True)
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}

    def named(name):
        sheet, _, cell = names[name].rpartition("!")
        return book[sheet.strip("'")][cell.replace("$", "")].value

    row, need, implied, kept = answer.company, answer.need, answer.implied, answer.retention
    assert need
    assert implied
    assert kept
    assert named("arr_total") == pytest.approx(exact(money.arr(row.arr)), rel=1e-15)
    assert named("judged_arr_per_csm") == pytest.approx(exact(row.covered_arr_per_csm), rel=1e-15)
    assert named("target") == pytest.approx(exact(answer.assessment.target.value), rel=1e-15)
    assert named("heads_asked_for") == pytest.approx(exact(need.need), rel=1e-15)
    assert named("implied_arr_per_csm") == pytest.approx(exact(implied.arr_per_csm), rel=1e-15)
    assert named("nrr") == pytest.approx(exact(kept.nrr), rel=1e-15)
    assert named("verdict") == answer.assessment.verdict.code == "above"


def test_a_changed_input_changes_what_follows_from_it(tmp_path):
    path = tmp_path / "report.xlsx"
    book = opened(written())
    target = book["Target"]
    (mean,) = [row for row in target.iter_rows() if str(row[0].value).startswith("mean OTE")]
    mean[1].value = mean[1].value * 5
    book.save(path)
    again = Recomputed(path)
    names = {
        name: defined.attr_text.rpartition("!")[2].replace("$", "")
        for name, defined in book.defined_names.items()
    }
    before = exact(shown().answer.assessment.target.value)
    assert again.value("Target", names["target"]) == pytest.approx(before * 5)
    assert again.value("Target", names["verdict"]) == "below"


def test_the_bridge_adds_up_in_every_row_and_over_the_year():
    sheet = opened(written(), data_only=True)["Movements"]
    heads = [cell.value for cell in sheet[4]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=4 + 14)]
    checked = [row for row in rows if row[heads.index("check")] is not None]
    assert len(checked) == 14
    for row in checked:
        opening, *moves, closing = row[1 : heads.index("check")]
        assert opening + sum(moves) == pytest.approx(closing, abs=1e-6)
        assert row[heads.index("check")] == 0


def test_text_that_looks_like_a_formula_stays_text_and_a_number_stays_a_number():
    book = opened(written())
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    shown = {cell.value for cell in texts}
    assert {FORMULA, "@SUM(1,1)", "-5.00", SCRIPT, LONG.strip()} <= {value.strip() for value in shown}
    assert all(cell.quotePrefix for cell in texts if cell.value in {FORMULA, "@SUM(1,1)", "-5.00"})
    ours = re.compile(r"^=[A-Z(\-a-z0-9'\"]")
    formulas = [
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert all(ours.match(formula) and "cmd" not in formula for formula in formulas)
    assert not any("SUM(1,1)" in formula for formula in formulas)


def test_the_owner_gets_every_sheet_and_none_is_hidden():
    book = opened(written())
    assert book.sheetnames == ALL
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("role", ["operations", "board", "head"])
def test_no_salary_is_in_the_workbook_of_who_may_not_see_one(role):
    with zipfile.ZipFile(io.BytesIO(written(role))) as parts:
        text = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert [digits for digits in MARKED if digits in text] == []


def test_what_comes_from_pay_is_absent_without_the_right():
    book = opened(written("operations"), data_only=True)
    text = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert "arr_per_ote" not in book.defined_names
    assert not any("mean OTE of" in each for each in text)
    labels = [each for each in text if "OTE" in each or "ost to serve" in each]
    assert labels == ["needs a right to pay: ARR per OTE, cost to serve, the scaled target"]


def test_the_board_gets_no_names_of_people():
    board = written("board")
    book = opened(board)
    assert "Books" not in book.sheetnames
    assert "Utilisation" not in book.sheetnames
    text = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not {"Ben", "Chi", "Eve", "P-1", "P-3"} & text
    team = [[cell.value for cell in row] for row in book["Team"].iter_rows(min_row=5)]
    assert team[0][0] == 6


def test_assumed_hours_are_marked_and_carry_no_verdict():
    book = opened(assumed(), data_only=True)
    text = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("ASSUMED" in each for each in text)
    assert "no hiring verdict" in text
    capacity = book["Capacity"]
    assert {row[17].value for row in capacity.iter_rows(min_row=5, max_row=8)} == {"ASSUMED"}


def test_a_company_of_one_sheet_reads_not_available_and_never_nought():
    book = opened(one_sheets(), data_only=True)
    answer = {row[0].value: row[1].value for row in book["Answer"].iter_rows(min_row=5)}
    assert [answer[name] for name in ("NRR", "GRR", "logo churn", "ARR per OTE", "cost to serve")] == [
        "n/a"
    ] * 5
    assert all(cell.value in (None, "n/a") for cell in book["Movements"][5][1:14])


def test_inputs_are_marked():
    book = opened(written())
    ratios = book["Ratios by month"]
    given, live = ratios["B5"], ratios["H5"]
    assert given.fill.fgColor.rgb == "FFE3EFEE"
    assert live.data_type == "f"
    assert live.fill.fgColor.rgb != given.fill.fgColor.rgb


def test_there_are_charts_and_shades_that_the_spreadsheet_draws_itself():
    book = opened(written())
    assert {sheet.title for sheet in book if sheet._charts} >= {"Answer", "Ratios by month", "Capacity"}
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 5
    assert book["Utilisation"].conditional_formatting
    assert book["Target"].conditional_formatting


def test_nothing_in_the_workbook_leads_out_of_it():
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        names = parts.namelist()
        rels = "".join(parts.read(name).decode() for name in names if name.endswith(".rels"))
    assert "TargetMode" not in rels
    assert not any("externalLink" in name or "vba" in name for name in names)


def test_a_reader_of_one_book_gets_no_report(tmp_path):
    path = tmp_path / "report.xlsx"
    with pytest.raises(AccessDeniedError):
        write_workbook(reader(access=Access.of("csm", "P-1")), path)
    assert list(tmp_path.iterdir()) == []


def test_who_may_see_pay_of_groups_sees_none_of_segments():
    board = opened(written("board"))["Segments"]
    owner = opened(written())["Segments"]
    assert "ARR per OTE" in [cell.value for cell in owner[4]]
    assert "ARR per OTE" not in [cell.value for cell in board[4]]


def test_books_add_up_to_all_arr():
    data = shown()
    books = data.books or ()
    assert sum(row.arr for row in books) == data.answer.company.arr
    assert {row.kind for row in books} == {"person", "pool"}


def test_a_right_more_or_less_is_all_that_decides():
    some = Access("some", frozenset({Right.ALL_ROWS, Right.TIME_PERSON}))
    book = opened(workbook_bytes(gathered(reader(access=some))))
    assert "Utilisation" not in book.sheetnames


def test_more_rows_than_a_sheet_holds_are_refused_and_never_cut():
    sheet = Sheet(Worksheet(), None, None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="more than the 1,048,576 rows"):
        sheet.put(1_048_576, 0, 1, "count")


def test_the_file_is_written_and_the_same_figures_give_the_same_bytes(tmp_path: Path):
    path = tmp_path / "report.xlsx"
    write_workbook(reader(), path)
    assert path.read_bytes() == written()
    assert list(tmp_path.iterdir()) == [path]
