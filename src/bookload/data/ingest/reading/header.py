"""Which row holds the headers, and what they are."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.ingest.reading.listing import Listing
    from bookload.data.ingest.reading.spool import Spooled

SAMPLE_ROWS = 60
_TITLE_ROWS = 30
_FILLED_SHARE = 0.75
_MOSTLY = 0.8
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_PERIOD = re.compile(r"(19|20|21)\d\d([-/.]?(0?[1-9]|1[0-2]))?([-/.]\d\d?)?$")


@dataclass(frozen=True)
class Header:
    """The header row: its index among the rows looked at, and a name for each column, '' for none."""

    index: int
    names: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str | None]]) -> Header | None:
    """Return the header among a file's first rows, or None where no row holds a cell.

    It is the first row with a cell, unless that row is plainly a title: then it is the
    first later row that fills at least three quarters of the usual width, has distinct
    cells beginning with a label and no plain numbers, lies below rows with fewer cells
    only, and stands out, by an empty row above it or by figures below its labels.
    """
    filled = [sum(1 for cell in row if _name(cell)) for row in rows]
    first = next((index for index, count in enumerate(filled) if count), None)
    if first is None:
        return None
    wide = max(2.0, _FILLED_SHARE * _usual(filled))
    index = first
    if filled[first] < wide <= max(filled):
        index = next(
            (
                later
                for later in range(first + 1, min(len(rows), first + _TITLE_ROWS))
                if filled[later] >= wide and _heads(rows, filled, later)
            ),
            first,
        )
    return Header(index, tuple(_name(cell) for cell in rows[index]))


def _usual(filled: Sequence[int]) -> int:
    counts = sorted(count for count in filled if count)
    return counts[(3 * (len(counts) - 1) + 3) // 4]


def _name(cell: str | None) -> str:
    return "" if cell is None else cell.strip()


def _heads(rows: Sequence[Sequence[str | None]], filled: Sequence[int], index: int) -> bool:
    names = [_name(cell) for cell in rows[index]]
    said = [name for name in names if name]
    if not _LETTER.search(said[0]) or len(set(said)) < len(said):
        return False
    if any(not _LETTER.search(name) and not _PERIOD.match(name) for name in said):
        return False
    if max(filled[:index]) >= filled[index]:
        return False
    return not filled[index - 1] or _figures_below(names, rows[index + 1 :])


def _figures_below(names: Sequence[str], body: Sequence[Sequence[str | None]]) -> bool:
    """Whether some column has a label, or a month, above cells that mostly are figures and no months."""
    for column, name in enumerate(names):
        month = _PERIOD.match(name) is not None
        if not name or (_DIGIT.search(name) and not month):
            continue
        cells = [_name(row[column]) for row in body if column < len(row) and _name(row[column])]
        figures = [cell for cell in cells if _DIGIT.search(cell) and not (month and _PERIOD.match(cell))]
        if cells and len(figures) >= _MOSTLY * len(cells):
            return True
    return False


def check_header(header: Header, row: int, sheet: str | None, listing: Listing) -> None:
    """List headers that stand twice, in whatever case, with all their positions."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(header.names, start=1):
        if name:
            places[name.casefold()].append(position)
    for positions in places.values():
        if len(positions) > 1:
            name = header.names[positions[0] - 1]
            where = ", ".join(map(str, positions[:-1])) + f" and {positions[-1]}"
            listing.add(
                Finding(
                    "header_twice",
                    f"the header '{name}' stands {len(positions)} times, in columns {where}",
                    "Give each column its own header, or remove the column that is not meant",
                    sheet=sheet,
                    row=row,
                    column=name,
                )
            )


def note_skipped(rows: Sequence[int], row: int, sheet: str | None, listing: Listing) -> None:
    """Say which rows above the header were taken for titles."""
    if rows:
        lines = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} to {rows[-1]}"
        listing.add(
            Finding(
                "title_rows",
                f"{lines} above the header in row {row} taken for a title",
                "Nothing to do if they are; otherwise move the header to the first row",
                severity="note",
                sheet=sheet,
                row=rows[0],
            )
        )


def warn_unnamed(spooled: Spooled, row: int, listing: Listing) -> None:
    """List columns that hold cells below an empty header."""
    for name, position in zip(spooled.names, spooled.positions, strict=True):
        if name == f"column {position}":
            listing.add(
                Finding(
                    "header_missing",
                    f"column {position} holds values but has no header; it is called '{name}' here",
                    "Write a header above it if the column matters",
                    severity="warning",
                    sheet=spooled.sheet,
                    row=row,
                    column=name,
                )
            )


def no_rows(sheet: str | None, what: str = "the file is empty") -> Finding:
    """Return the finding for a file, or a sheet, without a single data row."""
    remedy = "Export it again with its rows below one header row, or leave it out"
    return Finding("no_rows", f"no rows: {what}", remedy, sheet=sheet)
