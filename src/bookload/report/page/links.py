"""Where a page inside the app leads to: why a number is so, somebody's page, the same sorted otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses, to each of which something is appended: a metric, a person's id, a column's name.

    `why` leads to a page of its own, `opens` to what is shown in place; `opened` are the metrics that may be
    opened; `sorted_by` is the column that tables are sorted by, with a minus before it the largest first;
    `sort` is empty where nothing is to be sorted, `findings` where they are not the reader's to see. `of` is
    whom a metric is of, where it opens only of somebody; `row` the column whose cells lead on, and to where.
    """

    why: str
    opens: str
    person: str
    opened: frozenset[str]
    sort: str = ""
    findings: str = ""
    sorted_by: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    row: tuple[str, str] = ("", "")

    def because(self, metric: str) -> str:
        """Return where a metric that may be opened is opened."""
        whose = urlencode({"for": self.of[metric]}) if metric in self.of else ""
        return f"{self.why}{metric}{'&' if whose else ''}{whose}"

    def along(self, column: str, cell: str | None) -> str:
        """Return where a row leads on to by a cell of its first column; empty for nowhere."""
        name, where = self.row
        return f"{where}{quote_plus(cell)}" if cell and name and column == name else ""

    def turned(self, column: str) -> str:
        """Return what to sort by next: the column, or the other way round where it is sorted by already."""
        name = slug(column)
        return f"-{name}" if self.sorted_by == name else name

    def direction(self, column: str) -> str:
        """Return how a column is sorted, as `aria-sort` says it; empty where it is not."""
        name = slug(column)
        return {name: "ascending", f"-{name}": "descending"}.get(self.sorted_by, "")


def slug(words: str) -> str:
    """Return words as a part of an address or an id."""
    return SIGNS.sub("-", words.casefold()).strip("-") or "x"
