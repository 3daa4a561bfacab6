"""One server a workspace and one a port: the second is told who was first, and how to go on."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bookload.base.errors import UsageError
from bookload.web.state import State
from bookload.web.taken import HOLDER, alone, demand_free
from commanded import run


def test_a_workspace_that_is_served_says_by_whom_and_where(tmp_path: Path) -> None:
    with alone(State(tmp_path), "http://127.0.0.1:8787"):
        ran = run("serve", "--workspace", str(tmp_path), "--port", "8788")
    assert ran.code == 2
    assert f"is served already, at http://127.0.0.1:8787 by process {os.getpid()}; open that" in ran.err
    assert not State(tmp_path).database.exists(), "nothing was begun"
    with alone(State(tmp_path), "http://127.0.0.1:8787"):
        pass


def test_processes_of_a_server_that_was_killed_are_waited_for(tmp_path: Path) -> None:
    state = State(tmp_path)
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    with alone(state, "http://127.0.0.1:8787"):
        said = {"process": int(dead.stdout), "address": "http://127.0.0.1:8787"}
        (state.folder / HOLDER).write_text(json.dumps(said), encoding="utf-8")
        with pytest.raises(UsageError, match="server that was ended still hold"), alone(state, "", 0.3):
            pass


@pytest.mark.parametrize("wide", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - what somebody else listens on
def test_a_port_that_is_taken_is_not_shared(tmp_path: Path, wide: str) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind((wide, 0))
        other.listen()
        port = other.getsockname()[1]
        ran = run("serve", "--workspace", str(tmp_path), "--port", str(port))
    assert ran.code == 2
    assert f"another program listens on port {port} of 127.0.0.1; choose another one (--port)" in ran.err
    assert not State(tmp_path).database.exists()
    demand_free("127.0.0.1", port)


def test_an_address_that_is_not_of_this_machine_is_no_place_to_listen() -> None:
    with pytest.raises(UsageError, match=r"nobody can listen on port 8787 of 192\.0\.2\.1 here"):
        demand_free("192.0.2.1", 8787)
