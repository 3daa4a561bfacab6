"""What changed between two snapshots: rows added, removed, and changed, by each table's key."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.snapshots.snapshot import Snapshot, read
from bookload.data.tables import contract, table_names

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class RowChange:
    """One row under its key: what the columns that differ were, and what they are."""

    key: Mapping[str, object]
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True)
class TableChanges:
    """One table's changes; `before` and `after` have a row each for every row that changed, in one order."""

    table: str
    added: pa.Table
    removed: pa.Table
    before: pa.Table
    after: pa.Table

    def __len__(self) -> int:
        """Return how many rows were added, removed or changed."""
        return int(self.added.num_rows + self.removed.num_rows + self.after.num_rows)

    def changed(self) -> Iterator[RowChange]:
        """Yield the changed rows with just the columns that differ."""
        key = contract(self.table).key
        for before, after in zip(self.before.to_pylist(), self.after.to_pylist(), strict=True):
            differing = [column for column in after if before[column] != after[column]]
            yield RowChange(
                key={column: after[column] for column in key if column in after},
                before={column: before[column] for column in differing},
                after={column: after[column] for column in differing},
            )


@dataclass(frozen=True)
class RowChanges:
    """The changes of every table that has some."""

    tables: Mapping[str, TableChanges]

    def __len__(self) -> int:
        """Return how many rows differ in all tables."""
        return sum(len(changes) for changes in self.tables.values())

    def without(self, sensitivities: Container[str]) -> RowChanges:
        """Return the changes without columns of these sensitivities (see the contracts).

        A row that changed in nothing else is gone: that pay changed is itself about pay. For the same
        reason a table of pay is gone altogether.
        """
        shown = {name: _hidden(changes, sensitivities) for name, changes in self.tables.items()}
        return RowChanges({name: changes for name, changes in shown.items() if len(changes)})


def compare(before: Snapshot, after: Snapshot) -> RowChanges:
    """Return which rows differ between two snapshots.

    Rows are the same row if their key is; of rows with equal keys the first is compared with the
    first, and so on.
    """
    sources = before.sources(), after.sources()
    changes = {
        name: table_changes(name, *(read(source[name]) for source in sources)) for name in table_names()
    }
    return RowChanges({name: change for name, change in changes.items() if len(change)})


def table_changes(name: str, before: pa.Table, after: pa.Table) -> TableChanges:
    """Return one table's changes; both in the contract's schema."""
    both = pa.concat_tables([before, after])
    key = contract(name).key
    rest = [column for column in both.column_names if column not in key]
    split = before.num_rows
    keys = _codes(both, key)
    keys = _numbered(keys, split)
    values = _codes(both, rest)
    old, new = keys[:split], keys[split:]
    _, at_old, at_new = np.intersect1d(old, new, assume_unique=True, return_indices=True)
    differ = values[:split][at_old] != values[split:][at_new]
    order = np.argsort(at_new[differ])
    return TableChanges(
        table=name,
        added=after.take(np.flatnonzero(~np.isin(new, old))),
        removed=before.take(np.flatnonzero(~np.isin(old, new))),
        before=before.take(at_old[differ][order]),
        after=after.take(at_new[differ][order]),
    )


def _codes(rows: pa.Table, columns: tuple[str, ...] | list[str]) -> NDArray[np.int64]:
    """Return a number for each row, equal for rows that are equal in these columns, nulls included."""
    codes = np.zeros(rows.num_rows, np.int64)
    for column in columns:
        encoded = rows[column].combine_chunks()
        encoded = encoded if isinstance(encoded, pa.Array) else pa.concat_arrays(encoded.chunks)
        indices = pc.dictionary_encode(encoded, null_encoding="encode").indices.to_numpy().astype(np.int64)
        width = int(indices.max(initial=0)) + 1
        codes = np.unique(codes * width + indices, return_inverse=True)[1]
    return codes


def _numbered(keys: NDArray[np.int64], split: int) -> NDArray[np.int64]:
    """Tell rows of one table with the same key apart, by the order that they stand in."""
    if not len(keys):
        return keys
    side = np.arange(len(keys)) >= split
    order = np.lexsort((np.arange(len(keys)), side, keys))
    group = keys[order] * 2 + side[order]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    nth = np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    numbered = np.empty_like(keys)
    numbered[order] = keys[order] * (int(nth.max()) + 1) + nth
    return numbered


def _hidden(changes: TableChanges, sensitivities: Container[str]) -> TableChanges:
    columns = contract(changes.table).columns
    shown = [column.name for column in columns if column.sensitivity not in sensitivities]
    pay = "pay" in sensitivities and any(column.sensitivity == "pay" for column in columns)
    before, after = changes.before.select(shown), changes.after.select(shown)
    both = pa.concat_tables([before, after])
    codes = _codes(both, shown)
    visible = np.flatnonzero(codes[: before.num_rows] != codes[before.num_rows :])
    rows = slice(0, 0) if pay else slice(None)
    return TableChanges(
        table=changes.table,
        added=changes.added.select(shown)[rows],
        removed=changes.removed.select(shown)[rows],
        before=before.take(visible)[rows],
        after=after.take(visible)[rows],
    )
