"""Running a part of a test in a process of its own, which may be limited or die."""

from __future__ import annotations

import os
import select
import signal
import traceback
from collections.abc import Callable

PATIENCE = 180
"""Seconds after which a process that says nothing is ended: a fork can wait for a lock that nobody holds."""


def in_child(action: Callable[[], str]) -> str:
    """Return what the action returns in a forked process; its traceback if it raises."""
    ready, tell = os.pipe()
    child = os.fork()
    if not child:
        told = ""
        try:
            told = action()
        except BaseException:  # noqa: BLE001 - whatever it is, the parent's test fails by it, not this process
            told = traceback.format_exc()
        finally:
            os.write(tell, told.encode())
            os._exit(0)
    os.close(tell)
    with os.fdopen(ready) as answer:
        if not select.select([answer], [], [], PATIENCE)[0]:
            os.kill(child, signal.SIGKILL)
        told = answer.read()
    os.waitpid(child, 0)
    return told
