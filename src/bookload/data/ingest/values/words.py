"""Words that stand for one of a few values: truth, statuses, intervals, touch models, nothing.

`words.csv` lists them in several languages: kind, the value meant, and the words for it, folded.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bookload.data.ingest.values.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "na",
        "n.a.",
        "null",
        "none",
        "nil",
        "nan",
        "k.a.",
        "keine",
        "(blank)",
        "(none)",
        "[null]",
    }
)
"""What is written, in columns of dates, numbers and fixed words, for a cell that says nothing."""


@cache
def words(kind: str) -> Mapping[str, str]:
    """Return the words of a kind (`status`, `interval`, `boolean`, ...), folded, and the value each means."""
    text = files("bookload.data.ingest.values").joinpath("words.csv").read_text(encoding="utf-8")
    return {
        fold(word): row["value"]
        for row in csv.DictReader(text.splitlines())
        if row["kind"] == kind
        for word in (row["value"], *row["words"].split("|"))
        if word
    }


def meaning(kind: str, text: str) -> str | None:
    """Return the value that a word means, or None if it is not known."""
    return words(kind).get(fold(text))


def is_nothing(text: str) -> bool:
    """Return whether a text says that there is no value."""
    return text.strip().casefold() in NOTHING
