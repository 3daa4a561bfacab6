"""Fault 16: lying zip sizes, `../` names, encryption, nested archives are refused."""

import io
import struct
import zipfile

import pytest

import raw_workbook
from bookload.data.ingest.reading import read_file

HEADER = f'<row r="1">{raw_workbook.text_cell("A1", "account")}</row>'
ROWS = f'{HEADER}<row r="2">{raw_workbook.text_cell("A2", "A")}</row>'


@pytest.fixture
def parts() -> dict[str, bytes]:
    return raw_workbook.parts_of(raw_workbook.sheet_xml(ROWS))


def only(path):
    reading = read_file(path)
    [finding] = reading.findings
    assert reading.sheets == ()
    assert finding.severity == "error"
    return finding


def test_the_workbook_that_these_are_made_from_is_read(parts, tmp_path):
    assert read_file(raw_workbook.write(tmp_path / "good.xlsx", parts)).findings == ()


@pytest.mark.parametrize(
    "name", ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\evil.xml"]
)
def test_a_path_that_leads_outside_is_refused(name, parts, tmp_path):
    finding = only(raw_workbook.write(tmp_path / "evil.xlsx", parts | {name: b"<x/>"}))
    assert (finding.code, "leads outside" in finding.message) == ("zip_path", True)


@pytest.mark.parametrize("change", [-10, 10, 1_000_000])
def test_a_size_that_is_not_the_real_one_is_refused(change, parts, tmp_path):
    path = raw_workbook.write(tmp_path / "lies.xlsx", parts)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    [size] = struct.unpack_from("<L", data, entry + 24)
    struct.pack_into("<L", data, entry + 24, size + change)
    path.write_bytes(data)
    assert only(path).code == "zip_lies"


def test_a_checksum_that_is_not_the_real_one_is_refused(parts, tmp_path):
    path = raw_workbook.write(tmp_path / "lies.xlsx", parts)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 16] ^= 1
    path.write_bytes(data)
    assert only(path).code == "zip_lies"


def test_a_directory_that_names_another_part_is_refused(parts, tmp_path):
    path = raw_workbook.write(tmp_path / "lies.xlsx", parts)
    data = path.read_bytes()
    at = data.index(b"xl/worksheets/sheet1.xml")
    path.write_bytes(data[:at] + b"xl/worksheets/sheet2.xml" + data[at + 24 :])
    assert only(path).code == "zip_lies"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(parts, tmp_path):
    path = raw_workbook.write(tmp_path / "twice.xlsx", parts)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(raw_workbook.SHEET, raw_workbook.sheet_xml(""))
    assert only(path).code == "zip_lies"


def test_parts_that_lie_over_one_another_are_refused(parts, tmp_path):
    path = raw_workbook.write(tmp_path / "over.xlsx", parts)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    struct.pack_into(
        "<L", data, data.rindex(b"PK\x01\x02") + 42, struct.unpack_from("<L", data, first + 42)[0]
    )
    path.write_bytes(data)
    assert only(path).code == "zip_lies"


def test_an_encrypted_part_is_refused(parts, tmp_path):
    path = raw_workbook.write(tmp_path / "secret.xlsx", parts)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    finding = only(path)
    assert (finding.code, "password" in finding.remedy) == ("encrypted", True)


@pytest.mark.parametrize("name", ["xl/embeddings/other.xlsx", "xl/media/archive.zip", "xl/styles.xml"])
def test_an_archive_within_the_archive_is_refused(name, parts, tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a", "b")
    assert (
        only(raw_workbook.write(tmp_path / "nested.xlsx", parts | {name: inner.getvalue()})).code
        == "zip_nested"
    )


def test_an_unusual_compression_is_refused(parts, tmp_path):
    path = tmp_path / "packed.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert only(path).code == "zip_method"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_workbook_that_is_cut_off_says_so(keep, parts, tmp_path):
    path = raw_workbook.write(tmp_path / "cut.xlsx", parts)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert only(path).code in {"damaged", "not_read"}
