"""On which line of a document something is said."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

MOST_LINES = 2_000
"""Beyond it nothing is looked for: the lines are read again for each of them."""


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """Return the line (from 1) that a place of a document is said by; None where it is not said.

    It is the last line of the shortest beginning of the document that reads and has the place in it, however
    TOML lets one write it: of a value of several lines the last one.
    """
    lines = text.splitlines()
    for number in range(1, min(len(lines), MOST_LINES) + 1):
        if not lines[number - 1].strip():
            continue
        with suppress(ValueError, RecursionError):
            if _has(tomllib.loads("\n".join(lines[:number])), place):
                return number
    return None


def _has(found: Any, place: Sequence[str | int]) -> bool:  # noqa: ANN401 - what any TOML says
    for part in place:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
