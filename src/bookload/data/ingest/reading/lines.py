"""Text cut into blocks of whole lines, so that files of any length are looked at in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 21


def whole_lines(text: BinaryIO) -> Iterator[bytes]:
    """Yield the text in blocks that end with a line end, but for the last one."""
    rest = b""
    while block := text.read(BLOCK):
        block = rest + block
        cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest:
        yield rest


def line_ends(block: bytes) -> int:
    """Return how many lines end in a block: a return and a line feed together end one."""
    return block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
