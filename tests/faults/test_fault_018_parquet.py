"""Fault 18: Parquet: cut footer, INT96, nested columns, float money: a typed error, or exact."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.base.errors import errors_in
from bookload.data.ingest.reading import read_file

STAMP = dt.datetime(2026, 1, 2, 3, 4, 5, 600)  # noqa: DTZ001 - what a file without a zone holds


@pytest.fixture
def path(tmp_path):
    return tmp_path / "accounts.parquet"


def texts(path):
    reading = read_file(path)
    assert reading.findings == ()
    return [column.text.to_pylist() for column in reading.sheets[0].columns]


@pytest.mark.parametrize("cut", [1, 4, 8, 40, 300])
def test_a_footer_that_is_cut_off_says_so(cut, path):
    pq.write_table(pa.table({"account": ["A", "B"], "arr": [1, 2]}), path)
    path.write_bytes(path.read_bytes()[:-cut])
    [finding] = read_file(path).findings
    assert (finding.code, "footer" in finding.message) == ("damaged", True)


def test_a_footer_that_lies_about_its_length_says_so(path):
    pq.write_table(pa.table({"account": ["A"]}), path)
    path.write_bytes(path.read_bytes()[:-8] + b"\xff\xff\xff\x7fPAR1")
    assert [finding.code for finding in read_file(path).findings] == ["damaged"]


def test_int96_instants_convert_exactly_also_beyond_2262(path):
    stamps = [STAMP, dt.datetime(9999, 12, 31, 23, 59, 59), dt.datetime(1000, 1, 1)]  # noqa: DTZ001
    pq.write_table(
        pa.table({"at": pa.array(stamps, pa.timestamp("us"))}), path, use_deprecated_int96_timestamps=True
    )
    assert pq.ParquetFile(path).schema.column(0).physical_type == "INT96"
    assert texts(path) == [["2026-01-02T03:04:05.0006", "9999-12-31T23:59:59", "1000-01-01"]]


def test_nested_columns_are_each_named(path):
    pq.write_table(pa.table({"account": ["A"], "tags": [["x"]], "address": [{"city": "Bonn"}]}), path)
    findings = read_file(path).findings
    assert [(finding.code, finding.column) for finding in findings] == [
        ("column_type", "tags"),
        ("column_type", "address"),
    ]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (
            pa.float64(),
            [0.1, 1234.56, -0.0, 1e6, 1e-7, None],
            ["0.1", "1234.56", "0", "1000000", "0.0000001", None],
        ),
        (pa.float64(), [123456789012.345, 999999999999999.0], ["123456789012.345", "999999999999999"]),
        (pa.float32(), [19.99, 0.5, 1e6], ["19.99", "0.5", "1000000"]),
    ],
)
def test_floats_that_stand_for_one_decimal_number_convert_exactly(kind, values, expected, path):
    pq.write_table(
        pa.table({"id": [str(n) for n in range(len(values))], "arr": pa.array(values, kind)}), path
    )
    assert texts(path)[1] == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (pa.float64(), 0.1 + 0.2),
        (pa.float64(), 1000 / 12),
        (pa.float64(), float("nan")),
        (pa.float64(), float("inf")),
        (pa.float32(), 1234567.89),
    ],
)
def test_floats_that_stand_for_no_decimal_number_are_named(kind, value, path):
    pq.write_table(pa.table({"id": ["a", "b"], "arr": pa.array([1.5, value], kind)}), path)
    [finding] = errors_in(read_file(path).findings)
    assert (finding.code, finding.row, finding.column) == ("float_inexact", 2, "arr")


def test_other_types_become_canonical_text_and_say_that_they_were_typed(path):
    berlin = pa.array([STAMP], pa.timestamp("us", "UTC")).cast(pa.timestamp("us", "Europe/Berlin"))
    columns = {
        "text": (pa.array(["00123"]), "00123", None),
        "labels": (pa.array(["x"]).dictionary_encode(), "x", None),
        "whole": (pa.array([-7]), "-7", [True]),
        "money": (pa.array([Decimal("0.0000001000")], pa.decimal128(38, 10)), "0.0000001000", [True]),
        "true": (pa.array([True]), "true", [True]),
        "date": (pa.array([dt.date(2026, 1, 2)]), "2026-01-02", [True]),
        "midnight": (pa.array([dt.datetime(2026, 1, 2)], pa.timestamp("ns")), "2026-01-02", [True]),  # noqa: DTZ001
        "at": (pa.array([STAMP], pa.timestamp("us")), "2026-01-02T03:04:05.0006", [True]),
        "instant": (berlin, "2026-01-02T03:04:05.0006Z", [True]),
        "time": (pa.array([dt.time(22, 47)]), "22:47:00", [True]),
    }
    pq.write_table(pa.table({name: column for name, (column, _, _) in columns.items()}), path)
    reading = read_file(path)
    assert reading.findings == ()
    found = {
        column.name: (column.text.to_pylist()[0], column.typed and column.typed.to_pylist())
        for column in reading.sheets[0].columns
    }
    assert found == {name: (text, typed) for name, (_, text, typed) in columns.items()}


def test_bytes_that_are_no_text_are_named(path):
    pq.write_table(pa.table({"account": ["A", "B"], "raw": [b"fine", b"\xff"]}), path)
    [finding] = read_file(path).findings
    assert (finding.code, finding.row, finding.column) == ("encoding", 2, "raw")
