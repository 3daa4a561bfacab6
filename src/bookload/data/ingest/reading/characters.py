"""Refused characters of a text file, each at its line and column."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import SHOWN_OF_A_KIND
from bookload.data.ingest.reading.forbidden import refused_character
from bookload.data.ingest.reading.lines import line_ends, whole_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.errors import Finding
    from bookload.base.progress import Progress
    from bookload.data.ingest.reading.encoding import Utf8
    from bookload.data.ingest.reading.listing import Listing

_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_BEYOND_ASCII = re.compile(rb"\xc2[\x80-\x9f]|\xef\xbb\xbf|\xef\xbf\xbd")
_ANY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xef\xbb\xbf|\xef\xbf\xbd")
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True)
class Layout:
    """What it takes to name the column that a place in a line belongs to."""

    delimiter: str
    names: Sequence[str]


def check_characters(text: Utf8, layout: Layout, listing: Listing, progress: Progress) -> None:
    """List every refused character of a text file with its line and column."""
    line, listed = 1, 0
    with text.path.open("rb") as file:
        file.seek(text.start)
        for block in whole_lines(file):
            if _suspect(block):
                for match in _ANY.finditer(block):
                    listed += 1
                    if listed <= SHOWN_OF_A_KIND:
                        listing.add(_at(block, match, line, layout))
            line += line_ends(block)
            progress.step("checking characters", file.tell())
    listing.leave_out("control_character", None, max(0, listed - SHOWN_OF_A_KIND))


def _suspect(block: bytes) -> bool:
    if len(block.translate(None, _CONTROLS)) != len(block):
        return True
    return not block.isascii() and _BEYOND_ASCII.search(block) is not None


def _at(block: bytes, match: re.Match[bytes], line: int, layout: Layout) -> Finding:
    before = block[: match.start()]
    row = line + line_ends(before)
    begin = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    fields = next(csv.reader([before[begin:].decode()], delimiter=layout.delimiter), [""])
    index = max(0, len(fields) - 1)
    column = layout.names[index] if index < len(layout.names) else None
    end = _LINE_END.search(block, match.end())
    value = (fields[-1] if fields else "") + block[match.start() : end.start() if end else None].decode()
    return refused_character(match[0].decode(), row, column or None, value.split(layout.delimiter)[0])
