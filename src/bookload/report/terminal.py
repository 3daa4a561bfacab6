"""Results on a terminal: the documents, set as text and tables."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_AVAILABLE = "n/a"
USUAL_PROFILE = "bookload"

Part: TypeAlias = Table | str
"""What a result is printed as: tables, and lines between them."""


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str | None]], *, text_columns: int = 1
) -> Part:
    """Return a table; the first `text_columns` columns are words, the rest figures set to the right."""
    made = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(
            column, justify="left" if number < text_columns else "right", no_wrap=number >= text_columns
        )
    for row in rows:
        made.add_row(*(NOT_AVAILABLE if cell is None else cell for cell in row))
    return made


@dataclass(frozen=True, slots=True)
class Laid:
    """A table of the terminal as text, for other surfaces: None is n/a, `words` columns are words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    words: int


def laid(part: Part | Laid) -> Laid | str:
    """Return what a part says, without how a terminal sets it."""
    if isinstance(part, (str, Laid)):
        return part
    cells = [
        [None if cell == NOT_AVAILABLE else str(cell) for cell in column.cells] for column in part.columns
    ]
    return Laid(
        title=str(part.title or ""),
        columns=tuple(str(column.header) for column in part.columns),
        rows=tuple(zip(*cells, strict=True)),
        words=sum(column.justify == "left" for column in part.columns),
    )


def under(profile: str) -> list[Part]:
    """Return the line that names the profile that figures stand under, where it is not the usual one."""
    return [] if profile == USUAL_PROFILE else [f"Counted under the profile {profile}"]


REMARKS = 3
"""Remarks that are shown one by one."""


def remarks(notes: Sequence[str]) -> list[Part]:
    """Return what is to be said beside figures, shortened: the latest first."""
    shown: list[Part] = [f"- {note}" for note in list(notes)[: -REMARKS - 1 : -1]]
    if len(notes) > REMARKS:
        shown.append(f"- … and {len(notes) - REMARKS} more such days; --json lists all")
    return shown


def show(*parts: Part) -> None:
    """Print tables and lines to standard output, at the width of the terminal (120 where there is none)."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=120)
    for part in parts:
        if isinstance(part, Table) and part.title:
            # A table would wrap its title into the width of its columns, one word a line where those are few.
            console.print(part.title, style="table.title")
            console.print(_untitled(part))
        else:
            console.print(part)


def _untitled(part: Table) -> Table:
    made = copy(part)
    made.title = None
    return made
