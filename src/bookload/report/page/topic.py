"""One result as a page of its own: its charts, then what stands on the terminal, table by table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.report.page.drawings import NARROW, WIDE, Pair
from bookload.report.page.front import in_words
from bookload.report.page.grid import Grid
from bookload.report.page.named import named
from bookload.report.page.sorting import sorted_parts
from bookload.report.provenance import Held, Provenance, provenance
from bookload.report.terminal import Laid

if TYPE_CHECKING:
    from bookload.report.charts import Drawing
    from bookload.report.page.load_map import LoadMap
    from bookload.report.terminal import Part


NO_ROWS = "The data has no rows of this by then."
SHORT, MANY = 6, 3
"""Rows of a table that is taken in at a glance, and charts that are more than one."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the page in both widths; `name` is unique on it, `note` says how to read the chart."""

    name: str
    title: str
    note: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading, and what is said under it."""

    title: str
    grid: Grid
    said: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """The whole page; `lead` is what is said before the first table."""

    company: str
    title: str
    currency: str
    day: str
    lead: tuple[str, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    provenance: Provenance
    maps: tuple[LoadMap, ...] = ()

    @property
    def first(self) -> int:
        """How many tables stand before the charts: a short one that would else be far below many of them."""
        short = bool(self.tables) and len(self.tables[0].grid.rows) <= SHORT
        return int(short and len(self.charts) + len(self.maps) >= MANY)


def topic(
    reader: Held,
    title: str,
    charts: Sequence[Chart],
    parts: Sequence[Part | Laid],
    maps: Sequence[LoadMap] = (),
    *,
    sort: str = "",
) -> Topic:
    """Return the page of a result; `parts` are its lines and tables on a terminal, sorted by a column."""
    lead, tables = _told(sorted_parts(named(parts, reader), sort))
    if not (lead or tables or charts or maps):
        lead = (NO_ROWS,)
    return Topic(
        company=reader.head.workspace,
        title=title,
        currency=reader.policy.company.currency,
        day=in_words(reader.as_of),
        lead=lead,
        charts=tuple(charts),
        tables=tables,
        provenance=provenance(reader),
        maps=tuple(maps),
    )


def drawn(name: str, title: str, note: str, draw: Callable[[int], Drawing], *, wide: int = WIDE) -> Chart:
    """Return a chart drawn for screens and paper, and for phones."""
    return Chart(name, title, note, Pair(draw(wide), draw(NARROW)))


def _told(parts: Sequence[Laid | str]) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    """Return the lines before the first table, and each table with the lines that follow it.

    A table without rows is left out: what is said beside it says why.
    """
    lead: list[str] = []
    tables: list[tuple[Laid, list[str]]] = []
    for part in parts:
        if isinstance(part, Laid):
            if part.rows:
                tables.append((part, []))
        else:
            lines = [line.strip() for line in part.splitlines() if line.strip()]
            (tables[-1][1] if tables else lead).extend(lines)
    return tuple(lead), tuple(
        Table(table.title or "Figures", Grid(table.columns, table.rows, words=table.words), tuple(said))
        for table, said in tables
    )
