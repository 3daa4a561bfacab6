"""A company held in memory: for notebooks, and for tests that need rows and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.data.engine import connect
from bookload.data.tables import contract, empty, table_names
from bookload.data.tables.contract import PLACES
from bookload.workspace.reading import Company, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bookload.data.tables import Column


def memory(
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    *,
    as_of: date,
    policy: Policy | None = None,
    journey: Journey | None = None,
    known_from: date | None = None,
    access: Access | None = None,
) -> Workspace:
    """Return a workspace over rows given as Python values.

    Amounts, shares and the like are numbers as people write them (text, int or Decimal; no
    floats), dates are dates, months `YYYY-MM`; columns left out take the contract's default.
    Raises `UsageError` for a table or column that no contract has.
    """
    sources: dict[str, pa.Table] = {name: empty(name) for name in table_names()}
    for name, rows in tables.items():
        sources[name] = _table(name, rows)
    company = Company(
        name="memory",
        policy=policy or Policy(),
        journey=journey or Journey(),
        sources=sources,
        snapshot=None,
        data_through=as_of,
        known_from=known_from,
        cache=None,
    )
    return Workspace(company, connect(), access or Access(), as_of)


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    columns = contract(name).columns
    for row in rows:
        for key in row:
            contract(name)[key]
    return pa.table(
        {
            column.name: pa.array(
                [_stored(column, row.get(column.name)) for row in rows],
                type=column.arrow_type,
            )
            for column in columns
        }
    )


def _stored(column: Column, value: object) -> object:
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
