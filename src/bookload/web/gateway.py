"""From the server to the app: requests are waited for all at once, and answered a few at a time.

The server speaks ASGI, in which waiting costs no thread and can be given up; the app is one of WSGI. A body
is read before anybody works on the request, but for a large one, which is read while it is worked on.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO, RawIOBase
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from bookload.web.patience import GoneError, Incoming, LateError, Patience

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from _typeshed.wsgi import WSGIApplication

    from bookload.web.patience import Message, Receive

    Send = Callable[[Message], Awaitable[None]]

READ_FIRST = 6 * 2**20
"""What is read before anybody works on it; what is larger only somebody sends who may import."""

IN_MEMORY = 2**18
AT_ONCE = 2**18
"""How many bytes of an answer are taken from the app at a time."""

PIECE = 2**16
"""How many bytes of a long answer a client has to take before its time begins anew."""

READS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LATE = b"The request came too slowly; send it again over a faster connection.\n"
CUT = b"The request did not come whole; send it once more.\n"


class CutShortError(OSError):
    """A body that ended before its end, as who reads it learns of it."""


@dataclass(slots=True)
class Answer:
    """What the app answers; `first` is how it begins, `more` the rest, None where that was all."""

    status: int
    headers: list[tuple[bytes, bytes]]
    first: bytes
    more: Iterator[bytes] | None
    source: Iterable[bytes]


class Gateway:
    """An application of ASGI that gives one of WSGI what came whole, `at_once` requests at a time."""

    def __init__(self, application: WSGIApplication, at_once: int, patience: Patience | None = None) -> None:
        """Answer `at_once` requests at a time, however many are on their way in."""
        self._application = application
        self._patience = patience or Patience()
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="answer")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Wait for a request and answer it; 408 for who is too slow, 400 for what does not come whole."""
        if scope["type"] != "http":
            return
        incoming = Incoming(receive, _length(scope), self._patience)
        try:
            await self._exchanged(scope, incoming, send)
        except LateError:
            await _refused(scope, send, HTTPStatus.REQUEST_TIMEOUT, LATE)
        except GoneError:
            await _refused(scope, send, HTTPStatus.BAD_REQUEST, CUT)

    async def _exchanged(self, scope: Message, incoming: Incoming, send: Send) -> None:
        loop = asyncio.get_running_loop()
        with ExitStack() as kept:
            body: IO[bytes] | Streamed
            streamed = None
            if incoming.length > READ_FIRST:
                body = streamed = Streamed(incoming, loop)
            elif incoming.length:
                body = kept.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
                while piece := await incoming.piece():
                    body.write(piece)
                body.seek(0)
            else:
                body = BytesIO()
            answer = await loop.run_in_executor(self._threads, self._answered, environ_of(scope, body))
            try:
                if streamed is not None and streamed.wrong is not None:
                    raise streamed.wrong  # whatever was made of what came, it was not what was sent
                await self._sent(answer, send)
            finally:
                if answer.more is not None:
                    await loop.run_in_executor(self._threads, _closed, answer.source)

    def _answered(self, environ: dict[str, Any]) -> Answer:
        """Ask the app, in a thread, for its answer's beginning: for most all of it."""
        told: list[Any] = []

        def start(
            status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[[bytes], object]:
            told[:] = [status, headers]
            return _unwritten

        source = self._application(environ, start)
        pieces = iter(source)
        first = _gathered(pieces)
        if ended := len(first) < AT_ONCE:
            _closed(source)
        named = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told[1]]
        return Answer(int(told[0].split(" ", 1)[0]), named, first, None if ended else pieces, source)

    async def _sent(self, answer: Answer, send: Send) -> None:
        """Send an answer, as fast as it is taken; give up on who takes nothing of it."""
        loop = asyncio.get_running_loop()
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        piece, more = answer.first, answer.more
        while more is not None and piece:
            for at in range(0, len(piece), PIECE):
                message = {"type": "http.response.body", "body": piece[at : at + PIECE], "more_body": True}
                try:
                    await asyncio.wait_for(_as_coroutine(send(message)), self._patience.silence)
                except TimeoutError:
                    return  # there is no way to say so: the answer has begun
            piece = await loop.run_in_executor(self._threads, _gathered, more)
        await send({"type": "http.response.body", "body": piece, "more_body": False})


class Streamed(RawIOBase):
    """A large body, read by the app in its thread while it comes; `wrong` is why not all of it came."""

    def __init__(self, incoming: Incoming, loop: asyncio.AbstractEventLoop) -> None:
        """Read what comes, in the loop that it comes in."""
        super().__init__()
        self.wrong: LateError | GoneError | None = None
        self._incoming, self._loop, self._held = incoming, loop, bytearray()

    def readable(self) -> bool:
        """Return that it is read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, less at the end; raise `CutShortError` where the rest never comes."""
        while size < 0 or len(self._held) < size:
            piece = self._next()
            if not piece:
                break
            self._held += piece
        taken = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(taken)]
        return taken

    def _next(self) -> bytes:
        if self.wrong is not None:
            raise CutShortError
        try:
            return asyncio.run_coroutine_threadsafe(self._incoming.much(AT_ONCE), self._loop).result()
        except (LateError, GoneError) as error:
            self.wrong = error
            raise CutShortError from error


def environ_of(scope: Message, body: IO[bytes] | Streamed) -> dict[str, Any]:
    """Return a request as WSGI has it, without headers that are written with `_`: they would hide others."""
    host, port = scope.get("server") or ("", 0)
    address, _ = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(scope),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1")
        if "_" in name:
            continue
        key = name.replace("-", "_").upper()
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        said = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{said}" if key in environ else said
    return environ


def _path(scope: Message) -> str:
    raw = scope.get("raw_path")
    path: bytes = unquote_to_bytes(raw.partition(b"?")[0]) if raw else scope["path"].encode()
    return path.decode("latin-1")


def _length(scope: Message) -> int:
    """Return how much a request brings to be read."""
    if scope["method"] not in READS:
        return 0
    said = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
    return int(said) if said.isdigit() else 0


def _gathered(pieces: Iterator[bytes]) -> bytes:
    """Return so much of an answer, less at its end."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) >= AT_ONCE:
            break
    return bytes(found)


def _closed(source: Iterable[bytes]) -> None:
    if (close := getattr(source, "close", None)) is not None:
        close()


def _unwritten(_piece: bytes) -> None:
    raise NotImplementedError("nothing is written but what the app returns")


async def _refused(scope: Message, send: Send, status: HTTPStatus, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(words)).encode())]
    if scope.get("http_version", "1.1").startswith("1"):
        headers.append((b"connection", b"close"))  # what is left of the request is not waited for
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": words, "more_body": False})


async def _as_coroutine(done: Awaitable[None]) -> None:
    await done
