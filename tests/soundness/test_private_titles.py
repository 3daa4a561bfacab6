"""A private title is nowhere in a workspace: not in the rows, not in what is kept, not in what was found."""

import gzip
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from bookload.cli import app
from calendars import at, calendar, event, people

MARK = "S3cretMarker"
FILES = {
    "people.csv": "person_id,name,role,hire_date,email\nP-1,Ada Example,csm,2024-01-01,ada@own.example\n",
    "accounts.csv": "account_id,name,domain\nA-1,Acme,acme.example\n",
}


def private(number: int, *lines: str, times: tuple[str, str] = at("20260304T1000", "20260304T1030")) -> str:
    about = (f"DESCRIPTION:{MARK}", f"LOCATION:{MARK}", f"CATEGORIES:{MARK}")
    there = people(f"{MARK}@acme.example", organizer=f"{MARK}@doctor.example")
    return event(*times, "CLASS:PRIVATE", *about, *there, *lines, uid=f"{number}-{MARK}", title=MARK)


EVENTS = (
    private(1),
    private(2, "RRULE:FREQ=WEEKLY;COUNT=3"),
    # What does not read is told of by its line.
    private(3, "RRULE:FREQ=SECONDLY"),
    private(4, times=("DTSTART:never", "DTEND:never")),
    private(5, "STATUS:CANCELLED"),
    event(*at("20260305T1000", "20260305T1030"), *people("bob@acme.example"), f"DESCRIPTION:{MARK}", uid="6"),
)


def holds(path: Path) -> bool:
    """Whether any file under a folder has the mark in it, packed or not."""
    for file in path.rglob("*"):
        if not file.is_file():
            continue
        content = file.read_bytes()
        if file.suffix == ".parquet":
            content += str(pq.read_table(file, partitioning=None).to_pylist()).encode()
        elif content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        if MARK.lower().encode() in content.lower():
            return True
    return False


@pytest.mark.parametrize("order", [["--dry-run"], [], ["--json"]])
def test_a_private_title_is_nowhere_in_the_workspace_and_in_nothing_that_is_said(
    order, tmp_path, monkeypatch
):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    files = tmp_path / "in"
    files.mkdir()
    for name, content in FILES.items():
        (files / name).write_text(content)
    (files / "ada.ics").write_text(calendar(*EVENTS, name="Ada Example"), newline="")
    place = ["--workspace", str(tmp_path / "ws"), "--data-through", "2026-03-31"]
    said = CliRunner().invoke(app(), ["import", str(files), *place, *order])
    assert said.exit_code == 0, said.output
    assert MARK.casefold() not in said.output.casefold()
    assert holds(files)
    assert not holds(tmp_path / "ws")
    assert not holds(tmp_path / "tmp")
    if not order:
        [kept] = [path for path in (tmp_path / "ws").rglob("files/*") if b"VCALENDAR" in path.read_bytes()]
        again = tmp_path / "ada_again.ics"
        again.write_bytes(kept.read_bytes())
        said = CliRunner().invoke(
            app(), ["import", str(files / "people.csv"), str(files / "accounts.csv"), str(again), *place]
        )
        assert "5 activities" in said.output
