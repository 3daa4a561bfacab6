"""The rows of all sheets of an import, table by table, apart by what they know of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from bookload.data.ingest.built import Built, with_origin
from bookload.data.tables import arrow_schema, table_names


@dataclass(frozen=True)
class Gathered:
    """The rows of an import, by table.

    `dated` rows carry their own history, `present` ones know one day alone, `secondary` ones
    were named in passing. With `part`, lists of one day lack accounts that go on.
    """

    dated: Mapping[str, pa.Table]
    present: Mapping[str, pa.Table]
    secondary: Mapping[str, pa.Table]
    part: bool = False

    def without_prices(self) -> Gathered:
        """Return the rows without the prices of lists that know one day alone."""
        kept = {table: rows for table, rows in self.present.items() if table != "subscriptions"}
        return Gathered(self.dated, kept, self.secondary, self.part)


def gather(builts: Iterable[Built], *, part: bool) -> Gathered:
    """Return the rows of all sheets, those of one table one after the other."""
    dated: dict[str, list[pa.Table]] = {}
    present: dict[str, list[pa.Table]] = {}
    secondary: dict[str, list[pa.Table]] = {}
    for built in builts:
        for table, rows in built.tables.items():
            pile = dated
            if table in built.present:
                pile = present
            elif table in built.secondary:
                pile = secondary
            pile.setdefault(table, []).append(rows)
    return Gathered(_whole(dated), _whole(present), _whole(secondary), part)


def _whole(pile: Mapping[str, list[pa.Table]]) -> dict[str, pa.Table]:
    return {table: pa.concat_tables(parts) for table, parts in pile.items()}


def no_rows(table: str) -> pa.Table:
    """Return a table without rows, with the columns of origin."""
    return with_origin(arrow_schema(table)).empty_table()


def with_nowhere(table: str, rows: pa.Table) -> pa.Table:
    """Return rows of an earlier import with empty columns of origin."""
    schema = arrow_schema(table)
    known = rows.select(schema.names).cast(schema)
    known = known.append_column("__sheet", pa.nulls(rows.num_rows, pa.string()))
    return known.append_column("__row", pa.nulls(rows.num_rows, pa.int64()))


def every_table(rows: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return all tables, those not given without rows."""
    return {table: rows.get(table, no_rows(table)) for table in table_names()}
