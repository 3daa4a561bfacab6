"""Fault 15: a workbook with one cell at XFD1048576 is a clean error, and the process lives."""

import pytest

import raw_workbook
from bookload.base.errors import errors_in
from bookload.data.ingest.reading import Limits, read_file

TOP = f'<row r="1">{raw_workbook.text_cell("A1", "account")}{raw_workbook.text_cell("B1", "arr")}</row>'
ROW = f'<row r="2">{raw_workbook.text_cell("A2", "A")}<c r="B2"><v>1</v></c></row>'


@pytest.mark.parametrize("tag", ['<row r="1048576"><c r="XFD1048576">', "<row><c r='XFD1048576'>"])
def test_a_cell_at_the_far_corner_is_named(tag, tmp_path):
    path = raw_workbook.workbook(tmp_path / "far.xlsx", f"{TOP}{ROW}{tag}<v>1</v></c></row>")
    [finding] = errors_in(read_file(path).findings)
    assert (finding.code, finding.sheet, finding.value) == ("over_limit", "Sheet1", "XFD1048576")
    assert "33,554,432 cells, the limit" in finding.message


@pytest.mark.parametrize("place", ["ZZZZZ99999999", "B99999999999", "XFE1"])
def test_a_place_that_no_sheet_has_ends_the_child_alone(place, tmp_path):
    path = raw_workbook.workbook(tmp_path / "far.xlsx", f'{TOP}{ROW}<row><c r="{place}"><v>1</v></c></row>')
    reading = read_file(path, limits=Limits(memory=1 << 30))
    assert errors_in(reading.findings) or place == "XFE1"
    assert read_file(raw_workbook.workbook(tmp_path / "good.xlsx", TOP + ROW)).findings == ()


def test_a_stated_dimension_is_not_believed(tmp_path):
    parts = raw_workbook.parts_of(raw_workbook.sheet_xml(TOP + ROW))
    stated = parts[raw_workbook.SHEET].replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    path = raw_workbook.write(tmp_path / "stated.xlsx", parts | {raw_workbook.SHEET: stated})
    reading = read_file(path)
    assert reading.findings == ()
    assert reading.sheets[0].row_numbers.to_pylist() == [2]


def test_a_child_that_takes_too_long_is_ended_and_the_limit_stated(tmp_path):
    rows = TOP + "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 400_000))
    path = raw_workbook.workbook(tmp_path / "long.xlsx", rows)
    [finding] = errors_in(read_file(path, limits=Limits(seconds=0)).findings)
    assert "longer than 0 seconds" in finding.message
