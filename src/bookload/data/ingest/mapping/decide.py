"""Decimal signs and orders of day and month, each decided over a whole column, or asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.values.dates import date_order
from bookload.data.ingest.values.numbers import decimal_sign
from bookload.data.ingest.values.words import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bookload.data.ingest.mapping.mapping import Order, Point, SheetMapping
    from bookload.data.ingest.mapping.view import ColumnView, SheetView

NUMBERS = frozenset({"money", "number", "rate", "integer"})
DATES = frozenset({"date", "instant", "month"})


@dataclass
class Decided:
    """Decimal signs and date orders by header, what decided them, and what is left to ask."""

    decimal: dict[str, Point] = field(default_factory=dict)
    date_order: dict[str, Order] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


def decide(
    view: SheetView, columns: Iterable[tuple[ColumnView, str]], said: SheetMapping, last: SheetMapping
) -> Decided:
    """Return the decimal sign of each column of numbers and the order of each of days.

    What `said` states holds. A column that nothing in itself decides goes by the other columns
    of its sheet, if those agree, else by the last import of the same source; else it is asked.
    """
    pairs = list(columns)
    decided = Decided()
    _signs(view, [column for column, kind in pairs if kind in NUMBERS], (said.decimal, last.decimal), decided)
    dated = [column for column, kind in pairs if kind in DATES]
    _orders(view, dated, (said.date_order, last.date_order), decided)
    return decided


def _signs(
    view: SheetView,
    columns: Sequence[ColumnView],
    known: tuple[Mapping[str, Point], Mapping[str, Point]],
    decided: Decided,
) -> None:
    said, last = known
    left: list[tuple[ColumnView, str | None]] = []
    votes: set[Point] = set()
    for column in columns:
        if column.header in said:
            decided.decimal[column.header] = said[column.header]
            continue
        sign = decimal_sign(text for text in column.cells.texts if not is_nothing(text.text))
        if sign.point is None:
            left.append((column, sign.example))
            continue
        decided.decimal[column.header] = sign.point
        if sign.example:
            votes.add(sign.point)
            decided.reasons[column.header] = (
                f"a cell that reads one way alone decides for '{sign.point}' as decimal sign"
            )
    for column, example in left:
        header = column.header
        if len(votes) == 1:
            decided.decimal[header] = next(iter(votes))
            decided.reasons[header] = "decimal sign as in the sheet's other columns"
        elif header in last:
            decided.decimal[header] = last[header]
            decided.reasons[header] = "decimal sign as in the last import"
        else:
            decided.decimal[header] = "."
            decided.questions.append(_which_sign(view, header, example))


def _which_sign(view: SheetView, header: str, example: str | None) -> Question:
    text = f"'{example}' can be read in two ways, and nothing says which of '.' and ',' is the decimal sign"
    sheet = view.sheet
    return Question("decimal-sign", sheet.file, sheet.name, header, text, (".", ","), "decimal", header)


def _orders(
    view: SheetView,
    columns: Sequence[ColumnView],
    known: tuple[Mapping[str, Order], Mapping[str, Order]],
    decided: Decided,
) -> None:
    said, last = known
    left: list[tuple[ColumnView, str | None]] = []
    votes: set[Order] = set()
    for column in columns:
        if column.header in said:
            decided.date_order[column.header] = said[column.header]
            continue
        ordered = date_order(text for text in column.cells.texts if not is_nothing(text.text))
        if ordered.order is None:
            left.append((column, ordered.example))
            continue
        decided.date_order[column.header] = ordered.order
        if ordered.example:
            votes.add(ordered.order)
            decided.reasons[column.header] = f"'{ordered.example}' decides for {ordered.order}"
    for column, example in left:
        header = column.header
        if len(votes) == 1:
            decided.date_order[header] = next(iter(votes))
            decided.reasons[header] = "day and month in the order of the sheet's other columns"
        elif header in last:
            decided.date_order[header] = last[header]
            decided.reasons[header] = "day and month in the order of the last import"
        else:
            decided.date_order[header] = "dmy"
            decided.questions.append(which_order(view, header, example))


def which_order(view: SheetView, header: str, example: str | None) -> Question:
    """Return the question in which order day and month of a column, or of a header, come."""
    text = f"'{example}' can be read in two ways, and no row says whether the day or the month comes first"
    sheet = view.sheet
    return Question("date-order", sheet.file, sheet.name, header, text, ("dmy", "mdy"), "date_order", header)
