"""A process that starts writes and imports and kills them: `python -m killed`, one line of JSON each.

It never uses threads itself, so that what it forks starts as a fresh program does, without the second that
imports take.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from bookload.data.snapshots import keep_file
from bookload.workspace.importing import Request, import_into
from stored import company, stored


@dataclass(frozen=True)
class Killer:
    """The running process; what is killed was still going on, or was not, and took its time."""

    to: IO[str]
    back: IO[str]

    def write(self, state: Path, seed: int, seconds: float | None = None) -> tuple[bool, float]:
        """Write a snapshot of company `seed`, killed after so many seconds."""
        return self._do("write", state, seed, seconds)

    def load(self, root: Path, seed: int, seconds: float | None = None) -> tuple[bool, float]:
        """Import `<seed>/list.csv`, which lies beside the workspace, killed after so many seconds."""
        return self._do("load", root, seed, seconds)

    def _do(self, what: str, where: Path, seed: int, seconds: float | None) -> tuple[bool, float]:
        self.to.write(json.dumps([what, str(where), seed, seconds]) + "\n")
        self.to.flush()
        killed, took = json.loads(self.back.readline())
        return killed, took


@contextmanager
def killer() -> Iterator[Killer]:
    """Start the process, and end it with the block."""
    tests = Path(__file__).parent
    with subprocess.Popen(
        [sys.executable, "-m", "killed"], cwd=tests, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Killer(process.stdin, process.stdout)
        process.stdin.close()


def _write(state: Path, seed: int) -> None:
    file = state.parent / f"{seed}.csv"
    stored(state, company(200, seed), files={keep_file(state, file): file})


def _load(root: Path, seed: int) -> None:
    now = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)
    path = root.parent / str(seed) / "list.csv"
    done = import_into(root, Request(paths=[path], now=now, who="ada", answers={}))
    if done.refused:
        raise AssertionError(done.findings)


ACTIONS = {"write": _write, "load": _load}


def _run_and_kill(action: str, folder: Path, seed: int, seconds: float | None) -> tuple[bool, float]:
    ready, tell = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.write(tell, b"1")
            ACTIONS[action](folder, seed)
            status = 0
        finally:
            os._exit(status)
    os.read(ready, 1)
    begun = time.monotonic()
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(ready)
    os.close(tell)
    if status not in (0, -signal.SIGKILL):
        raise AssertionError(status)
    return status != 0, time.monotonic() - begun


if __name__ == "__main__":
    for line in sys.stdin:
        what, where, number, after = json.loads(line)
        print(json.dumps(_run_and_kill(what, Path(where), number, after)), flush=True)  # noqa: T201
