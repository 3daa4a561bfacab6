"""The protocol: JSON-RPC 2.0, a message a line, in and out; five methods, and an error for every other.

It is written here rather than taken from a library because that brings a web server, a client of HTTP and
telemetry into a process that holds a company's rows (docs/adr); the library's own client tests it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bookload import __version__
from bookload.base.errors import BookloadError
from bookload.mcp.offered import INSTRUCTIONS, answer, tools

if TYPE_CHECKING:
    from bookload.base.access import Access

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
"""The revisions of the protocol that begin with a handshake, the latest first; all say the same here."""

LONGEST = 1_000_000
"""How many bytes a message may have; what is asked here takes some hundred."""

PARSE, INVALID, NO_METHOD, PARAMETERS = -32700, -32600, -32601, -32602

Json = dict[str, Any]


class ProtocolError(Exception):
    """A message that the protocol does not know, by its code."""

    def __init__(self, code: int, words: str) -> None:
        """Say what is wrong."""
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Server:
    """What an assistant talks to: a workspace, as one reader may see it."""

    root: Path
    access: Access

    def serve(self, lines: IO[bytes], out: IO[bytes]) -> None:
        """Answer message by message until there are no more."""
        for line in _lines(lines):
            answered = self.answered(line)
            if answered is not None:
                out.write(json.dumps(answered, ensure_ascii=False).encode() + b"\n")
                out.flush()

    def answered(self, line: bytes | None) -> Json | None:
        """Return the answer to a line; None for a message that asks for none. A line too long is None."""
        try:
            message = _read(line)
        except ProtocolError as error:
            return _failed(None, error)
        identity = message.get("id")
        if "method" not in message or "id" not in message:
            return None  # a notification, or an answer to what was never asked
        try:
            return {"jsonrpc": "2.0", "id": identity, "result": self._result(message)}
        except ProtocolError as error:
            return _failed(identity, error)

    def _result(self, message: Json) -> Json:
        parameters = message.get("params", {})
        if not isinstance(parameters, dict):
            raise ProtocolError(PARAMETERS, "params is an object")
        match message["method"]:
            case "initialize":
                return _introduced(parameters)
            case "ping":
                return {}
            case "tools/list":
                return {"tools": tools(self.access)}
            case "tools/call":
                return self._called(parameters)
            case _:
                raise ProtocolError(NO_METHOD, "there is no such method; there are tools to list and to call")

    def _called(self, parameters: Json) -> Json:
        """Return what a tool answers; what is wrong with the question is an answer too, for the assistant."""
        name, said = parameters.get("name"), parameters.get("arguments") or {}
        if not isinstance(name, str) or not isinstance(said, dict):
            raise ProtocolError(PARAMETERS, "a call has a 'name' and 'arguments', an object")
        try:
            found = answer(self.root, name, said, self.access)
        except BookloadError as error:
            return {"content": [{"type": "text", "text": json.dumps({"error": str(error)})}], "isError": True}
        text = json.dumps(found, ensure_ascii=False)
        return {"content": [{"type": "text", "text": text}], "structuredContent": found, "isError": False}


def _introduced(parameters: Json) -> Json:
    wanted = parameters.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "bookload", "title": "Bookload", "version": __version__},
        "instructions": INSTRUCTIONS,
    }


def _lines(source: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines; None in place of one that is too long, whose rest is passed over."""
    while line := source.readline(LONGEST + 1):
        if len(line) <= LONGEST:
            if line.strip():
                yield line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(LONGEST)
        yield None


def _read(line: bytes | None) -> Json:
    if line is None:
        raise ProtocolError(INVALID, f"a message has at most {LONGEST} bytes")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise ProtocolError(PARSE, "this is no JSON, or is nested too deeply") from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError(INVALID, "a message is one object of JSON-RPC 2.0")
    if not isinstance(message.get("id", 0), (int, str)) or not isinstance(message.get("method", ""), str):
        raise ProtocolError(INVALID, "an id is a text or a whole number, a method a text")
    return message


def _failed(identity: object, error: ProtocolError) -> Json:
    return {"jsonrpc": "2.0", "id": identity, "error": {"code": error.code, "message": str(error)}}
