"""Fault 20: over a limit of bytes, rows, columns or cell length, the limit is stated."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from bookload.data.ingest.reading import Limits, read_file

ROWS = [["account", "owner", "note"], *[[f"A-{n}", "Kim", "x" * n] for n in range(30)]]


def as_csv(path):
    path.write_text("\n".join(",".join(row) for row in ROWS) + "\n")


def as_quoted_csv(path):
    path.write_text("\n".join(",".join(row) for row in ROWS).replace("Kim", '5" pipe') + "\n")


def as_workbook(path):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)


def as_parquet(path):
    header, *rows = ROWS
    pq.write_table(pa.table(dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))), path)


FORMATS = [as_csv, as_quoted_csv, as_workbook, as_parquet]


@pytest.mark.parametrize("write", FORMATS)
@pytest.mark.parametrize(
    ("limits", "stated"),
    [
        (Limits(bytes=100), "the limit is 100 bytes"),
        (Limits(rows=10), "more than 10 rows, the limit"),
        (Limits(columns=2), "3 columns; the limit is 2"),
    ],
)
def test_the_limit_is_stated(write, limits, stated, tmp_path):
    write(path := tmp_path / "accounts")
    [finding] = read_file(path, limits=limits).findings
    assert (finding.code, finding.severity) == ("over_limit", "error")
    assert stated in finding.message


@pytest.mark.parametrize("write", FORMATS)
def test_a_cell_that_is_too_long_is_named_with_the_limit(write, tmp_path):
    write(path := tmp_path / "accounts")
    findings = read_file(path, limits=Limits(cell_length=27)).findings
    first = 29 if write is as_parquet else 30
    assert [(finding.row, finding.column) for finding in findings] == [(first, "note"), (first + 1, "note")]
    assert "28 bytes long; the limit is 27" in findings[0].message


@pytest.mark.parametrize("write", FORMATS)
def test_a_file_at_its_limits_is_read(write, tmp_path):
    write(path := tmp_path / "accounts")
    reading = read_file(path, limits=Limits(bytes=path.stat().st_size, rows=30, columns=3, cell_length=29))
    assert reading.findings == ()
    assert len(reading.sheets[0].row_numbers) == 30
