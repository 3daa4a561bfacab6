"""Distinct texts of a column and the way back to its rows."""

from __future__ import annotations

import pyarrow as pa

from bookload.data.ingest.reading import Column
from bookload.data.ingest.values.cell import Text, cells_of


def test_each_text_is_kept_once_and_blank_cells_are_empty() -> None:
    cells = cells_of(Column("H", 1, pa.array(["a", " ", "b", "a", None]), None))
    assert cells.texts == (Text("a"), Text("b"))
    assert cells.index.tolist() == [0, -1, 1, 0, -1]
    assert cells.filled == 3
    assert cells.spread([1, 2], pa.int64()).to_pylist() == [1, None, 2, 1, None]


def test_a_typed_text_is_another_than_the_same_text_written() -> None:
    cells = cells_of(Column("H", 1, pa.array(["1.234", "1.234"]), pa.array([True, False])))
    assert cells.texts == (Text("1.234", typed=True), Text("1.234"))
