"""Fault 3: a header that stands twice is named with both positions."""

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.data.ingest.reading import read_file


@pytest.mark.parametrize("second", ["ARR", "arr", " ARR "])
def test_a_header_that_stands_twice_is_named_with_both_positions(second, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(f"account,ARR,owner,{second}\nA,1,Kim,2\n")
    [finding] = read_file(path).findings
    assert (finding.code, finding.severity, finding.row, finding.column) == (
        "header_twice",
        "error",
        1,
        "ARR",
    )
    assert "columns 2 and 4" in finding.message


def test_a_header_that_stands_three_times_in_a_workbook_has_three_positions(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["id", "x", "x", "x"])
    workbook.active.append(["1", "2", "3", "4"])
    workbook.save(path := tmp_path / "accounts.xlsx")
    [finding] = read_file(path).findings
    assert "3 times, in columns 2, 3 and 4" in finding.message
    assert finding.sheet == "Sheet"


def test_a_header_that_stands_twice_in_a_parquet_file_has_both_positions(tmp_path):
    path = tmp_path / "accounts.parquet"
    pq.write_table(pa.table([["a"], ["b"]], names=["id", "ID"]), path)
    [finding] = read_file(path).findings
    assert "columns 1 and 2" in finding.message
