"""Whatever a table holds, reading gives it back: by the fast reader, the exact one, and every format."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.base.progress import Progress
from bookload.data.ingest.reading import Limits, Sheet, read_file
from bookload.data.ingest.reading.encoding import Utf8
from bookload.data.ingest.reading.listing import Listing
from bookload.data.ingest.reading.mapped import mapped
from bookload.data.ingest.reading.records import RecordReader
from bookload.data.ingest.reading.spool import SheetWriter

HEADER = ["account", "owner", "note"]
TEXT = st.text(st.sampled_from('abcXYZ012 ,;|\t"\n-é北'), max_size=6)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=30)


def contents(sheet: Sheet) -> list[tuple[str | None, ...]]:
    return list(zip(*(column.text.to_pylist() for column in sheet.columns), strict=True))


def expected(rows: list[tuple[str, ...]]) -> list[tuple[str | None, ...]]:
    return [tuple(cell or None for cell in row) for row in rows if any(row)]


def written(rows: list[tuple[str, ...]], delimiter: str, end: str) -> tuple[bytes, list[int]]:
    """Return the file and the line that each row begins on, counted by hand."""
    out, lines, line = io.StringIO(newline=""), [], 1
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    for row in [HEADER, *rows]:
        lines.append(line)
        writer.writerow(row)
        line += 1 + sum(cell.count("\n") for cell in row)
    return out.getvalue().encode(), lines[1:]


def exactly(path: Path, folder: Path, delimiter: str) -> Sheet:
    listing, writer = Listing(path.name), SheetWriter(folder, "exact", len(HEADER))
    RecordReader(writer, HEADER, listing, Limits()).read(Utf8(path, 0), 1, delimiter, Progress())
    assert listing.findings() == ()
    return mapped(folder, writer.finish(None, HEADER, [1, 2, 3]), path.name, "")


@given(rows=ROWS, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"]))
def test_text_is_read_as_it_was_written_by_both_readers(rows, delimiter, end):
    data, lines = written(rows, delimiter, end)
    kept = [line for line, row in zip(lines, rows, strict=True) if any(row)]
    with TemporaryDirectory() as name:
        path = Path(name) / "accounts.csv"
        path.write_bytes(data)
        reading = read_file(path)
        assert {finding.code for finding in reading.findings} <= {"no_rows"}
        for sheet in (reading.sheets[0], exactly(path, Path(name), delimiter)):
            assert contents(sheet) == expected(rows)
            assert sheet.row_numbers.to_pylist() == kept


@settings(max_examples=6)  # a child process each, and every example has many cells
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT).filter(lambda row: bool(row[0])), min_size=1, max_size=8))
def test_workbooks_and_parquet_files_hold_what_text_files_hold(rows):
    with TemporaryDirectory() as name:
        book, table = Path(name) / "accounts.xlsx", Path(name) / "accounts.parquet"
        with xlsxwriter.Workbook(book) as workbook:
            sheet = workbook.add_worksheet()
            for number, row in enumerate([HEADER, *rows]):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
        pq.write_table(pa.table(dict(zip(HEADER, map(list, zip(*rows, strict=True)), strict=True))), table)
        for path in (book, table):
            reading = read_file(path)
            assert reading.findings == ()
            assert contents(reading.sheets[0]) == expected(rows)
