"""A process that starts writes of snapshots and kills them: `python -m killed`, one line of JSON a write.

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
from pathlib import Path
from typing import IO

from stored import company, stored


@dataclass(frozen=True)
class Killer:
    """The running process: `kill` gives back whether the write was still going on."""

    to: IO[str]
    back: IO[str]

    def write(self, state: Path, seed: int, seconds: float | None) -> tuple[bool, float]:
        """Write company `seed`, killed after so many seconds; return whether it was, and how long it took."""
        self.to.write(json.dumps([str(state), seed, seconds]) + "\n")
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


def _write_and_kill(state: Path, seed: int, seconds: float | None) -> tuple[bool, float]:
    ready, tell = os.pipe()
    tables = company(200, seed)
    child = os.fork()
    if not child:
        os.write(tell, b"1")
        file = state.parent / f"{seed}.csv"
        from bookload.data.snapshots import keep_file

        stored(state, tables, files={keep_file(state, file): file})
        os._exit(0)
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
        folder, number, after = json.loads(line)
        print(json.dumps(_write_and_kill(Path(folder), number, after)), flush=True)  # noqa: T201
