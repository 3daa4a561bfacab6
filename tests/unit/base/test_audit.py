"""The audit log: chained, appended by many, and telling of edits."""

from __future__ import annotations

import json
import resource
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookload.base import audit
from bookload.base.errors import WorkspaceError
from forked import in_child

AT = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)


def add(log: Path, what: str = "import", **detail: object) -> audit.Entry:
    return audit.append(log, at=AT, who="ada", what=what, detail=detail)


def test_there_is_nothing_wrong_with_no_log(tmp_path: Path) -> None:
    assert audit.verify(tmp_path / "audit.jsonl") == ()
    assert list(audit.read(tmp_path / "audit.jsonl")) == []


def test_entries_are_read_as_they_were_written_oldest_first(tmp_path: Path) -> None:
    log = tmp_path / "deep" / "audit.jsonl"
    written = [add(log, snapshot="S-1"), add(log, "policy", note="Straße \u2028 \n")]
    assert list(audit.read(log)) == written
    assert written[0].previous == audit.START
    assert written[1].previous == written[0].hash
    assert written[1].detail == {"note": "Straße \u2028 \n"}
    assert audit.verify(log) == ()


def test_lines_of_many_at_once_follow_one_another(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    threads = [threading.Thread(target=lambda n=n: [add(log, n=n, i=i) for i in range(5)]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(log) == ()
    assert len(list(audit.read(log))) == 40


def test_lines_of_many_processes_follow_one_another(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    threads = [threading.Thread(target=in_child, args=(lambda n=n: add(log, n=n).hash,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(log) == ()
    assert sorted(entry.detail["n"] for entry in audit.read(log)) == list(range(8))  # type: ignore[type-var]


def test_a_forged_hash_does_not_help_without_the_lines_after_it(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    add(log, n=1)
    add(log, n=2)
    first, second = log.read_bytes().splitlines()
    body = json.loads(first)
    del body["hash"]
    body["detail"] = {"n": 100}
    body["hash"] = audit._digest(body)
    log.write_bytes(json.dumps(body, sort_keys=True).encode() + b"\n" + second + b"\n")
    assert [finding.row for finding in audit.verify(log)] == [2]


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"at": 1', b'{"hash": "x"}', b"NaN"]
)
def test_a_line_that_is_none_is_named_and_read_refuses_it(tmp_path: Path, line: bytes) -> None:
    log = tmp_path / "audit.jsonl"
    add(log)
    log.write_bytes(log.read_bytes() + line + b"\n")
    (finding,) = audit.verify(log)
    assert (finding.file, finding.row, finding.severity) == ("audit.jsonl", 2, "error")
    with pytest.raises(WorkspaceError, match=r"line 2 of audit\.jsonl is damaged"):
        list(audit.read(log))


def test_a_line_cut_short_by_a_crash_is_named_and_the_next_one_still_fits(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    add(log, n=1)
    whole = log.read_bytes()
    add(log, n=2)
    log.write_bytes(log.read_bytes()[: len(whole) + 30])
    add(log, n=3)
    assert [finding.row for finding in audit.verify(log)] == [2]
    assert log.read_bytes().startswith(whole)


def test_a_log_of_which_nothing_can_be_read_goes_on_from_the_start(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_bytes(b"rubbish")
    assert add(log).previous == audit.START
    assert [finding.row for finding in audit.verify(log)] == [1]


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    add(log, n=1)
    before = log.read_bytes()

    def more() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, len(before) + 20))
        try:
            add(log, n=2)
        except WorkspaceError as error:
            return str(error)
        return "written"

    assert in_child(more) == "cannot write the audit log audit.jsonl: File too large"
    assert log.read_bytes() == before
