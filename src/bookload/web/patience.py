"""Waiting for what slow clients send: who is slow waits alone, in no thread of ours, and not for ever.

A client has to send something every few seconds, and the whole at some least pace. What counts is the time
that was spent waiting for it: a server that is busy makes nobody late.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

SILENCE = "BOOKLOAD_SILENCE"
"""The environment variable that says for how many seconds a client may send, or take, nothing."""

SECONDS = 20.0
PACE = 1_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: `silence` seconds for anything, and on the whole for `pace` bytes a second."""

    silence: float = SECONDS
    pace: int = PACE

    def left(self, waited: float, came: int) -> float:
        """Return for how many seconds to wait for more, after so many seconds and bytes."""
        return min(self.silence, self.silence + came / self.pace - waited)


def seconds() -> float:
    """Return for how many seconds a client may send, or take, nothing: as set, else 20."""
    return float(os.environ.get(SILENCE, SECONDS))


class LateError(Exception):
    """A client that sends too slowly, or takes too slowly what it asked for."""


class GoneError(Exception):
    """A client that is gone before all of its request came."""


class Incoming:
    """What a client sends, piece by piece; `came` bytes of `length` so far."""

    def __init__(self, receive: Receive, length: int, patience: Patience) -> None:
        """Wait for `length` bytes with patience."""
        self.length = length
        self.came = 0
        self._receive = receive
        self._patience = patience
        self._waited = 0.0
        self._whole = length == 0

    async def piece(self) -> bytes:
        """Return what comes next, nothing at the end; raise `LateError` or `GoneError` where it does not."""
        while not self._whole:
            message = await self._next()
            if message["type"] != "http.request":
                raise GoneError
            self._whole = not message.get("more_body", False)
            piece: bytes = message.get("body", b"")
            self.came += len(piece)
            if self._whole and self.came < self.length:
                raise GoneError
            if piece:
                return piece
        return b""

    async def much(self, size: int) -> bytes:
        """Return at least so much of what comes next, less at the end; raise as `piece` does."""
        found = bytearray()
        while len(found) < size and (piece := await self.piece()):
            found += piece
        return bytes(found)

    async def _next(self) -> Message:
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            return await asyncio.wait_for(
                _as_task(self._receive()), max(0.0, self._patience.left(self._waited, self.came))
            )
        except TimeoutError:
            raise LateError from None
        finally:
            self._waited += clock() - begun


async def _as_task(wanted: Awaitable[Message]) -> Message:
    """Wait for what is no coroutine: what a server gives may be any awaitable."""
    return await wanted
