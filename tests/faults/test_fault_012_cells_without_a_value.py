"""Fault 12: `#REF!`, a formula without a cached value, a merged cell: the cell is named, never 0."""

import openpyxl
import pytest
import xlsxwriter

import raw_workbook
from bookload.base.errors import errors_in
from bookload.data.ingest.reading import read_file

HEADER = f'<row r="1">{raw_workbook.text_cell("A1", "account")}{raw_workbook.text_cell("B1", "arr")}</row>'


def only_error(path):
    reading = read_file(path)
    [finding] = errors_in(reading.findings)
    assert "0" not in reading.sheets[0].columns[1].text.to_pylist()
    return finding


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="B3" t="e"><v>#REF!</v></c>', "error_cell"),
        ('<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error_cell"),
        ("<c r='B3' t = 'e'><v>#N/A</v></c>", "error_cell"),
        ('<c r="B3"><f>A1*12</f></c>', "formula_without_value"),
        ('<c r="B3"><f>A1*12</f><v></v></c>', "formula_without_value"),
        ('<c r="B3"><f>A1*12</f><v/></c>', "formula_without_value"),
    ],
)
def test_a_cell_without_a_value_is_named(cell, code, tmp_path):
    rows = (
        f'{HEADER}<row r="2">{raw_workbook.text_cell("A2", "A")}<c r="B2"><v>5</v></c></row>'
        f'<row r="3">{raw_workbook.text_cell("A3", "B")}{cell}</row>'
    )
    finding = only_error(raw_workbook.workbook(tmp_path / "accounts.xlsx", rows))
    assert (finding.code, finding.sheet, finding.row, finding.column) == (code, "Sheet1", 3, "arr")
    assert "cell B3" in finding.message


def test_a_formula_whose_text_is_empty_has_a_value(tmp_path):
    rows = (
        f'{HEADER}<row r="2">{raw_workbook.text_cell("A2", "A")}<c r="B2" t="str"><f>""</f><v></v></c></row>'
    )
    assert read_file(raw_workbook.workbook(tmp_path / "accounts.xlsx", rows)).findings == ()


def test_a_formula_written_by_a_program_that_does_not_compute_is_named_though_a_0_is_stored(tmp_path):
    with xlsxwriter.Workbook(path := tmp_path / "accounts.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["account", "arr"])
        sheet.write(1, 0, "A")
        sheet.write_formula(1, 1, "=2*3")
    finding = only_error(path)
    assert (finding.code, finding.row, finding.column) == ("formula_without_value", 2, "arr")


def test_a_formula_with_its_value_is_read(tmp_path):
    with xlsxwriter.Workbook(path := tmp_path / "accounts.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["account", "arr"])
        sheet.write(1, 0, "A")
        sheet.write_formula(1, 1, "=2*3", value=6)
    reading = read_file(path)
    assert reading.findings == ()
    assert reading.sheets[0].columns[1].text.to_pylist() == ["6"]


@pytest.mark.parametrize("cells", ["A3:A4", "A3:B3", "B3:B4"])
def test_merged_cells_with_data_are_named(cells, tmp_path):
    workbook = openpyxl.Workbook()
    for row in (["account", "arr"], ["A", 1], ["B", 2], ["C", 3]):
        workbook.active.append(row)
    workbook.active.merge_cells(cells)
    workbook.save(path := tmp_path / "accounts.xlsx")
    finding = only_error(path)
    assert (finding.code, finding.row) == ("merged_cell", 3)
    assert f"cells {cells.replace(':', ' to ')} are merged" in finding.message


def test_merged_cells_of_a_title_or_without_data_are_no_fault(tmp_path):
    workbook = openpyxl.Workbook()
    for row in (["Book of business"], [], ["account", "arr"], ["A", 1], ["B", 2]):
        workbook.active.append(row)
    workbook.active.merge_cells("A1:B1")
    workbook.active.merge_cells("A9:B10")
    workbook.save(path := tmp_path / "accounts.xlsx")
    reading = read_file(path)
    assert errors_in(reading.findings) == ()
    assert reading.sheets[0].row_numbers.to_pylist() == [4, 5]


def test_a_thousand_errors_in_a_column_are_a_hundred_findings_and_a_count(tmp_path):
    rows = HEADER + "".join(
        f'<row r="{n}">{raw_workbook.text_cell(f"A{n}", "x")}<c r="B{n}" t="e"><v>#N/A</v></c></row>'
        for n in range(2, 1002)
    )
    findings = read_file(raw_workbook.workbook(tmp_path / "accounts.xlsx", rows)).findings
    assert len(findings) == 100
    assert findings[-1].message.endswith("and 900 more of this kind")
