"""Fault 13: HTML named .xls, a workbook named .csv: decided by content, and said plainly."""

import gzip
import io
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.data.ingest.reading import read_file

HTML = b"<html><head><meta charset=utf-8></head><body><table><tr><td>account</td></tr></table></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("accounts.xls", HTML, "a web page (HTML)"),
        ("accounts.xls", b"\xef\xbb\xbf\r\n <!-- a -->\n<TABLE border=1>", "a web page (HTML)"),
        ("accounts.csv", b'<?xml version="1.0"?><!DOCTYPE html><html>', "a web page (HTML)"),
        ("accounts.csv", b'<?xml version="1.0"?><rows><row/></rows>', "an XML document"),
        (
            "accounts.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "an XML spreadsheet",
        ),
        ("accounts.csv", b'[{"account": 1}]', "a JSON document"),
        ("accounts.csv", b"%PDF-1.7\n", "a PDF document"),
        ("accounts.csv", gzip.compress(b"a,b\n1,2\n", mtime=0), "a gzip archive"),
        ("accounts.xlsx", zipped(readme=b"hello"), "a zip archive that is no workbook"),
        ("accounts.xlsx", zipped(word__document=b"<w/>"), "a Word document"),
        ("accounts.ods", zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        ("accounts.xls", OLE + "Workbook".encode("utf-16-le"), "a workbook of Excel 97-2003 (.xls)"),
        ("accounts.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("accounts.csv", bytes(range(1, 9)) * 50, "no text"),
    ],
)
def test_what_is_not_read_is_said_plainly_with_a_way_out(name, content, said, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_file(path)
    [finding] = reading.findings
    assert reading.sheets == ()
    assert (finding.code, finding.severity, finding.file) == ("not_read", "error", name)
    assert said in finding.message
    assert finding.remedy


def test_a_workbook_named_csv_is_read_as_a_workbook_and_says_so(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["account", "arr"])
    workbook.active.append(["A", 5])
    workbook.save(path := tmp_path / "accounts.csv")
    reading = read_file(path)
    [finding] = reading.findings
    assert (finding.code, finding.severity) == ("named_otherwise", "note")
    assert "named .csv and is an Excel workbook" in finding.message
    assert reading.sheets[0].columns[1].text.to_pylist() == ["5"]


@pytest.mark.parametrize("name", ["accounts.xlsx", "accounts.xls", "accounts.parquet"])
def test_text_named_otherwise_is_read_as_text_and_says_so(name, tmp_path):
    path = tmp_path / name
    path.write_text("account\tarr\nA\t5\n")
    reading = read_file(path)
    assert [finding.code for finding in reading.findings] == ["named_otherwise"]
    assert reading.sheets[0].columns[1].text.to_pylist() == ["5"]


def test_parquet_named_csv_is_read_as_parquet(tmp_path):
    path = tmp_path / "accounts.csv"
    pq.write_table(pa.table({"account": ["A"]}), path)
    reading = read_file(path)
    assert "is a Parquet file" in reading.findings[0].message
    assert reading.sheets[0].columns[0].text.to_pylist() == ["A"]


def test_many_comments_before_something_else_take_no_time(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(b"<!-- x -->" * 6_000 + b"?")
    assert read_file(path).findings
