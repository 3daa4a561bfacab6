"""One result on paper: what its page shows, with the definitions of what stands in its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.files import write_whole
from bookload.report.page.topic import topic
from bookload.report.pdf.definitions import defined
from bookload.report.pdf.typeset import concrete, typeset

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.report.document import Json
    from bookload.report.page.topic import Chart, Table, Topic
    from bookload.report.provenance import Held, Provenance
    from bookload.report.terminal import Laid, Part

MOST_ROWS = 2_000
"""Rows of one table on paper, some forty pages; a table that is longer says so, and where all of it is."""

ROOM = 112
"""Characters that stand side by side on an upright page at the usual size."""

LONGEST_WORDS = 34
"""Characters of a column of words that are asked to stand on one line; longer ones are broken."""


def topic_pdf(
    reader: Held, name: str, title: str, parts: Sequence[Part | Laid], charts: Sequence[Chart] = ()
) -> bytes:
    """Return a result as a PDF; `name` is the question's or command's, by which its words are defined."""
    return typeset("answer.typ", matter(topic(reader, title, charts, parts), name), reader.as_of)


def write_pdf(
    reader: Held,
    path: Path,
    name: str,
    title: str,
    parts: Sequence[Part | Laid],
    charts: Sequence[Chart] = (),
) -> None:
    """Write a result as a PDF, whole or not at all.

    Raises `AccessDeniedError` for a reader of one book, and `WorkspaceError` if the file cannot be written.
    """
    reader.access.demand({Right.ALL_ROWS}, "a page of the company")
    write_whole(path, topic_pdf(reader, name, title, parts, charts))


def matter(page: Topic, name: str) -> dict[str, Json]:
    """Return what the template sets."""
    tables = [_table(each, name) for each in page.tables]
    return {
        **heading(page.company, page.title, page.provenance, page.currency),
        "day": page.day,
        "lead": [*page.lead],
        "charts": [
            {**concrete(each.pair.wide, each.name), "title": each.title, "note": each.note}
            for each in page.charts
        ],
        "tables": tables,  # type: ignore[dict-item]  # objects of JSON
        "across": any(_width(each) > ROOM for each in page.tables),
        "definitions": [[*each] for each in defined(name)],
        "from": [[label, value] for label, value in _origin(page.provenance).items()],
    }


def heading(company: str, title: str, origin: Provenance, currency: str) -> dict[str, Json]:
    """Return what every document begins and every page of it ends with."""
    seen = "" if origin.role == "owner" else f" · as {origin.role} sees it"
    snapshot = origin.snapshot or "no snapshot"
    of = f" · {origin.only} alone" if origin.only else ""
    return {
        "company": company,
        "title": title,
        "program": origin.program,
        "note": f"amounts in {currency} · profile {origin.profile}{of}{seen}",
        "foot": f"As of {origin.as_of}{of} · profile {origin.profile} · snapshot {snapshot}{seen}",
    }


def _table(table: Table, name: str) -> dict[str, Json]:
    rows = table.grid.rows
    more = (
        f"The first {MOST_ROWS:,} of {len(rows):,} rows stand here. All of them are in the CSV and JSON of "
        f"the same answer: /export/{name}.csv in the web app, and the command's --json."
    )
    return {
        "title": table.title,
        "columns": [*table.grid.columns],
        "words": table.grid.words,
        "rows": [[*row] for row in rows[:MOST_ROWS]],
        "small": _width(table) > ROOM * 3 // 2,
        "said": [*table.said, *([more] if len(rows) > MOST_ROWS else [])],
    }


def _width(table: Table) -> int:
    """Return how many characters a table asks for, side by side."""
    cells = zip(table.grid.columns, *table.grid.rows[:MOST_ROWS], strict=True)
    return sum(_column(each, place < table.grid.words) for place, each in enumerate(cells))


def _column(cells: tuple[str | None, ...], words: bool) -> int:  # noqa: FBT001 - what the column holds
    head, *rest = (cell or "n/a" for cell in cells)
    longest = max((len(cell) for cell in rest), default=0)
    return 2 + max(
        max((len(word) for word in head.split()), default=0),
        min(longest, LONGEST_WORDS) if words else longest,
    )


def _origin(origin: Provenance) -> Mapping[str, str]:
    loaded = origin.loaded_at.isoformat(" ", "minutes") if origin.loaded_at else "n/a"
    imported = origin.imported_by
    by = f", imported by {imported}" if imported and imported != origin.program else ""
    found = {
        "snapshot": origin.snapshot or "n/a",
        "loaded at": loaded,
        "data through": str(origin.data_through or "n/a"),
        "known from": str(origin.known_from or "the beginning"),
        "as of": str(origin.as_of),
        **({"accounts": f"{origin.only} alone"} if origin.only else {}),
        "profile": origin.profile,
        "program": f"Bookload {origin.program}{by}",
    }
    for rate in origin.rates:
        source = "own rate" if rate.own else "European Central Bank"
        found[f"1 {rate.currency}"] = f"{rate.shown} {origin.currency}, {source} of {rate.day}"
    return found | {f"note {place}": note for place, note in enumerate(origin.notes, 1)}
