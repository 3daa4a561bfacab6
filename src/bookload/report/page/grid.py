"""A table of a page, and how its columns and rows are set."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookload.report.page.sorting import SUMS

ACCOUNTS = frozenset({"account", "family", "name"})
DAY = re.compile(r"\d{4}-\d\d")
FIGURE = re.compile(r"[+\-−]?[\d.]")


LONGEST = 24
"""Characters of a word that a column is made wide enough for; a longer one is broken."""


def is_long(text: str | None) -> bool:
    """Return whether a text has a word that would push what stands beside it out of sight."""
    return any(len(word) > LONGEST for word in (text or "").split())


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: heads, rows of text (None is n/a), and how many columns from the left are words.

    `bars` are lengths in percent, one a row, that stand beside the column `bar_column`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    words: int = 1
    bars: tuple[int | None, ...] = ()
    bar_column: int = -1

    @property
    def sides(self) -> tuple[str, ...]:
        """How columns are set: `n` figures at the right, `short` days whole, `after` words among figures."""
        return tuple(self._side(place) for place in range(len(self.columns)))

    def is_sum(self, at: int) -> bool:
        """Return whether a row is what those above it come to."""
        return self.rows[at][0] in SUMS

    def repeats(self, at: int) -> bool:
        """Return whether a row begins as the one above it, so that it need not be said again.

        Accounts are not taken together: two of them may have one name.
        """
        if not at or self.words == 1 or self.columns[0] in ACCOUNTS:
            return False
        return self.rows[at][0] is not None and self.rows[at][0] == self.rows[at - 1][0]

    def _side(self, place: int) -> str:
        cells = [cell for row in self.rows if (cell := row[place])]
        if place < self.words:
            return "short" if cells and all(DAY.match(cell) for cell in cells) else ""
        figures = sum(FIGURE.match(cell) is not None for cell in cells)
        return "after" if figures * 2 < len(cells) else "n"
