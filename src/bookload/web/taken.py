"""One server a workspace and one a port: who comes second is told who was first, and changes nothing."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from bookload.base.errors import UsageError

if TYPE_CHECKING:
    from bookload.web.state import State

HOLDER = "serving"
"""The file that a server holds while it, or a process that it started, lives; it says who that is."""

PATIENCE = 15.0
"""How many seconds the processes of a server that was killed may take to follow it."""

PAUSE = 0.2


@contextmanager
def alone(state: State, address: str, patience: float = PATIENCE) -> Iterator[None]:
    """Be the server of a workspace while the block runs; raise `UsageError` where there is one."""
    state.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state.folder / HOLDER).open("a+", encoding="utf-8") as file:
        until = time.monotonic() + patience
        while not _locked(file):
            _demand_dead(file, state)
            if time.monotonic() > until:
                raise UsageError(
                    f"processes of a server that was ended still hold {state.root}; try again in a moment"
                )
            time.sleep(PAUSE)
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "address": address}))
        file.flush()
        yield


def demand_free(host: str, port: int) -> None:
    """Raise `UsageError` where somebody listens at a place already, or nobody here may.

    The server itself would share it: each of the two would get some of the requests.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, _, _, place in places:
            with socket.socket(family, kind) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"another program listens on port {port} of {host}; choose another one (--port), or stop "
                f"what listens there: `ss -ltnp 'sport = :{port}'` names it"
            ) from error
        raise UsageError(
            f"nobody can listen on port {port} of {host} here: {error.strerror}; "
            "choose another --port or --host"
        ) from error


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _demand_dead(file: IO[str], state: State) -> None:
    """Raise `UsageError` where the server that holds a workspace lives."""
    file.seek(0)
    try:
        said = json.loads(file.read())
        process, address = int(said["process"]), str(said["address"])
        os.kill(process, 0)
    except (ValueError, TypeError, KeyError, ProcessLookupError):
        return
    except PermissionError:
        pass  # it lives, and is somebody else's
    raise UsageError(
        f"{state.root} is served already, at {address} by process {process}; open that, or stop it first: "
        f"Ctrl-C where it was started, or `kill {process}`"
    )
