"""How a text file parts its values: the delimiter that makes most of its rows equally wide."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

DELIMITERS = "\t;|,"  # where two do equally well, the earlier one: commas turn up in text and numbers
NONE = "\x1f"  # a delimiter that no file has, for files of one column
_ROWS = 200
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """The delimiter, and how many leading lines only state it (`sep=;`)."""

    delimiter: str
    stated_lines: int = 0


def dialect_of(sample: str) -> Dialect:
    """Return the dialect of a text that begins with `sample`."""
    if (stated := _STATED.match(sample)) and not stated[1].isalnum() and stated[1] not in '"\r':
        return Dialect(stated[1], 1)
    scored = [(_evenness(sample, delimiter), delimiter) for delimiter in DELIMITERS]
    best, delimiter = max(scored, key=lambda score: score[0])
    return Dialect(delimiter if best > (0, 0) else NONE)


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows as wide as most, and that width; (0, 0) if most have one value."""
    widths: Counter[int] = Counter()
    for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
        if record:
            widths[len(record)] += 1
        if widths.total() >= _ROWS:
            break
    several = Counter({width: count for width, count in widths.items() if width > 1})
    if not several:
        return (0, 0)
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return (count / widths.total(), width)
