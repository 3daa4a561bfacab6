"""77. An edited audit row is named by `verify`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bookload.base import audit

AT = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)


def log_of(folder: Path, lines: int) -> Path:
    log = folder / "audit.jsonl"
    for number in range(lines):
        audit.append(
            log,
            at=AT + timedelta(minutes=number),
            who="ada",
            what="import",
            detail={"snapshot": f"S-{number}", "findings": number},
        )
    return log


def test_a_log_that_nobody_edited_has_no_findings(tmp_path: Path) -> None:
    assert audit.verify(log_of(tmp_path, 5)) == ()


def test_any_changed_byte_is_named_by_its_line(tmp_path: Path) -> None:
    log = log_of(tmp_path, 3)
    whole = log.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        log.write_bytes(changed)
        findings = audit.verify(log)
        line = whole[:place].count(b"\n") + 1
        assert findings, f"byte {place}"
        assert findings[0].row in (line, line + 1), f"byte {place}"


def test_any_removed_line_but_the_last_is_missed(tmp_path: Path) -> None:
    log = log_of(tmp_path, 4)
    lines = log.read_bytes().splitlines(keepends=True)
    for gone in range(3):
        log.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
        assert [finding.row for finding in audit.verify(log)] == [gone + 1]


def test_swapped_lines_are_named(tmp_path: Path) -> None:
    log = log_of(tmp_path, 4)
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([lines[0], lines[2], lines[1], lines[3]]))
    assert audit.verify(log)[0].row == 2
