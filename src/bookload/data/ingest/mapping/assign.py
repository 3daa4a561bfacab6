"""Which column of a sheet is which field of a shape: the best fits first, each column and field once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.similarity import SURE, Fit, fit
from bookload.data.ingest.values.months import read as read_month

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.mapping import SheetMapping
    from bookload.data.ingest.mapping.shape import Field, Shape
    from bookload.data.ingest.mapping.view import ColumnView, SheetView

LEAST = 0.4
"""A worse fit than this is none."""


@dataclass(frozen=True)
class Known:
    """What other sheets and the last snapshot know: identifiers and names, in small letters."""

    accounts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Assignment:
    """A sheet taken for a shape: the column of each field, why, and how well it fits in all."""

    shape: Shape
    columns: dict[str, ColumnView]
    reasons: dict[str, str]
    missing: tuple[tuple[tuple[str, ...], ...], ...]
    score: float
    named: bool

    @property
    def complete(self) -> bool:
        """Whether all that the shape needs is there."""
        return not self.missing


def assign(view: SheetView, shape: Shape, said: SheetMapping, known: Known) -> Assignment:
    """Return the best assignment of a sheet's columns to a shape's fields; what `said` states is taken as it is."""
    columns, reasons = _stated(view, shape, said)
    silent = {name for name in shape.by_name if said.columns.get(name) == ""} | set(said.constants)
    scores = dict.fromkeys(columns, 1.0)
    offers = _offers(view, shape, known, silent)
    taken = {id(column) for column in columns.values()}
    for fitting, field, column in offers:
        if field.name not in columns and id(column) not in taken:
            columns[field.name], reasons[field.name], scores[field.name] = (
                column,
                fitting.reason,
                fitting.score,
            )
            taken.add(id(column))
    has = set(columns) | set(said.constants)
    if shape.months and sum(bool(read_month(column.header)) for column in view.columns) > 1:
        has.add("months")
    missing = tuple(group for group in shape.needs if not any(has.issuperset(names) for names in group))
    named = _is_named(view, shape)
    return Assignment(shape, columns, reasons, missing, _score(view, shape, scores, has, named=named), named)


def _stated(
    view: SheetView, shape: Shape, said: SheetMapping
) -> tuple[dict[str, ColumnView], dict[str, str]]:
    columns = {}
    for name, header in said.columns.items():
        column = view.column(header) if header and name in shape.by_name else None
        if column is not None:
            columns[name] = column
    return columns, dict.fromkeys(columns, "the mapping says so")


def _offers(
    view: SheetView, shape: Shape, known: Known, silent: set[str]
) -> list[tuple[Fit, Field, ColumnView]]:
    offers = []
    for place, field in enumerate(shape.fields):
        if field.name in silent:
            continue
        for column in view.columns:
            fitting = _known_values(column, field, fit(column, field), known)
            if fitting.score >= LEAST:
                offers.append((fitting, place, column, field))
    offers.sort(key=lambda offer: (-round(offer[0].score, 4), offer[1], offer[2].header))
    return [(fitting, field, column) for fitting, _, column, field in offers]


def _known_values(column: ColumnView, field: Field, fitting: Fit, known: Known) -> Fit:
    """Return the fit, better where the values are identifiers that other sheets know, or telling without a name."""
    pool = {
        "account_id": known.accounts,
        "owner_id": known.people,
        "owner": known.people,
        "person_id": known.people,
    }.get(field.name)
    if not pool or fitting.score >= SURE:
        return fitting
    share = column.among(pool)
    if share > LEAST:
        return Fit(max(fitting.score, 0.75 * share), "its values are identifiers of another sheet")
    return fitting


def _is_named(view: SheetView, shape: Shape) -> bool:
    from_file = f" {view.file_words} "
    return any(f" {word} " in from_file for word in shape.words)


def _score(view: SheetView, shape: Shape, scores: dict[str, float], has: set[str], *, named: bool) -> float:
    """Return 0 to about 2: how much of what is needed is there, how much of the sheet is explained, its name."""
    needed = [
        max(
            (min(scores.get(name, 1.0 if name in has else 0.0) for name in names) for names in group),
            default=0.0,
        )
        for group in shape.needs
    ]
    wide = sum(bool(read_month(column.header)) for column in view.columns) if shape.months else 0
    filled = [column for column in view.columns if column.cells.filled or column.header]
    explained = (sum(scores.values()) + wide) / max(len(filled), 1)
    return 0.6 * sum(needed) / max(len(needed), 1) + 0.6 * explained + (0.3 if named else 0.0) + shape.weight
