"""Fault 14: a zip bomb as a workbook is refused before it is inflated; the parent stays under 300 MiB."""

import struct
import subprocess
import sys
import zipfile
import zlib

import pytest

import raw_workbook
from bookload.base.errors import errors_in
from bookload.data.ingest.reading import Limits, read_file

MIB = 1 << 20


@pytest.fixture(scope="module")
def zeros() -> bytes:
    """A gibibyte, deflated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(MIB)
    return b"".join(packer.compress(block) for _ in range(1024)) + packer.flush()


def member(name: bytes, packed: bytes, stated: int) -> tuple[bytes, bytes]:
    """Return a part and its entry in the directory, its size as stated and not as it is."""
    fields = (20, 0, 8, 0, 33, 0, len(packed), stated, len(name), 0)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields) + name + packed
    central = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, 0) + name
    return local, central


def archive(path, name: bytes, packed: bytes, stated: int):
    parts = raw_workbook.parts_of(raw_workbook.sheet_xml(""))
    del parts[name.decode()]
    raw_workbook.write(path, parts)
    with zipfile.ZipFile(path, "a") as existing:
        offset = existing.start_dir
    local, central = member(name, packed, stated)
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    directory = data[offset:end] + central[:42] + struct.pack("<L", offset) + central[46:]
    count = len(parts) + 1
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), offset + len(local), 0)
    path.write_bytes(data[:offset] + local + directory + tail)
    return path


@pytest.mark.parametrize("stated", [1024 * MIB, 1000])
def test_a_bomb_is_refused_whether_it_states_its_size_or_lies(stated, zeros, tmp_path):
    path = archive(tmp_path / "bomb.xlsx", raw_workbook.SHEET.encode(), zeros, stated)
    assert path.stat().st_size < 2 * MIB
    reading = read_file(path)
    [finding] = reading.findings
    assert reading.sheets == ()
    assert finding.code == ("zip_lies" if stated == 1000 else "zip_bomb")


def test_the_parent_stays_under_300_mib(zeros, tmp_path):
    path = archive(tmp_path / "bomb.xlsx", raw_workbook.SHEET.encode(), zeros, 1024 * MIB)
    code = """
import re, resource, sys
from pathlib import Path
from bookload.data.ingest.reading import read_file
print(read_file(Path(sys.argv[1])).findings[0].code)
# Not ru_maxrss: a process that was started counts the size of the one that started it.
print(re.search("VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    said, *sizes = done.stdout.split()
    assert said == "zip_bomb"
    assert all(int(size) < 300 * 1024 for size in sizes)


def test_a_workbook_that_would_inflate_beyond_the_limit_states_it(tmp_path):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 100_003}</v></c></row>' for n in range(1, 40_000)
    )
    path = raw_workbook.workbook(tmp_path / "large.xlsx", rows)
    [finding] = errors_in(read_file(path, limits=Limits(memory=1 * MIB)).findings)
    assert "the limit is 1 MiB" in finding.message


def test_a_workbook_with_very_many_parts_is_refused(tmp_path):
    parts = raw_workbook.parts_of(raw_workbook.sheet_xml("")) | {f"xl/x{n}.bin": b"" for n in range(10_001)}
    [finding] = read_file(raw_workbook.write(tmp_path / "many.xlsx", parts)).findings
    assert "10,006 parts; the limit is 10,000" in finding.message
