"""Fault 7: NUL and control characters are named by their place."""

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import raw_workbook
from bookload.data.ingest.reading import read_file


@pytest.mark.parametrize("char", ["\0", "\x01", "\x0b", "\x1a", "\x1f", "\x7f", "\x85"])
def test_a_control_character_in_text_is_named_by_line_and_column(char, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(f'name,note,arr\nA,"x\ny",1\nB,Li{char}Na,2\n', encoding="utf-8", newline="")
    [finding] = read_file(path).findings
    assert (finding.code, finding.row, finding.column) == ("control_character", 4, "note")
    assert f"{ord(char):04X}" in finding.message
    assert char not in str(finding)


def test_a_hundred_places_are_listed_and_the_rest_counted(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("name,arr\n" + "A\0,1\n" * 400)
    findings = read_file(path).findings
    assert len(findings) == 100
    assert findings[-1].message.endswith("and 300 more of this kind")


def test_a_control_character_in_a_workbook_is_named_by_its_cell(tmp_path):
    rows = (
        f'<row r="1">{raw_workbook.text_cell("A1", "name")}{raw_workbook.text_cell("B1", "arr")}</row>'
        f'<row r="2">{raw_workbook.text_cell("A2", "Li_x0001_Na")}<c r="B2"><v>1</v></c></row>'
    )
    [finding] = read_file(raw_workbook.workbook(tmp_path / "accounts.xlsx", rows)).findings
    assert (finding.code, finding.sheet, finding.row, finding.column) == (
        "control_character",
        "Sheet1",
        2,
        "name",
    )


def test_a_control_character_in_a_parquet_file_is_named_by_its_row(tmp_path):
    path = tmp_path / "accounts.parquet"
    pq.write_table(pa.table({"name": ["A", "B\0"]}), path)
    [finding] = read_file(path).findings
    assert (finding.row, finding.column) == (2, "name")


def test_tabs_and_line_ends_within_values_are_no_fault(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text('name,note\nA,"x\ty\r\nz"\n', newline="")
    assert read_file(path).findings == ()
    workbook = openpyxl.Workbook()
    workbook.active.append(["name", "note"])
    workbook.active.append(["A", "x\ty\nz"])
    workbook.save(book := tmp_path / "accounts.xlsx")
    assert read_file(book).findings == ()
