"""Where the records of a text file begin, found with arrays over its bytes.

A quoted value may hold line ends, so a record's number is the line that it begins on.
The scan also says whether every quote stands where RFC 4180 lets one stand; only then
may the fast reader be trusted with the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from bookload.data.ingest.reading.lines import whole_lines

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from bookload.base.progress import Progress

_QUOTE, _NEWLINE, _RETURN = 34, 10, 13


@dataclass(frozen=True)
class Structure:
    """What a scan found: records with a value, whether quotes are sound, whether values span lines."""

    records: int
    sound: bool
    spanning: bool


def scan(text: BinaryIO, first_line: int, delimiter: str, numbers: Path, progress: Progress) -> Structure:
    """Write the line number of each record from here on into `numbers`, as 64-bit integers.

    `text` stands at the beginning of a record, on line `first_line`. Records without
    a byte are left out, as the fast reader leaves them out.
    """
    state = _State(first_line, ord(delimiter))
    records = 0
    with numbers.open("wb") as out:
        for block in whole_lines(text):
            lines = state.take(block)
            if lines is None:
                return Structure(records, sound=False, spanning=True)
            out.write(lines.tobytes())
            records += len(lines)
            progress.step("counting rows", text.tell())
    return Structure(records, sound=not state.quoted, spanning=state.spanning)


class _State:
    """Whether the text so far ends inside a quoted value, and on which line."""

    def __init__(self, line: int, delimiter: int) -> None:
        self.line = line
        self.quoted = False
        self.spanning = False
        self._beside = np.zeros(256, bool)
        self._beside[[delimiter, _QUOTE, _NEWLINE, _RETURN]] = True

    def take(self, block: bytes) -> NDArray[np.int64] | None:
        """Return the lines on which the block's records begin; None where a quote stands wrong."""
        data = np.frombuffer(block, np.uint8)
        ends = _line_ends(data, block)
        inside = np.zeros(len(ends), bool)
        began_quoted = self.quoted
        if began_quoted or b'"' in block:
            quotes = np.flatnonzero(data == _QUOTE)
            if not self._sound(data, quotes):
                return None
            inside = (np.searchsorted(quotes, ends) + began_quoted) % 2 == 1
            self.quoted = bool((len(quotes) + began_quoted) % 2)
            self.spanning |= bool(inside.any()) or began_quoted
        lines = self._record_lines(block, data, ends, ~inside, began_quoted=began_quoted)
        self.line += len(ends)
        return lines

    def _sound(self, data: NDArray[np.uint8], quotes: NDArray[np.intp]) -> bool:
        """Whether opening quotes follow, and closing ones precede, a delimiter, a line end or a quote."""
        opening, closing = quotes[int(self.quoted) :: 2], quotes[1 - int(self.quoted) :: 2]
        before = self._beside[data[opening[opening > 0] - 1]]
        after = self._beside[data[closing[closing < len(data) - 1] + 1]]
        return bool(before.all() and after.all())

    def _record_lines(
        self,
        block: bytes,
        data: NDArray[np.uint8],
        ends: NDArray[np.intp],
        outside: NDArray[np.bool_],
        *,
        began_quoted: bool,
    ) -> NDArray[np.int64]:
        closing = np.flatnonzero(outside)
        starts = ends[closing] + 1
        lines = self.line + closing + 1
        if not began_quoted:
            starts, lines = np.concatenate(([0], starts)), np.concatenate(([self.line], lines))
        within = starts < len(block)
        starts, lines = starts[within], lines[within]
        first = data[starts]
        return np.asarray(lines[(first != _NEWLINE) & (first != _RETURN)], np.int64)


def _line_ends(data: NDArray[np.uint8], block: bytes) -> NDArray[np.intp]:
    """Return where lines end: at each line feed, and at each return that none follows."""
    feeds = np.flatnonzero(data == _NEWLINE)
    if b"\r" not in block:
        return feeds
    returns = np.flatnonzero(data == _RETURN)
    inner = returns[returns < len(data) - 1]
    lone = np.concatenate((inner[data[inner + 1] != _NEWLINE], returns[len(inner) :]))
    return np.sort(np.concatenate((feeds, lone))) if len(lone) else feeds
