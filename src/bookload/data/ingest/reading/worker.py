"""The parent's side of the child process: start it, wait within limits, say what became of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import DataError, Finding
from bookload.data.ingest.reading import child, start
from bookload.data.ingest.reading.limits import Limits, in_words
from bookload.data.ingest.reading.spool import Spooled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from bookload.base.progress import Progress
    from bookload.data.ingest.reading.kind import Kind
    from bookload.data.ingest.reading.listing import Listing

_LOOK_EVERY = 0.05
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Asked:
    """What a child is to read: a file of a kind into a folder, of a calendar up to a day."""

    path: Path
    kind: Kind
    folder: Path
    through: date | None = None


def read_in_child(asked: Asked, limits: Limits, listing: Listing, progress: Progress) -> tuple[Spooled, ...]:
    """Return the sheets that the child process spooled into the folder, its findings listed.

    Raises:
        DataError: There is no room left for what the file holds.
        CancelledError: `progress` said to stop; the child is gone then.
    """
    path, folder = asked.path, asked.folder
    request = {
        "path": str(path.resolve()),
        "kind": asked.kind.name,
        "folder": str(folder),
        "limits": asdict(limits),
        "through": None if asked.through is None else asked.through.isoformat(),
    }
    with _started(folder, json.dumps(request)) as process:
        code = _waited(process, limits, path, progress)
    if code == child.NO_ROOM:
        raise no_room(path.name, str(folder.parent))
    if code:
        listing.add(_died(code, limits))
        return ()
    answer = json.loads((folder / child.RESULT).read_text(encoding="utf-8"))
    for finding in answer["findings"]:
        listing.add(Finding(**finding))
    return tuple(Spooled.from_json(sheet) for sheet in answer["sheets"])


def no_room(file: str, folder: str) -> DataError:
    """Return the error for a temporary folder that is full; nothing was written elsewhere."""
    return DataError(f"{file} could not be unpacked: no room in {folder}; free some, or set TMPDIR")


@contextmanager
def _started(folder: Path, request: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child, and end it if it still runs when the block is left."""
    process = subprocess.Popen(  # noqa: S603 - this interpreter, with this package
        [sys.executable, "-P", start.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(),
    )
    try:
        if process.stdin is not None:
            with suppress(BrokenPipeError):  # a child that is gone already says so by its exit code
                process.stdin.write(request.encode())
                process.stdin.close()
        yield process
    finally:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    # One thread and the plain allocator: what a library reserves and does not use counts against the limit.
    lean = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    return kept | lean | {"MALLOC_ARENA_MAX": "1"}


def _waited(process: subprocess.Popen[bytes], limits: Limits, path: Path, progress: Progress) -> int:
    """Return the child's exit code; that of a child that ran out of time is SIGXCPU's."""
    began = time.monotonic()
    while True:
        progress.step(f"reading {path.name}", int(time.monotonic() - began))
        try:
            return process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            if time.monotonic() - began > limits.seconds:
                return -signal.SIGXCPU


def _died(code: int, limits: Limits) -> Finding:
    if code == -signal.SIGXCPU:
        message = f"reading it takes longer than {limits.seconds} seconds, the limit"
        return Finding("over_limit", message, "Split the file, or save the table as CSV")
    if code == child.OUT_OF_MEMORY or code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
        message = f"reading it takes more than {in_words(limits.memory)} of memory, the limit"
        remedy = "Delete rows and columns beyond the table (a stray cell far out?), or save it as CSV"
        return Finding("over_limit", message, remedy)
    message = "the file is damaged or of a kind that its reader does not know"
    return Finding(
        "reader_stopped",
        message,
        "Open it in a spreadsheet program and save it anew, or save the table as CSV",
    )
