"""Decimal signs and orders of day and month, each decided over a whole column, or asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.values.dates import date_order
from bookload.data.ingest.values.numbers import decimal_sign
from bookload.data.ingest.values.words import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bookload.data.ingest.mapping.mapping import Order, Point, SheetMapping
    from bookload.data.ingest.mapping.view import ColumnView, SheetView

NUMBERS = frozenset({"money", "number", "rate", "integer"})
DATES = frozenset({"date", "instant"})


@dataclass
class Decided:
    """Decimal signs and date orders by header, what decided them, and what is left to ask."""

    decimal: dict[str, Point] = field(default_factory=dict)
    date_order: dict[str, Order] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


def decide(view: SheetView, columns: Iterable[tuple[ColumnView, str]], said: SheetMapping) -> Decided:
    """Return the decimal sign of each column of numbers and the order of each of days.

    What `said` states holds. A column that nothing in itself decides goes by the other columns
    of its sheet, if those agree; else it is asked.
    """
    pairs = list(columns)
    decided = Decided()
    _signs(view, [column for column, kind in pairs if kind in NUMBERS], said, decided)
    _orders(
        view,
        [column for column, kind in pairs if kind in DATES or (kind == "month" and column.monthly < 1)],
        said,
        decided,
    )
    return decided


def _signs(view: SheetView, columns: Sequence[ColumnView], said: SheetMapping, decided: Decided) -> None:
    open_columns = []
    for column in columns:
        if stated := said.decimal.get(column.header):
            decided.decimal[column.header] = stated
            continue
        sign = decimal_sign(text for text in column.cells.texts if not is_nothing(text.text))
        if sign.point is None:
            open_columns.append((column, sign.example))
            continue
        decided.decimal[column.header] = sign.point
        if sign.example:
            decided.reasons[column.header] = f"'{sign.example}' decides for '{sign.point}' as decimal sign"
    voting = {decided.decimal[header] for header in decided.reasons if header in decided.decimal}
    for column, example in open_columns:
        if len(voting) == 1:
            decided.decimal[column.header] = next(iter(voting))
            decided.reasons[column.header] = "decimal sign as in the sheet's other columns"
            continue
        decided.decimal[column.header] = "."
        text = f"'{example}' can be read in two ways, and nothing in the column says which: is ',' or '.' its decimal sign?"
        decided.questions.append(
            Question(
                "decimal-sign",
                view.sheet.file,
                view.sheet.name,
                column.header,
                text,
                (".", ","),
                "decimal",
                column.header,
            )
        )


def _orders(view: SheetView, columns: Sequence[ColumnView], said: SheetMapping, decided: Decided) -> None:
    open_columns = []
    voting = set()
    for column in columns:
        if stated := said.date_order.get(column.header):
            decided.date_order[column.header] = stated
            continue
        ordered = date_order(text for text in column.cells.texts if not is_nothing(text.text))
        if ordered.order is None:
            open_columns.append((column, ordered.example))
            continue
        decided.date_order[column.header] = ordered.order
        if ordered.example:
            voting.add(ordered.order)
            decided.reasons[column.header] = f"'{ordered.example}' decides for {ordered.order}"
    for column, example in open_columns:
        if len(voting) == 1:
            decided.date_order[column.header] = next(iter(voting))
            decided.reasons[column.header] = "day and month in the order of the sheet's other columns"
            continue
        decided.date_order[column.header] = "dmy"
        text = f"'{example}' can be read in two ways, and no row says which: does the day or the month come first?"
        decided.questions.append(
            Question(
                "date-order",
                view.sheet.file,
                view.sheet.name,
                column.header,
                text,
                ("dmy", "mdy"),
                "date_order",
                column.header,
            )
        )
