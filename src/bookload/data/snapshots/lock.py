"""Who may write: one import at a time, the next one waits and is told for whom."""

from __future__ import annotations

import fcntl
import os
import pwd
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bookload.data.snapshots.files import writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

    from bookload.base.progress import Progress

_PAUSE = 0.05


@contextmanager
def write_lock(state: Path, what: str, progress: Progress) -> Iterator[None]:
    """Hold `state/lock` while the block runs; `what` tells those who wait for whom they do.

    While another process holds it, `progress` is told for whom it waits, again and again, so
    that the wait can be cancelled. The system lets go of the lock when its holder dies.
    """
    with writing("the lock of the workspace"):
        state.mkdir(parents=True, exist_ok=True)
        file = (state / "lock").open("a+b", buffering=0)
    with file:
        while not _taken(file):
            progress.step(f"waiting for {_holder(file)}", 0)
            time.sleep(_PAUSE)
        with writing("the lock of the workspace"):
            file.truncate(0)
            file.write(f"the {what} by {_user()} (process {os.getpid()})".encode())
        yield


def _taken(file: FileIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: FileIO) -> str:
    file.seek(0)
    return file.read().decode() or "another process"


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user may have no name
        return f"user {os.getuid()}"
