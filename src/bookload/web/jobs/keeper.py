"""Keeps a supervisor beside the server for as long as it serves, and lets no process outlive the server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SERVER = "BOOKLOAD_SERVER"
"""The environment variable by which a process that answers knows the one that started it."""

LOOK = 1.0
PATIENCE = 10.0


@contextmanager
def supervised() -> Iterator[None]:
    """Have jobs done while the block runs, in which processes that answer are started."""
    os.environ[SERVER] = str(os.getpid())
    over = threading.Event()
    thread = threading.Thread(target=_keep, args=(over,), name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(PATIENCE)


def follow(server: str | None) -> None:
    """End this process when the server is gone: one that was killed leaves nobody on its port."""
    if server is not None:
        threading.Thread(target=_follow, args=(int(server),), name="follower", daemon=True).start()


def _follow(server: int) -> None:
    over = threading.Event()
    while os.getppid() == server:
        over.wait(LOOK)
    os._exit(1)


def _keep(over: threading.Event) -> None:
    """Start a supervisor, another whenever one is gone, and stop the last."""
    process = _started()
    while not over.wait(LOOK):
        if process.poll() is not None:
            process = _started()
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bookload.web.watch"]
    # A group of its own: a key press in the terminal is for the server, which then stops this.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own
