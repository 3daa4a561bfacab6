"""Text read in blocks with Arrow: fast, flat in memory, and only for files that a scan found sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv

from bookload.data.ingest.reading.flags import as_flags
from bookload.data.ingest.reading.limited import over_length

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bookload.base.progress import Progress
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing
    from bookload.data.ingest.reading.spool import ArrowColumn, SheetWriter
    from bookload.data.ingest.reading.structure import Structure

_BLOCK = 1 << 22


class BulkReader:
    """Writes the rows of a sound text file; gives up, whole, where Arrow sees it otherwise."""

    def __init__(self, writer: SheetWriter, names: Sequence[str], listing: Listing, limits: Limits) -> None:
        self._writer = writer
        self._names = names
        self._listing = listing
        self._limits = limits

    def read(
        self, path: Path, offset: int, delimiter: str, structure: Structure, numbers: Path, progress: Progress
    ) -> bool:
        """Read the rows from byte `offset` on; False if the rows are not what the scan counted."""
        lines = (
            np.fromfile(numbers, np.int64)
            if structure.records < _BLOCK
            else np.memmap(numbers, np.int64, "r")
        )
        done = 0
        with path.open("rb") as file:
            file.seek(offset)
            try:
                for batch in _batches(file, len(self._names), delimiter, spanning=structure.spanning):
                    if done + batch.num_rows > structure.records:
                        return False
                    self._write(batch, lines[done : done + batch.num_rows])
                    done += batch.num_rows
                    progress.step("reading rows", done, structure.records)
            except pa.ArrowInvalid:
                return False
        return done == structure.records

    def _write(self, batch: pa.RecordBatch, lines: NDArray[np.int64]) -> None:
        lengths = [np.diff(_offsets(column)) for column in batch.columns]
        filled = np.logical_or.reduce([length > 0 for length in lengths])
        for name, length in zip(self._names, lengths, strict=True):
            for row in np.flatnonzero(length > self._limits.cell_length):
                self._listing.add(over_length(int(lines[row]), name, int(length[row]), self._limits))
        if not filled.all():
            batch, lines = batch.filter(as_flags(filled)), lines[filled]
        blocks = [
            arrow_column(column, total)
            for column, total in zip(batch.columns, self._writer.totals(), strict=True)
        ]
        self._writer.append_columns(lines.tobytes(), batch.num_rows, blocks)


def _batches(file: object, width: int, delimiter: str, *, spanning: bool) -> pa.csv.CSVStreamingReader:
    names = [f"c{index}" for index in range(width)]
    return pa.csv.open_csv(
        file,
        read_options=pa.csv.ReadOptions(column_names=names, block_size=_BLOCK),
        parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=spanning),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
            check_utf8=False,  # the whole file was decoded before
        ),
    )


def _offsets(column: pa.StringArray) -> NDArray[np.int32]:
    return np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]


def arrow_column(column: pa.StringArray, total: int) -> ArrowColumn:
    """Return a column's offsets, moved to follow `total` bytes, its text, and the new total."""
    if not len(column):
        return memoryview(b""), memoryview(b""), total
    offsets = _offsets(column).astype(np.int64)
    moved = offsets[1:] - offsets[0] + total
    data = column.buffers()[2]
    text = memoryview(data if data is not None else b"")[offsets[0] : offsets[-1]]
    return memoryview(moved.astype(np.int32)), text, int(moved[-1])
