"""The audit log: JSON lines, each carrying the hash of the one before, so that an edit shows.

It needs no database. A line is `{"at", "who", "what", "detail", "previous", "hash"}`;
`hash` is the sha256 of the line without itself, `previous` the hash of the line before.
A log that was cut short at its end shows no edit: who needs that keeps the last hash elsewhere.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bookload.base.errors import Finding, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from io import FileIO
    from pathlib import Path

START = "0" * 64
"""What the first line has for the hash of the one before."""

_KEYS = {"at", "who", "what", "detail", "previous", "hash"}


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: str
    who: str
    what: str
    detail: Mapping[str, object]
    previous: str
    hash: str


def append(log: Path, *, at: datetime, who: str, what: str, detail: Mapping[str, object]) -> Entry:
    """Add one line at the end, under a lock, and return it once it is on disk.

    It follows the last line that can be read; one cut short by a loss of power stays, for `verify` to
    name. Raises `WorkspaceError`, with the log as it was, if the disk does not take the line.
    """
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            before = file.readall()
            body = {
                "at": at.isoformat(),
                "who": who,
                "what": what,
                "detail": dict(detail),
                "previous": _last_hash(before),
            }
            line = _line({**body, "hash": _digest(body)})
            try:
                _write_all(file, (b"\n" if before and not before.endswith(b"\n") else b"") + line + b"\n")
                os.fsync(file.fileno())
            except OSError:
                os.ftruncate(file.fileno(), len(before))
                raise
    except OSError as error:
        message = f"cannot write the audit log {log.name}: {error.strerror}"
        raise WorkspaceError(message) from error
    return Entry(**json.loads(line))


def _write_all(file: FileIO, content: bytes) -> None:
    """Write all of it; what the disk does not take is an error."""
    written = 0
    while written < len(content):
        written += file.write(content[written:])


def read(log: Path) -> Iterator[Entry]:
    """Yield the entries from the oldest on; none where there is no log.

    Raises `WorkspaceError` at a line that is none.
    """
    for number, line in _lines(log):
        body = _parsed(line)
        if body is None:
            message = f"line {number} of {log.name} is damaged; restore the log from a backup"
            raise WorkspaceError(message)
        yield Entry(**body)


def legible(log: Path) -> Iterator[tuple[int, Entry | None]]:
    """Yield each line's number and entry, None for one that cannot be read: to look at a damaged log."""
    for number, line in _lines(log):
        body = _parsed(line)
        yield number, None if body is None else Entry(**body)


def verify(log: Path) -> tuple[Finding, ...]:
    """Return a finding for each line that was edited, or that does not follow the one before."""
    findings = []
    previous = START
    for number, line in _lines(log):
        body = _parsed(line)
        if body is None or body["previous"] != previous or not _is_whole(line, body):
            findings.append(_edited(log, number))
        if body is not None:
            previous = body["hash"]
    return tuple(findings)


def _edited(log: Path, number: int) -> Finding:
    return Finding(
        code="audit-edited",
        message="this line of the audit log was edited or cut short, or a line before it was removed",
        remedy="Restore the log from a backup; what follows the line cannot be relied on.",
        file=log.name,
        row=number,
    )


def _lines(log: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with their numbers from 1; what follows the last line break is a line cut short."""
    if log.exists():
        lines = log.read_bytes().split(b"\n")
        yield from enumerate(lines if lines[-1] else lines[:-1], start=1)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(line)
    except ValueError:  # no JSON, or no UTF-8
        return None
    return body if isinstance(body, dict) and body.keys() == _KEYS else None


def _is_whole(line: bytes, body: Mapping[str, object]) -> bool:
    """Return whether the line is, byte for byte, what `append` wrote."""
    unsigned = {key: value for key, value in body.items() if key != "hash"}
    return body["hash"] == _digest(unsigned) and line == _line(body)


def _last_hash(content: bytes) -> str:
    for line in reversed(content.split(b"\n")):
        body = _parsed(line)
        if body is not None:
            return str(body["hash"])
    return START


def _line(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, sort_keys=True).encode()


def _digest(body: Mapping[str, object]) -> str:
    return hashlib.sha256(_line(body)).hexdigest()
