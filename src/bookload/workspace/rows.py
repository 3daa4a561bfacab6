"""Rows given as Python values, as tables keep them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.period import Month
from bookload.data.tables import contract
from bookload.data.tables.contract import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bookload.data.tables import Column


def stored(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Return rows of Python values as a table keeps them; columns left out take the contract's default.

    Raises `UsageError` for a table or column that no contract has.
    """
    columns = contract(name).columns
    for row in rows:
        for key in row:
            contract(name)[key]
    return pa.table(
        {
            column.name: pa.array(
                [cell(column, row.get(column.name)) for row in rows],
                type=column.arrow_type,
            )
            for column in columns
        }
    )


def cell(column: Column, value: object) -> object:
    """Return a value as a column keeps it: money in micros, months as ordinals; None takes the default."""
    if value is None:
        if not column.default:
            return None
        value = column.default
    if column.type in PLACES:
        return int(Decimal(str(value)).scaleb(PLACES[column.type]).to_integral_exact())
    return _STORED.get(column.type, str)(value)


_STORED: Mapping[str, Callable[[object], object]] = {
    "integer": lambda value: int(str(value)),
    "date": lambda value: value if isinstance(value, date) else date.fromisoformat(str(value)),
    "month": lambda value: Month.parse(str(value)).ordinal,
    "instant": lambda value: value if isinstance(value, datetime) else datetime.fromisoformat(str(value)),
    "boolean": lambda value: str(value).casefold() == "true",
    "list": lambda value: ";".join(value) if isinstance(value, (list, tuple)) else str(value),
}
