"""The server itself, on a real port: it says our lines alone, lets slow clients go, and stops gracefully."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from servers import free_port
from serving import TOKEN, Visitor, serving, wait_until

HERE = Path(__file__).parent.parent


@dataclass
class Echo:
    """A server that says back what it was sent."""

    process: subprocess.Popen[bytes]
    port: int
    go: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)


@pytest.fixture
def echoing(tmp_path: Path) -> Iterator[Echo]:
    port, (waits, go) = free_port(), os.pipe()
    environment = os.environ | {"BOOKLOAD_SILENCE": "0.5", "ECHO_WAITS": str(waits), "PYTHONPATH": str(HERE)}
    with (tmp_path / "err").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "echoing.py"), str(port)],
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment,
            pass_fds=(waits,),
        )
    server = Echo(process, port, go)
    wait_until(lambda: _listens(port))
    try:
        yield server
    finally:
        os.close(go)
        os.close(waits)
        if process.poll() is None:
            process.terminate()
        process.wait(60)
        assert process.stdout is not None
        process.stdout.close()
    assert (tmp_path / "err").read_bytes() == b"", "it says nothing of itself"


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_who_sends_a_body_or_a_head_too_slowly_is_told_so_and_let_go(echoing: Echo) -> None:
    body, head = echoing.connect(), echoing.connect()
    body.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
    head.sendall(b"GET / HTTP/1.1\r\nHo")
    quick = http.client.HTTPConnection("127.0.0.1", echoing.port, timeout=60)
    quick.request("POST", "/", b"quick")
    assert quick.getresponse().read() == b"quick"
    quick.close()
    told = b""
    while piece := body.recv(4_096):
        told += piece
    assert told.startswith(b"HTTP/1.1 408 ")
    assert told.endswith(b"send it again over a faster connection.\n")
    while head.recv(4_096):
        pass
    body.close()
    head.close()


def test_told_to_stop_it_answers_what_it_is_answering_and_takes_nothing_more(echoing: Echo) -> None:
    begun = http.client.HTTPConnection("127.0.0.1", echoing.port, timeout=60)
    begun.request("POST", "/slow", b"whole")
    assert echoing.process.stdout is not None
    assert echoing.process.stdout.readline() == b"begun\n"
    echoing.process.send_signal(signal.SIGTERM)
    wait_until(lambda: not _listens(echoing.port))
    assert echoing.process.poll() is None
    os.write(echoing.go, b".")
    assert begun.getresponse().read() == b"whole"
    begun.close()
    assert echoing.process.wait(60) == 0


@pytest.mark.prove
def test_told_to_stop_the_app_answers_what_it_answers_and_tells_what_became_of_work(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    with serving(root) as (owner, server):
        owner.bring(crm="account,owner,mrr\nA1,Ada,100\n")
        page = owner.url
        owner.wait_for("What would be there", page)
        with (root / ".bookload" / "web" / "importing.lock").open("a") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # the import waits for it, and goes on when all is stopped
            owner.post(f"{page}/go")
            owner.wait_for("Waiting for another import", page)
            with closing(sqlite3.connect(root / ".bookload" / "web" / "app.sqlite3", timeout=20)) as rows:
                rows.execute("BEGIN IMMEDIATE")  # who signs out waits for it
                port = int(owner.home.rpartition(":")[2])
                leaving = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                leaving.request(
                    "POST", "/out", urlencode({"csrfmiddlewaretoken": _token(owner)}), _head(owner)
                )
                wait_until(lambda: _taken_in(port, leaving.sock.getsockname()[1]))
                server.send_signal(signal.SIGTERM)
                wait_until(lambda: not _listens(port))
                rows.rollback()
            told = leaving.getresponse()
            assert (told.status, told.headers["Location"]) == (302, "/in"), "what was being answered was"
            leaving.close()
            assert server.wait(60) == 0
    stopped = owner.jobs()[-1]
    assert (stopped["state"], "server was stopped" in str(stopped["error"])) == ("failed", True)
    assert not (root / ".bookload" / "snapshots").exists()


def _token(visitor: Visitor) -> str:
    found = TOKEN.search(visitor.text)
    assert found is not None
    return found[1]


def _head(visitor: Visitor) -> dict[str, str]:
    cookies = "; ".join(f"{each.name}={each.value}" for each in visitor.cookies)
    kind = "application/x-www-form-urlencoded"
    return {"Cookie": cookies, "Content-Type": kind, "Referer": visitor.home}


def _taken_in(port: int, by: int) -> bool:
    """Return whether the server has read all that came by a connection, of which the system keeps count."""
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, local, remote, _, queues, *_ = line.split()
        if (int(local[-4:], 16), int(remote[-4:], 16)) == (port, by):
            return int(queues.partition(":")[2], 16) == 0
    return False


LIGHT = """\
import sys, django
django.setup()
import bookload.web.server, bookload.web.jobs.keeper, bookload.web.migrating, bookload.web.people.ways_in
print([name for name in ("ibis", "pyarrow", "altair", "bookload.report.page") if name in sys.modules])
"""


def test_who_starts_the_processes_loads_nothing_that_draws_pages(_django: None) -> None:  # noqa: PT019
    from django.conf import settings

    from bookload.report.page import STYLE

    told = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
    assert STYLE in settings.STATICFILES_DIRS
