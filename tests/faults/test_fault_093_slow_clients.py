"""93. Slow clients wait alone and time out: a byte now and then keeps nobody from being answered."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bookload.web.gateway import AT_ONCE, IN_MEMORY, PIECE, READ_FIRST, Gateway, environ_of
from bookload.web.patience import Message, Patience
from serving import serving

SLOW = 10
SHORT = Patience(silence=0.2, pace=1_000)


@dataclass
class Asking:
    """A request as a server hands it on: what comes of its body, and what is sent back."""

    length: int
    pieces: list[bytes] = field(default_factory=list)
    method: str = "POST"
    then: str = "silence"
    headers: tuple[tuple[bytes, bytes], ...] = ()
    sent: list[Message] = field(default_factory=list)

    @property
    def scope(self) -> Message:
        length = str(self.length).encode()
        return {
            "type": "http",
            "method": self.method,
            "path": "/a b",
            "raw_path": b"/a%20b%ff",
            "query_string": b"x=1",
            "headers": [(b"content-length", length), *self.headers],
            "client": ("10.0.0.9", 5),
            "server": ("127.0.0.1", 8787),
        }

    async def receive(self) -> Message:
        if self.pieces:
            piece = self.pieces.pop(0)
            self.length -= len(piece)
            return {"type": "http.request", "body": piece, "more_body": self.length > 0}
        if self.then == "silence":
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def told(self) -> tuple[int, bytes]:
        return self.sent[0]["status"], b"".join(each["body"] for each in self.sent[1:])


def answered(gateway: Gateway, *asking: Asking) -> list[tuple[int, bytes]]:
    async def all_of_them() -> None:
        await asyncio.gather(*(gateway(each.scope, each.receive, each.send) for each in asking))

    asyncio.run(all_of_them())
    return [each.told for each in asking]


def echo(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


def test_who_is_slow_is_told_so_and_keeps_nobody_from_being_answered():
    slow = [Asking(100, [b"a=1"]) for _ in range(SLOW)]
    quick, nothing = Asking(5, [b"qu", b"ick"]), Asking(0, method="GET")
    told = answered(Gateway(echo, 1, SHORT), *slow, quick, nothing)
    assert {status for status, _ in told[:SLOW]} == {408}
    assert told[SLOW:] == [(200, b"quick"), (200, b"")]
    assert (b"connection", b"close") in slow[0].sent[0]["headers"]


def test_who_is_gone_before_all_came_is_not_worked_on():
    worked: list[str] = []

    def app(environ, start):
        worked.append(environ["PATH_INFO"])
        return echo(environ, start)

    assert answered(Gateway(app, 1, SHORT), Asking(100, [b"a=1"], then="end"))[0][0] == 400
    assert worked == []


def test_a_byte_now_and_then_is_not_enough():
    patience = Patience(silence=20, pace=1_000)
    assert patience.left(waited=0, came=0) == 20
    assert patience.left(waited=19, came=19) < 1.1, "nineteen bytes in nineteen seconds"
    assert patience.left(waited=600, came=600_000) == 20, "slow, but at the pace that is asked for"
    assert patience.left(waited=21, came=50) < 0
    assert patience.left(waited=1, came=10_000_000) == 20, "however much came, silence ends it"


@pytest.mark.parametrize("size", [1, 65_536, IN_MEMORY + 1, READ_FIRST, READ_FIRST + 70_000])
def test_what_comes_in_time_comes_whole(size):
    content = (bytes(range(256)) * (size // 256 + 1))[:size]
    pieces = [content[at : at + 50_000] for at in range(0, size, 50_000)]
    assert answered(Gateway(echo, 1, SHORT), Asking(size, pieces)) == [(200, content)]


@pytest.mark.parametrize(("then", "status"), [("silence", 408), ("end", 400)])
def test_a_large_body_that_stops_is_no_shorter_body(then, status):
    seen: list[str] = []

    def app(environ, start):
        try:
            environ["wsgi.input"].read(READ_FIRST + 1)
        except OSError as error:
            seen.append(type(error).__name__)
        start("200 OK", [])
        return [b"imported what came"]

    asking = Asking(READ_FIRST + 1, [b"a" * 100_000], then=then)
    assert answered(Gateway(app, 1, SHORT), asking)[0][0] == status
    assert seen == ["CutShortError"]


@pytest.mark.parametrize("piece", [4_096, 819_200])
def test_a_long_answer_goes_out_as_it_is_taken_and_is_closed(piece):
    class Long:
        closed = 0

        def __iter__(self):
            return (b"x" * piece for _ in range(819_200 // piece))

        def close(self):
            self.closed += 1

    long = Long()

    def app(_environ, start):
        start("200 OK", [])
        return long

    asking = Asking(0, method="GET")
    assert answered(Gateway(app, 1, SHORT), asking) == [(200, b"x" * 4_096 * 200)]
    assert max(len(each["body"]) for each in asking.sent[1:]) == PIECE
    assert long.closed == 1


def test_who_takes_nothing_of_a_long_answer_is_left(monkeypatch):
    asking = Asking(0, method="GET")
    taken: list[int] = []

    async def stuck(message: Message) -> None:
        taken.append(len(message.get("body", b"")))
        if message.get("more_body"):
            await asyncio.Event().wait()

    def app(_environ, start):
        start("200 OK", [])
        return (b"x" * AT_ONCE for _ in range(100))

    monkeypatch.setattr(asking, "send", stuck)
    gateway = Gateway(app, 1, SHORT)
    asyncio.run(gateway(asking.scope, asking.receive, asking.send))
    assert taken == [0, PIECE]


@pytest.mark.parametrize("length", [b"", b"-5", b"many", b"0"])
def test_what_says_nothing_of_its_length_has_none(length):
    asking = Asking(0)
    scope = {**asking.scope, "headers": [(b"content-length", length)]}
    asyncio.run(Gateway(_input, 1, SHORT)(scope, asking.receive, asking.send))
    assert asking.told == (200, b"")


def _input(environ, start):
    start("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_the_app_is_told_what_the_request_says_and_no_header_hides_another():
    headers = (
        (b"x-forwarded-proto", b"http"),
        (b"x_forwarded_proto", b"https"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"content-type", b"text/csv"),
    )
    found = environ_of(Asking(7, headers=headers).scope, io.BytesIO())
    assert found["PATH_INFO"].encode("latin-1") == b"/a b\xff"
    assert (found["QUERY_STRING"], found["REMOTE_ADDR"], found["SERVER_PORT"]) == ("x=1", "10.0.0.9", "8787")
    assert found["HTTP_X_FORWARDED_PROTO"] == "http"
    assert (found["HTTP_COOKIE"], found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == (
        "a=1; b=2",
        "text/csv",
        "7",
    )


@pytest.mark.prove
def test_a_server_with_many_slow_clients_answers_others_and_lets_them_go(
    tmp_path: Path, promised: Callable[[str, int], int]
):
    clients = promised("slow clients beside one who is not", 400)
    with serving(tmp_path / "acme", BOOKLOAD_SILENCE="3") as (owner, _):
        host, port = urlsplit(owner.home).hostname or "", urlsplit(owner.home).port or 0
        head = "POST /in HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=" + "a" * 32
        slow = [socket.create_connection((host, port)) for _ in range(clients)]
        for each in slow:
            each.sendall(f"{head}\r\nContent-Length: 100\r\n\r\na=1".encode())
        for _ in range(5):
            quick = http.client.HTTPConnection(host, port, timeout=15)
            quick.request("GET", "/health")
            assert quick.getresponse().status == 200
            quick.close()
        long = http.client.HTTPConnection(host, port, timeout=15)
        long.request("GET", "/health", headers={"X-Long": "a" * 100_000})
        assert long.getresponse().status == 431
        for each in slow:
            each.settimeout(60)
            assert each.recv(65_536).startswith(b"HTTP/1.1 408")
            assert each.recv(65_536) == b"", "the connection is closed"
            each.close()
