"""The entries of a list in a document (`[[stages]]`) as lines: added, taken out and moved.

An entry is its header, what follows it, and the comment right above it, so that a comment stays with what it
is about. Values inside an entry are set by `entries`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

HEADER = re.compile(r"\s*\[")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of an entry, from `first` to the one before `end`, counted from 0."""

    first: int
    end: int


def blocks(text: str, name: str) -> tuple[Block, ...]:
    """Return where the entries of a list are; none where they are written otherwise, as in one line."""
    lines = text.splitlines()
    headers = [
        number for number, line in enumerate(lines) if HEADER.match(line) and _is_outside(lines, number)
    ]
    mine = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    under = re.compile(rf"\s*\[+\s*{re.escape(name)}\s*\.")
    found = []
    for place, header in enumerate(headers):
        if not mine.match(lines[header]):
            continue
        following = (each for each in headers[place + 1 :] if not under.match(lines[each]))
        ends = next(following, None)
        beyond = len(lines) if ends is None else _begins(lines, ends)
        found.append(Block(_begins(lines, header), _ends(lines, header, beyond)))
    return tuple(found)


def without(text: str, name: str, place: int) -> str:
    """Return a text without one entry of a list and the comment right above it."""
    lines = text.splitlines(keepends=True)
    block = blocks(text, name)[place]
    after = block.end
    while after < len(lines) and not lines[after].strip():
        after += 1
    return "".join(lines[: block.first] + lines[after:])


def earlier(text: str, name: str, place: int) -> str:
    """Return a text with one entry of a list and the one before it changing places."""
    lines = _ended(text).splitlines(keepends=True)
    found = blocks(text, name)
    before, block = found[place - 1], found[place]
    moved, stays = lines[block.first : block.end], lines[before.first : before.end]
    between = lines[before.end : block.first]
    return "".join([*lines[: before.first], *moved, *between, *stays, *lines[block.end :]])


def added(text: str, name: str, entry: str) -> str:
    """Return a text with an entry below the last of its list; at the end where the list has none."""
    lines = _ended(text).splitlines(keepends=True)
    found = blocks(text, name)
    end = found[-1].end if found else len(lines)
    above = ["\n"] if end and lines[end - 1].strip() else []
    below = ["\n"] if end < len(lines) and lines[end].strip() else []
    return "".join([*lines[:end], *above, f"[[{name}]]\n", entry, *below, *lines[end:]])


def _begins(lines: list[str], header: int) -> int:
    """Return where the comment right above a header begins."""
    first = header
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first


def _ends(lines: list[str], header: int, beyond: int) -> int:
    """Return where an entry ends: a comment that an empty line parts from it is about something else."""
    last = max(number for number in range(header, beyond) if _says(lines[number]))
    while last + 1 < beyond and lines[last + 1].strip():
        last += 1
    return last + 1


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _is_outside(lines: list[str], number: int) -> bool:
    """Return whether a line begins anew, and is no part of a text of several lines or a list."""
    try:
        tomllib.loads("\n".join(lines[:number]))
    except ValueError:
        return False
    return True


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
