"""Rows in the one form that snapshots keep them in, and the hash that tells whether they are the same.

The hash is taken from the rows, not from the bytes of a Parquet file: another version of the
library that writes the file, or another order of the same rows, changes nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import UsageError, unknown
from bookload.data.tables import arrow_schema, contract, empty, table_names

if TYPE_CHECKING:
    from collections.abc import Mapping


def canonical(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return every contract table, in its contract's schema, sorted by its key and then by the rest.

    Tables that are not given are empty. Raises `UsageError` for a table that no contract names,
    or whose columns are not the contract's.
    """
    for name in tables:
        if name not in table_names():
            raise unknown("table", name, table_names())
    return {name: _sorted(name, tables[name]) if name in tables else empty(name) for name in table_names()}


def _sorted(name: str, rows: pa.Table) -> pa.Table:
    schema = arrow_schema(name)
    if set(rows.column_names) != set(schema.names):
        differing = sorted(set(rows.column_names) ^ set(schema.names))
        message = f"the columns of table '{name}' differ from its contract's: {', '.join(differing)}"
        raise UsageError(message)
    shaped = rows.select(schema.names).cast(schema)
    key = contract(name).key
    order = [*key, *(column for column in schema.names if column not in key)]
    indices = pc.sort_indices(shaped, sort_keys=[(column, "ascending", "at_start") for column in order])
    return shaped.take(indices)


def digest(tables: Mapping[str, pa.Table]) -> str:
    """Return the sha256 of the tables' rows, in the order that they stand in."""
    whole = hashlib.sha256()
    for name in sorted(tables):
        whole.update(f"{name}\n{_table_digest(tables[name])}\n".encode())
    return whole.hexdigest()


def _table_digest(rows: pa.Table) -> str:
    whole = hashlib.sha256(f"{rows.num_rows}\n".encode())
    for field, column in zip(rows.schema, rows.columns, strict=True):
        whole.update(f"{field.name}\n{field.type}\n{_column_digest(column)}\n".encode())
    return whole.hexdigest()


def _column_digest(column: pa.ChunkedArray) -> str:
    """Hash which values are there, how long they are, and the values; chunks leave no trace."""
    parts = [hashlib.sha256(), hashlib.sha256(), hashlib.sha256()]
    for chunk in column.chunks:
        for part, data in zip(parts, _parts(chunk), strict=True):
            part.update(data)
    return "\n".join(part.hexdigest() for part in parts)


def _parts(chunk: pa.Array) -> tuple[bytes, bytes, bytes]:
    there = chunk.is_valid().to_numpy(zero_copy_only=False).tobytes()
    if pa.types.is_string(chunk.type):
        text = pc.fill_null(chunk, "")
        lengths = pc.binary_length(text).to_numpy(zero_copy_only=False).astype(np.int64)
        _, offsets, values = text.buffers()
        start = np.frombuffer(offsets, np.int32)[text.offset] if len(text) else 0
        size = int(lengths.sum())
        return there, lengths.tobytes(), values.slice(int(start), size).to_pybytes() if size else b""
    whole = chunk.cast(pa.int32() if pa.types.is_date32(chunk.type) else pa.int64()).cast(pa.int64())
    return there, b"", pc.fill_null(whole, 0).to_numpy().tobytes()
