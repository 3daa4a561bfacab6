"""In a folder what is no table is left out with a word; what is nearly one, or named by itself, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.data import ingest
from bookload.data.documents import Policy
from imported import TODAY, coded, mapped, rows, write_files

CUSTOMERS: dict[str, str | bytes] = {"customers.csv": "Customer,CSM,ARR\nAcme,Ana,12000\n"}
STRAYS: dict[str, str | bytes] = {
    "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "binary.db": b"\xff\xfe\x00\x01\x02" * 50,
    "invoices.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "logo.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x01" * 60,
    "notes.txt": "hello\n",
    "empty.log": "",
}
EXPENSES: dict[str, str | bytes] = {"expenses.csv": "Date,Vendor,Cost\n2026-01-01,AWS,100\n"}


def folder(
    tmp_path: Path, files: dict[str, str | bytes], mapping: ingest.Mapping | None = None
) -> ingest.Import:
    write_files(tmp_path / "f", files)
    return ingest.run([tmp_path / "f"], previous=None, policy=Policy(), today=TODAY, mapping=mapping)


def test_unrelated_files_of_a_folder_stop_nothing_and_each_is_said_once(tmp_path: Path) -> None:
    plan = folder(tmp_path, {**CUSTOMERS, **STRAYS, **EXPENSES})
    assert not errors_in(plan.findings)
    assert rows(plan, "subscriptions", "account_id", "amount") == [("Acme", 12000)]
    said = [finding.file for finding in plan.findings if finding.file != "customers.csv" and finding.file]
    assert sorted(said) == sorted({*STRAYS, *EXPENSES})
    assert {note.file: note.severity for note in coded(plan.findings, "not-a-table")} == {
        name: "warning" if name == "notes.txt" else "note" for name in STRAYS
    }


@pytest.mark.parametrize("name", ["invoices.pdf", "logo.png", "Thumbs.db"])
def test_one_named_by_itself_is_an_error(tmp_path: Path, name: str) -> None:
    paths = write_files(tmp_path, {**CUSTOMERS, name: STRAYS[name]})
    assert errors_in(ingest.run(paths, previous=None, policy=Policy(), today=TODAY).findings)


@pytest.mark.parametrize(
    "file",
    [
        {"more.csv": b"Customer,CSM,ARR\nB\x00,Ana,5\n\xff\xfe\n"},
        {"old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600},
        {"subscriptions.csv": "subscription_id,customer,start\n1,A,2025-01-01\n"},
    ],
)
def test_what_should_be_a_table_and_cannot_be_taken_still_stops_a_folder(
    tmp_path: Path, file: dict[str, str | bytes]
) -> None:
    assert errors_in(folder(tmp_path, {**CUSTOMERS, **file}).findings)


def test_a_folder_without_any_table_is_an_error(tmp_path: Path) -> None:
    assert errors_in(folder(tmp_path, STRAYS).findings)
    two: dict[str, str | bytes] = {"a.csv": "x,y\nfoo,bar\n", "b.csv": "u,v\nfoo,bar\n"}
    plan = folder(tmp_path / "two", two)
    assert coded(plan.findings, "nothing-taken")


def test_a_mapping_leaves_out_what_cannot_be_read(tmp_path: Path) -> None:
    said = mapped('sheet = [{file = "more.csv", table = "none"}]')
    broken: dict[str, str | bytes] = {"more.csv": b"Customer,CSM,ARR\nB\x00,Ana,5\n\xff\xfe\n"}
    plan = folder(tmp_path, {**CUSTOMERS, **broken}, said)
    assert not errors_in(plan.findings)
    assert [note.file for note in coded(plan.findings, "left-out")] == ["more.csv"]
