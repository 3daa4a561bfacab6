import hashlib
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.data.ingest.reading import Limits, read_file


def test_the_hash_is_of_the_files_bytes(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes("name;arr\nZoë;1\n".encode("utf-16"))
    [sheet] = read_file(path).sheets
    assert sheet.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (sheet.file, sheet.name) == ("accounts.csv", None)


def test_columns_outlive_the_file_that_they_came_from(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("id,note\n" + "".join(f"{n},{'x' * 50}\n" for n in range(20_000)))
    [sheet] = read_file(path).sheets
    path.unlink()
    assert sheet.columns[1].text[19_999].as_py() == "x" * 50
    assert sheet.columns[1].text.nbytes > 1 << 20


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    from bookload.base.progress import Progress

    path = tmp_path / "accounts.csv"
    path.write_text("id\n" + "1\n" * 1000)

    def touch(*_: object) -> None:
        os.utime(path, (1, 1))

    assert "file_changed" in {finding.code for finding in read_file(path, progress=Progress(touch)).findings}


@pytest.mark.parametrize(
    "text",
    [
        "account,owner,arr\nA,Kim,100\nB,Li,200\n",
        "account;owner;arr\r\nA;Kim;100\r\nB;Li;200\r\n",
        'sep=|\naccount|owner|arr\n"A"|"Kim"|"100"\nB|Li|200\n',
        "account\towner\tarr\n\nA\tKim\t100\n\t\t\nB\tLi\t200\n\t\t\n\n",
        "Accounts of March\n\naccount,owner,arr\nA,Kim,100\nB,Li,200",
        "account,owner,arr,,\nA,Kim,100,,\nB,Li,200,,\n",
        "account,owner,arr\rA,Kim,100\rB,Li,200\r",
    ],
)
def test_one_table_in_many_dialects_is_one_table(text, tmp_path):
    path = tmp_path / "accounts.txt"
    path.write_text(text, newline="")
    reading = read_file(path)
    assert [(column.name, column.text.to_pylist()) for column in reading.sheets[0].columns] == [
        ("account", ["A", "B"]),
        ("owner", ["Kim", "Li"]),
        ("arr", ["100", "200"]),
    ]
    assert all(finding.severity == "note" for finding in reading.findings)


def test_a_wide_sheet_needs_no_more_open_files_than_there_are(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(3_000)) + "\n" + ",".join("1" * 3_000) + "\n")
    assert len(read_file(path, limits=Limits(columns=3_000)).sheets[0].columns) == 3_000


@pytest.mark.parametrize("name", ["accounts.csv", "accounts.parquet"])
def test_a_full_temporary_folder_is_named_and_left_empty(name, tmp_path):
    path, folder = tmp_path / name, tmp_path / "tmp"
    folder.mkdir()
    notes = [f"{n} {'x' * 100}" for n in range(30_000)]
    if name.endswith("csv"):
        path.write_text("note\n" + "\n".join(notes))
    else:
        pq.write_table(pa.table({"note": notes}), path)
    code = """
import resource, sys
from pathlib import Path
from bookload.base.errors import DataError
from bookload.data.ingest.reading import read_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    read_file(Path(sys.argv[1]))
except DataError as error:
    print(error)
"""
    command = [sys.executable, "-c", code, str(path)]
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f"no room in {folder}" in done.stdout
    assert list(folder.iterdir()) == []
