"""The audit log: JSON lines, each carrying the hash of the one before, so that an edit shows.

It needs no database. A line is `{"at", "who", "what", "detail", "previous", "hash"}`;
`hash` is the sha256 of the line without itself, `previous` the hash of the line before.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

START = "0" * 64


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
    """Add one line at the end, under a lock, and return it once it is on disk."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        previous = json.loads(lines[-1])["hash"] if lines else START
        body = {"at": at.isoformat(), "who": who, "what": what, "detail": dict(detail), "previous": previous}
        entry = Entry(**body, hash=_digest(body))  # type: ignore[arg-type]
        file.write(json.dumps({**body, "hash": entry.hash}, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return entry


def read(log: Path) -> Iterator[Entry]:
    """Yield the entries from the oldest on; none where there is no log."""
    if log.exists():
        for line in log.read_text().splitlines():
            yield Entry(**json.loads(line))


def verify(log: Path) -> tuple[Finding, ...]:
    """Return a finding for each line that was edited, or that does not follow the one before."""
    findings = []
    previous = START
    for number, line in enumerate(log.read_text().splitlines() if log.exists() else (), start=1):
        body = json.loads(line)
        claimed = body.pop("hash", None)
        if body.get("previous") != previous or claimed != _digest(body):
            findings.append(
                Finding(
                    code="audit-edited",
                    message="this line of the audit log was edited, or a line before it was removed",
                    remedy="Restore the log from a backup; what follows the line cannot be relied on.",
                    file=log.name,
                    row=number,
                )
            )
        previous = claimed
    return tuple(findings)


def _digest(body: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
