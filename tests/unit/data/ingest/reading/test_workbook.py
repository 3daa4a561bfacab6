import datetime as dt

import openpyxl
import pytest

import raw_workbook
from bookload.data.ingest.reading import read_file


@pytest.fixture
def workbook():
    return openpyxl.Workbook()


def read(workbook, tmp_path):
    workbook.save(path := tmp_path / "accounts.xlsx")
    return read_file(path)


def test_every_sheet_is_read_and_a_hidden_one_says_so(workbook, tmp_path):
    for number, name in enumerate(["accounts", "people", "secret"]):
        sheet = workbook.create_sheet(name)
        sheet.append(["id", "value"])
        sheet.append([f"{name} 1", number])
    workbook["secret"].sheet_state = "veryHidden"
    reading = read(workbook, tmp_path)
    assert [(sheet.name, sheet.columns[0].text.to_pylist()) for sheet in reading.sheets] == [
        ("accounts", ["accounts 1"]),
        ("people", ["people 1"]),
        ("secret", ["secret 1"]),
    ]
    assert [(finding.code, finding.sheet, finding.severity) for finding in reading.findings] == [
        ("hidden_sheet", "secret", "note")
    ]


def test_a_table_that_begins_further_in_keeps_its_places(workbook, tmp_path):
    for row, values in ((4, ["account", "arr"]), (5, ["A", 1]), (7, ["B", 2])):
        for column, value in zip("CD", values, strict=True):
            workbook.active[f"{column}{row}"] = value
    [sheet] = read(workbook, tmp_path).sheets
    assert [(column.name, column.position) for column in sheet.columns] == [("account", 3), ("arr", 4)]
    assert sheet.row_numbers.to_pylist() == [5, 7]


def test_cells_that_the_workbook_typed_are_marked(workbook, tmp_path):
    workbook.active.append(["mixed", "text", "date"])
    workbook.active.append([5, "5", dt.date(2026, 1, 2)])
    workbook.active.append(["5", "6", "2026-01-02"])
    workbook.active.append([True, "7", dt.datetime(2026, 1, 2, 22, 47)])  # noqa: DTZ001
    mixed, text, date = read(workbook, tmp_path).sheets[0].columns
    assert mixed.text.to_pylist() == ["5", "5", "true"]
    assert mixed.typed is not None
    assert mixed.typed.to_pylist() == [True, False, True]
    assert text.typed is None
    assert date.text.to_pylist() == ["2026-01-02", "2026-01-02", "2026-01-02T22:47:00"]


def test_months_as_headers_are_iso_dates(workbook, tmp_path):
    workbook.active.append(["account", dt.date(2026, 1, 1), dt.date(2026, 2, 1)])
    workbook.active.append(["A", 10, 20])
    [sheet] = read(workbook, tmp_path).sheets
    assert [column.name for column in sheet.columns] == ["account", "2026-01-01", "2026-02-01"]


def test_a_column_without_a_header_is_kept_with_a_warning(workbook, tmp_path):
    workbook.active.append(["account", None, "arr"])
    workbook.active.append(["A", "x", 1])
    reading = read(workbook, tmp_path)
    assert [column.name for column in reading.sheets[0].columns] == ["account", "column 2", "arr"]
    assert [(finding.code, finding.severity) for finding in reading.findings] == [
        ("header_missing", "warning")
    ]


def test_a_sheet_with_a_header_alone_is_passed_over_beside_others(workbook, tmp_path):
    workbook.active.append(["account", "arr"])
    workbook.active.append(["A", 1])
    workbook.create_sheet("pay").append(["person", "base"])
    workbook.create_sheet("blank")
    reading = read(workbook, tmp_path)
    assert len(reading.sheets) == 1
    assert [(finding.code, finding.severity) for finding in reading.findings] == [("sheet_empty", "note")]


def test_a_number_that_is_none_is_named(tmp_path):
    cells = '<c r="B2"><v>1e999</v></c>'
    rows = (
        f'<row r="1">{raw_workbook.text_cell("A1", "account")}{raw_workbook.text_cell("B1", "arr")}</row>'
        f'<row r="2">{raw_workbook.text_cell("A2", "A")}{cells}</row>'
    )
    [finding] = read_file(raw_workbook.workbook(tmp_path / "accounts.xlsx", rows)).findings
    assert (finding.code, finding.row, finding.column) == ("not_a_number", 2, "arr")


def test_rows_beyond_one_block_keep_their_numbers(workbook, tmp_path):
    workbook.active.append(["account", "arr", "note"])
    for number in range(12_000):
        workbook.active.append([f"A-{number}", number, None] if number % 4 else [])
    [sheet] = read(workbook, tmp_path).sheets
    kept = [number for number in range(12_000) if number % 4]
    assert sheet.row_numbers.to_pylist() == [number + 2 for number in kept]
    assert sheet.columns[0].text.to_pylist() == [f"A-{number}" for number in kept]
    assert sheet.columns[1].text.to_pylist() == [str(number) for number in kept]
