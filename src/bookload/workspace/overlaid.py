"""What-if rows: a company whose team or pay is other than its tables say, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.errors import unknown
from bookload.data.tables import contract, unbound
from bookload.workspace.rows import cell, stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.data.engine import Engine, Source

OVERLAID = ("people", "positions", "pay", "costs")
"""Tables that a what-if may change: small ones, of which no figure of the past is made."""


def overlaid(
    engine: Engine, sources: Mapping[str, Source], changes: Mapping[str, Sequence[Mapping[str, object]]]
) -> Mapping[str, Source]:
    """Return the sources with rows of some tables changed or added.

    A row with the key of one that there is changes the columns that it states; any other is added. Raises
    `UsageError` for a table that a what-if may not change, or a column that it does not have.
    """
    found = dict(sources)
    for name, rows in changes.items():
        if name not in OVERLAID:
            raise unknown("table of a scenario", name, OVERLAID)
        if rows:
            found[name] = _changed(name, engine.run(unbound(name), sources), rows)
    return found


def _changed(name: str, there: pa.Table, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    columns, key = contract(name).columns, contract(name).key
    held = {tuple(row[part] for part in key): row for row in there.to_pylist()}
    fresh = []
    for row in rows:
        stated = {column: cell(contract(name)[column], value) for column, value in row.items()}
        known = held.get(tuple(stated.get(part) for part in key))
        if known is None:
            fresh.append(row)
        else:
            known.update(stated)
    kept = pa.table(
        {
            column.name: pa.array([row[column.name] for row in held.values()], type=column.arrow_type)
            for column in columns
        }
    )
    return pa.concat_tables([kept, stored(name, fresh)])
