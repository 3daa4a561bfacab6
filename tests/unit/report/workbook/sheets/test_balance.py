"""The sheets of a proposal: every formula comes to what planning computed, and nothing is left out."""

from __future__ import annotations

import pytest
import xlsxwriter
from openpyxl import load_workbook

from bookload.report.page.charted.balance import charts
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets.balance import sheets
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from unit.report.topics.test_balance import proposal


def test_every_formula_comes_to_its_value_and_every_book_and_point_is_there(tmp_path):
    found, path = proposal(), tmp_path / "balance.xlsx"
    book = xlsxwriter.Workbook(str(path))
    styles, names = Styles(book, "USD"), Names(book)
    for name, fill in sheets(found, "USD"):
        fill(Sheet(book.add_worksheet(name), styles, names))
    book.close()
    formulas = list(Recomputed(path).all_formulas())
    assert len(formulas) == 2 + 2 * len(found.books)
    for _, cell, formula, stands, again in formulas:
        assert stands == pytest.approx(again), f"{cell} {formula}"
    made = load_workbook(path)
    assert made["Books"].max_row == 4 + len(found.books)
    assert made["Frontier"].max_row == 4 + len(found.frontier)
    last = {"Books": 4 + len(found.books), "Frontier": 4 + len(found.frontier)}
    drawn = {name: [each.val.numRef.f for each in made[name]._charts[0].series] for name in last}
    assert drawn == {
        "Books": [f"Books!$I$5:$I${last['Books']}", f"Books!$J$5:$J${last['Books']}"],
        "Frontier": [f"Frontier!$E$5:$E${last['Frontier']}"],
    }


def test_charts_draw_each_person_before_and_after_and_each_point():
    found = proposal()
    ends, points = charts(found.books, found.frontier)
    drawn = ends.pair.wide.spec["datasets"].values()
    rows = next(each for each in drawn if "before" in each[0])
    assert {row["name"]: (row["before"], row["after"]) for row in rows} == {
        each.name: (pytest.approx(each.before.utilisation), pytest.approx(each.after.utilisation))
        for each in found.books
    }
    assert "The fullest book goes from 84% to 42%" in ends.note
    (line,) = points.pair.wide.spec["datasets"].values()
    assert [(row["moves"], row["off"]) for row in line] == [
        (each.moves, each.hours_off) for each in found.frontier
    ]
    assert charts(found.books[:1], ()) == ()
