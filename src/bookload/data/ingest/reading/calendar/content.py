"""The content lines of a calendar: unfolded, within a length, each a name with parameters and a value.

Lines are read from bytes with a bound, since a file may be one line without end, and since a fold may go
through the middle of a character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_CHUNK = 1 << 16
_LINE = re.compile(r"([A-Za-z0-9-]++)((?:;[A-Za-z0-9-]++=(?:\"[^\"]*+\"|[^\";:]++)*+)*+):(.*+)", re.DOTALL)
_PARAMETER = re.compile(r";([A-Za-z0-9-]++)=((?:\"[^\"]*+\"|[^\";:]++)*+)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One unfolded line and the line of the file that it begins on; `cut` if it is longer than is allowed."""

    number: int
    text: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an event: its name and those of its parameters in capitals."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    def parameter(self, name: str) -> str | None:
        """Return a parameter's value without quotes, None where there is no such parameter."""
        return next((value for key, value in self.parameters if key == name), None)

    def written(self) -> str:
        """Return the content line that says this, parameters in quotes where they need them."""
        pairs = "".join(f";{name}={_quoted(value)}" for name, value in self.parameters)
        return f"{self.name}{pairs}:{self.value}"

    @property
    def text(self) -> str:
        """The value as a person reads it, escapes undone."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value).strip()


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search("[:;,]", value) else value


def lines(file: BinaryIO, longest: int) -> Iterator[Line]:
    """Yield the unfolded lines of a calendar; of a longer one than `longest` bytes only its beginning."""
    number, begun, size, cut, fresh = 0, 0, 0, False, True
    held: list[bytes] = []
    while part := file.readline(_CHUNK):
        whole = part.endswith(b"\n")
        if fresh:
            number += 1
            if part[:1] in (b" ", b"\t"):
                part = part[1:]
            else:
                if begun:
                    yield _line(begun, held, cut=cut)
                begun, held, size, cut = number, [], 0, False
        body = part.rstrip(b"\r\n") if whole else part
        cut = cut or size + len(body) > longest
        if not cut:
            held.append(body)
            size += len(body)
        elif not held:
            held.append(body[:longest])
        fresh = whole
    if begun:
        yield _line(begun, held, cut=cut)


def _line(begun: int, held: list[bytes], *, cut: bool) -> Line:
    text = b"".join(held).decode("utf-8", "replace")
    return Line(begun, text.removeprefix("\ufeff") if begun == 1 else text, cut)


def parsed(text: str) -> Property | None:
    """Return the property that an unfolded line says, None where it says none."""
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    pairs = tuple((name.upper(), value.replace('"', "")) for name, value in _PARAMETER.findall(found[2]))
    return Property(found[1].upper(), pairs, found[3])
