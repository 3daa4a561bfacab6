"""The distinct texts of a column, what reading one gave, and the way back to the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from bookload.data.ingest.reading import Column

_TYPED, _WRITTEN = "t", "w"


@dataclass(frozen=True)
class Text:
    """One distinct text of a column; `typed` if the file itself typed it, so that it is canonical."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a text, and what to do about it."""

    code: str
    message: str
    remedy: str
    severity: Literal["error", "warning", "note"] = "error"


@dataclass(frozen=True)
class Read:
    """What reading one text gave: a value to store (None for nothing), and what is wrong with it."""

    value: Any = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Cells:
    """A column as its distinct texts, and per row the index of its text, or -1 for an empty cell."""

    texts: tuple[Text, ...]
    index: np.ndarray[Any, np.dtype[np.int64]]

    @property
    def filled(self) -> int:
        """How many rows are not empty."""
        return int((self.index >= 0).sum())

    def spread(self, values: Sequence[Any], kind: pa.DataType) -> pa.Array:
        """Return the column with each text's value in its rows; empty cells are null."""
        distinct = pa.array(values, type=kind)
        return distinct.take(pa.array(self.index, mask=self.index < 0))


@dataclass(frozen=True)
class Values:
    """A column that was read: its stored values, and what was wrong, by distinct text."""

    array: pa.Array
    troubles: tuple[tuple[int, Trouble], ...]


def cells_of(column: Column) -> Cells:
    """Return a column's distinct texts; cells of blanks alone are empty."""
    text = column.text
    blank = pc.equal(pc.utf8_trim_whitespace(text), "")
    text = pc.if_else(pc.fill_null(blank, fill_value=False), pa.scalar(None, pa.string()), text)
    if column.typed is None:
        marks: pa.Array = pc.binary_join_element_wise(_WRITTEN, text, "")
    else:
        mark = pc.if_else(pc.fill_null(column.typed, fill_value=False), _TYPED, _WRITTEN)
        marks = pc.binary_join_element_wise(mark, text, "")
    encoded = (marks.combine_chunks() if isinstance(marks, pa.ChunkedArray) else marks).dictionary_encode()
    texts = tuple(Text(mark[1:], mark[0] == _TYPED) for mark in encoded.dictionary.to_pylist())
    index = pc.fill_null(encoded.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    return Cells(texts, index)


def read_all(cells: Cells, reader: Callable[[Text], Read], kind: pa.DataType) -> Values:
    """Return every distinct text read once, spread over the rows."""
    reads = [reader(text) for text in cells.texts]
    array = cells.spread([read.value for read in reads], kind)
    return Values(array, tuple((place, read.trouble) for place, read in enumerate(reads) if read.trouble))
