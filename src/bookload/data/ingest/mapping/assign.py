"""Which column of a sheet is which field of a shape: the best fits first, each column and field once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.months import month_headers
from bookload.data.ingest.mapping.similarity import SURE, Fit, fit

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.mapping import SheetMapping
    from bookload.data.ingest.mapping.shape import Field, Shape
    from bookload.data.ingest.mapping.view import ColumnView, SheetView

AS_STATED = "as stated, or as in the last import"
LEAST = 0.4
"""A worse fit than this is none."""
_BY_IDENTIFIERS = 0.75
_NEEDED, _EXPLAINED, _NAMED = 0.6, 0.6, 0.3
_MOST_COLUMNS = 12
"""Of wider sheets so many columns count: an export has any number beside those that are meant."""
_PLAIN = 0.88
"""From this fit on a column is plainly what it is taken for, for sheets with many further ones."""
"""What counts: that what a shape needs is there, how much of the sheet it explains, the file's name."""


@dataclass(frozen=True)
class Known:
    """What other sheets and the last snapshot know: identifiers and names, in small letters."""

    accounts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def of(self, field: str) -> frozenset[str]:
        """Return what a field may name."""
        if field == "account_id":
            return self.accounts
        return self.people if field in {"owner_id", "owner", "person_id"} else frozenset()


@dataclass(frozen=True)
class Assignment:
    """A sheet taken for a shape: the column of each field, why, and how well it fits in all."""

    shape: Shape
    columns: dict[str, ColumnView]
    reasons: dict[str, str]
    missing: tuple[tuple[tuple[str, ...], ...], ...]
    score: float
    named: bool
    sure: bool = False

    @property
    def complete(self) -> bool:
        """Whether all that the shape needs is there."""
        return not self.missing


def assign(view: SheetView, shape: Shape, said: SheetMapping, known: Known) -> Assignment:
    """Return the best assignment of a sheet's columns to a shape's fields; what `said` states holds."""
    columns = _stated(view, shape, said)
    reasons = dict.fromkeys(columns, AS_STATED)
    scores = dict.fromkeys(columns, 1.0)
    silent = {name for name in shape.by_name if said.columns.get(name) == ""} | set(said.constants)
    taken = {id(column) for column in columns.values()}
    for fitting, field, column in _offers(view, shape, known, silent):
        if field.name not in columns and id(column) not in taken:
            columns[field.name], reasons[field.name] = column, fitting.reason
            scores[field.name] = fitting.score
            taken.add(id(column))
    wide = 0
    if shape.months:
        free = (column.header for column in view.columns if id(column) not in taken)
        wide = len(month_headers(free, said).months)
        scores |= {"months": 1.0} if wide > 1 or (wide and said.months) else {}
    has = {**scores, **dict.fromkeys(said.constants, 1.0)}
    missing = tuple(group for group in shape.needs if not any(has.keys() >= set(names) for names in group))
    named = any(f" {word} " in f" {view.file_words} " for word in shape.words)
    score = _score(view, shape, has, len(columns) and sum(scores[name] for name in columns) + wide)
    sure = _sure(shape, columns, has)
    return Assignment(shape, columns, reasons, missing, score + (_NAMED if named else 0.0), named, sure)


def _sure(shape: Shape, columns: dict[str, ColumnView], has: dict[str, float]) -> bool:
    """Return whether plain headers say what a sheet is, so that further columns cannot speak against it.

    A list of accounts names each account once; otherwise it is a list of something else about them.
    """
    plain = any(all(has.get(name, 0.0) >= _PLAIN for name in names) for names in shape.sure)
    named = (columns[name] for name in ("account_id", "name") if name in columns)
    return plain and (shape.name != "accounts" or any(column.unique == 1 for column in named))


def _stated(view: SheetView, shape: Shape, said: SheetMapping) -> dict[str, ColumnView]:
    columns = {}
    for name, header in said.columns.items():
        column = view.column(header) if header and name in shape.by_name else None
        if column is not None:
            columns[name] = column
    return columns


def _offers(
    view: SheetView, shape: Shape, known: Known, silent: set[str]
) -> list[tuple[Fit, Field, ColumnView]]:
    """Return every fit of a column and a field, the best first; the order of columns plays no part."""
    offers = []
    for place, field in enumerate(shape.fields):
        if field.name in silent:
            continue
        for column in view.columns:
            fitting = _with_known_values(column, field, fit(column, field), known)
            if fitting.score >= LEAST:
                offers.append((fitting, place, column, field))
    offers.sort(key=lambda offer: (-round(offer[0].score, 4), offer[1], offer[2].header))
    return [(fitting, field, column) for fitting, _, column, field in offers]


def _with_known_values(column: ColumnView, field: Field, fitting: Fit, known: Known) -> Fit:
    """Return the fit, better where the values are identifiers that other sheets know."""
    identifiers = known.of(field.name)
    if not identifiers or fitting.score >= SURE:
        return fitting
    share = column.among(identifiers)
    if _BY_IDENTIFIERS * share > max(fitting.score, LEAST):
        return Fit(_BY_IDENTIFIERS * share, "its values are identifiers of another sheet")
    return fitting


def _score(view: SheetView, shape: Shape, has: dict[str, float], explained: float) -> float:
    """Return how well a sheet fits a shape, file name aside: 0 to about 1.2."""
    needed = [
        max(min(has.get(name, 0.0) for name in names) for names in group) if group else 0.0
        for group in shape.needs
    ]
    filled = min(sum(1 for column in view.columns if column.cells.filled or column.header), _MOST_COLUMNS)
    return (
        _NEEDED * sum(needed) / max(len(needed), 1) + _EXPLAINED * explained / max(filled, 1) + shape.weight
    )
