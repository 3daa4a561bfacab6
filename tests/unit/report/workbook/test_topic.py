"""A result as a workbook of its own: its sheet, live, and where its figures come from."""

from __future__ import annotations

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.report.workbook import write_topic
from bookload.report.workbook.topic import topic_bytes
from formulas import Recomputed
from reported import MARKED, reader


def fill(sheet):
    sheet.begin("Title", "Note", [10], frozen=(1, 0))
    sheet.put(3, 0, 2, "count", given=True)
    sheet.live(3, 1, "=A4+1", 3, "count")


def test_the_sheet_is_live_and_says_where_it_comes_from(tmp_path):
    path = tmp_path / "one.xlsx"
    write_topic(reader(), path, "Hours", fill)
    book = Recomputed(path)
    assert book.formulas.sheetnames == ["Hours", "Provenance"]
    assert [(place, shown, again) for _, place, _, shown, again in book.all_formulas()] == [("B4", 3, 3)]
    said = [cell.value for row in book.formulas["Provenance"].iter_rows() for cell in row]
    assert {"as of", "profile", "Marks", "given"} <= set(said)


def test_equal_figures_make_equal_bytes():
    assert topic_bytes(reader(), "Hours", fill) == topic_bytes(reader(), "Hours", fill)


def test_it_holds_no_pay(tmp_path):
    path = tmp_path / "one.xlsx"
    write_topic(reader("board"), path, "Hours", fill)
    cells = [
        str(cell.value) for sheet in Recomputed(path).formulas for row in sheet.iter_rows() for cell in row
    ]
    assert not [each for each in cells if any(digits in each for digits in MARKED)]


def test_a_reader_of_one_book_gets_no_workbook(tmp_path):
    with pytest.raises(AccessDeniedError):
        write_topic(reader().seen_by(Access.of("csm", "P-1")), tmp_path / "one.xlsx", "Hours", fill)
    assert list(tmp_path.iterdir()) == []
