"""Posting one message: to the address that was looked at, within a time, redirects looked at too."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from bookload.base.errors import UsageError
from bookload.web.hooks.address import NOBODY, Address, UnreachableError, resolved

SECONDS = 15.0
"""How long one message may take, from the connection to the status, however slowly the other side speaks."""

REDIRECTS = 3
FOLLOWED = frozenset({307, 308})
"""Redirects that post again what was posted; others would fetch, which is not what was meant."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of it: the status, or in words why there is none."""

    status: int | None
    words: str

    @property
    def arrived(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - what HTTP calls success


def post(url: str, body: bytes, headers: Mapping[str, str], allowed: AbstractSet[str] = NOBODY) -> Posted:
    """Post a body and return what came of it; every address on the way is looked at and has to be public."""
    try:
        for _ in range(REDIRECTS + 1):
            address = resolved(url, allowed)
            answer = exchange(address, "POST", headers, body)
            if answer.status not in FOLLOWED or answer.location is None:
                return Posted(answer.status, f"answered {answer.status}")
            url = urljoin(url, answer.location)
    except (UsageError, UnreachableError) as error:
        return Posted(None, str(error))
    return Posted(None, f"was sent on more than {REDIRECTS} times")


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at, whatever its name resolves to by now."""

    def __init__(self, address: Address) -> None:
        super().__init__(address.host, address.port, timeout=SECONDS)
        self.address = address

    def connect(self) -> None:
        """Connect; with TLS the certificate has to be the name's."""
        plain = socket.create_connection((self.address.ip, self.address.port), timeout=SECONDS)
        if self.address.scheme == "http":
            self.sock = plain
            return
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.address.host)
        except BaseException:
            plain.close()
            raise


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side answered: the status, where a redirect leads, and the body that was asked for."""

    status: int
    location: str | None
    body: bytes


def exchange(
    address: Address, method: str, headers: Mapping[str, str], body: bytes | None = None, *, most: int = 0
) -> Answered:
    """Return what an address that was looked at answers, of its body up to `most` bytes.

    Raises `UnreachableError` for one that does not answer in time, or longer than that where it is read.
    """
    connection = _Pinned(address)
    late = threading.Timer(SECONDS, _cut, (connection,))
    late.daemon = True
    late.start()
    try:
        connection.request(method, address.target, body, {**headers, "Host": address.named})
        answer = connection.getresponse()
        read = answer.read(most + 1) if most else b""
        if len(read) > most:
            raise UnreachableError(f"'{address.host}' answered with more than {most:,} bytes")
        return Answered(answer.status, answer.getheader("Location"), read)
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(f"'{address.host}' did not answer ({type(error).__name__})") from error
    finally:
        late.cancel()
        connection.close()


def _cut(connection: _Pinned) -> None:
    """End a connection that takes too long; a socket's own time limit starts anew with every byte."""
    found = connection.sock
    if found is not None:
        with suppress(OSError):
            found.shutdown(socket.SHUT_RDWR)
