"""A letter as plain text: names are one line each, whatever signs they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.terminal import NOT_AVAILABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookload.report.letter.letter import Letter
    from bookload.report.terminal import Laid

LONGEST = 40
"""Characters of a cell of words; a mail is read in a narrow window."""


def clean(text: str) -> str:
    """Return a text on one line: line breaks, and marks that turn text around, are spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def as_text(letter: Letter, address: str = "") -> str:
    """Return a letter as text; `address` is where the page is."""
    lines = [clean(letter.subject), f"As of {letter.day}", "", *(clean(line) for line in letter.lines)]
    for table in letter.tables:
        lines += ["", clean(table.title), *_rows(table)]
    if address:
        lines += ["", f"All of it: {address}"]
    return "\n".join(lines) + "\n"


def _rows(table: Laid) -> Iterator[str]:
    cells = [[_cell(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(table.columns))]
    for row in cells:
        set_ = (
            cell.ljust(width) if place < table.words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(set_).rstrip()


def _cell(cell: str | None) -> str:
    text = NOT_AVAILABLE if cell is None else clean(cell)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
