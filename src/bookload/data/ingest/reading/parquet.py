"""The rows of a Parquet file as text, read inside the child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bookload.base.errors import Finding
from bookload.data.ingest.reading.arrowtext import Inexact, NotText, as_text, readable
from bookload.data.ingest.reading.bulk import arrow_column
from bookload.data.ingest.reading.forbidden import forbidden_in, refused_character
from bookload.data.ingest.reading.header import Header, check_header, no_rows, warn_unnamed
from bookload.data.ingest.reading.limited import column_overflow, over_columns, over_length, over_rows
from bookload.data.ingest.reading.spool import ColumnOverflowError, SheetWriter, Spooled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing

_ROWS_AT_ONCE = 1 << 15
_CONTROLS = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u0080-\u009f\ufeff\ufffd]"


def read_parquet(path: Path, folder: Path, limits: Limits, listing: Listing) -> tuple[Spooled, ...]:
    """Spool the rows of a Parquet file into `folder`; columns that no text can stand for are listed."""
    try:
        with pq.ParquetFile(path, coerce_int96_timestamp_unit="us") as file:
            if not _fits(file, limits, listing):
                return ()
            return _rows(file, folder, limits, listing)
    except ColumnOverflowError as over:
        listing.add(column_overflow(f"column {over.column + 1}"))
    except pa.ArrowMemoryError as error:
        raise MemoryError from error
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # no room on the disk, say; Arrow's own have no number
        message = "the Parquet file is damaged or cut off: its footer or its pages cannot be read"
        listing.add(Finding("damaged", message, "Write it again, and copy it whole"))
    return ()


def _fits(file: pq.ParquetFile, limits: Limits, listing: Listing) -> bool:
    """Whether rows, columns and types are what can be read; what is not is listed."""
    schema = file.schema_arrow
    header = Header(0, tuple(name.strip() for name in schema.names))
    if len(header.names) > limits.columns:
        listing.add(over_columns(len(header.names), limits))
        return False
    if file.metadata.num_rows > limits.rows:
        listing.add(over_rows(limits))
        return False
    check_header(header, 1, None, listing)
    whole = True
    for field in schema:
        if (why := readable(field.type)) is not None:
            whole = False
            listing.add(_unreadable(field, why))
    return whole


def _unreadable(field: pa.Field, why: str) -> Finding:
    message = f"the column is of type {field.type}: {why}"
    remedy = "Write its parts as columns of their own, or leave it out"
    return Finding("column_type", message[:300], remedy, column=field.name.strip() or None)


def _rows(file: pq.ParquetFile, folder: Path, limits: Limits, listing: Listing) -> tuple[Spooled, ...]:
    names = [name.strip() for name in file.schema_arrow.names]
    writer = SheetWriter(folder, "parquet", len(names), typed=True)
    block = _Block(writer, names, limits, listing)
    for batch in file.iter_batches(_ROWS_AT_ONCE, use_threads=False):
        block.write(batch)
    spooled = writer.finish(None, names, range(1, len(names) + 1))
    if not spooled.rows and not listing.refuses:
        listing.add(no_rows(None, "the file has columns and no rows"))
    warn_unnamed(spooled, 1, listing)
    return (spooled,)


class _Block:
    """Writes batches of rows, one after the other, and lists the cells that are refused."""

    def __init__(self, writer: SheetWriter, names: Sequence[str], limits: Limits, listing: Listing) -> None:
        self._writer = writer
        self._names = names
        self._limits = limits
        self._listing = listing
        self._before = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Write one batch: its cells as text, and which of them the file typed."""
        columns = [self._text(index, column) for index, column in enumerate(batch.columns)]
        typed = [not pa.types.is_string(column.type) and not _texts(column.type) for column in batch.columns]
        filled = np.zeros(batch.num_rows, bool)
        for column in columns:
            filled |= np.diff(_offsets(column)) > 0
        numbers = np.arange(self._before + 1, self._before + batch.num_rows + 1, dtype=np.int64)[filled]
        self._before += batch.num_rows
        if not filled.all():
            columns = [column.filter(pa.array(filled)) for column in columns]
        blocks = [
            arrow_column(column, total) for column, total in zip(columns, self._writer.totals(), strict=True)
        ]
        flags = [
            (np.diff(_offsets(column)) > 0).astype(np.uint8).tobytes() if is_typed else bytes(len(numbers))
            for column, is_typed in zip(columns, typed, strict=True)
        ]
        self._writer.append_types(flags)
        self._writer.append_columns(numbers.tobytes(), len(numbers), blocks)

    def _text(self, index: int, column: pa.Array) -> pa.StringArray:
        name = self._names[index] or None
        try:
            text = as_text(column)
        except Inexact as inexact:
            self._list_inexact(name, inexact)
            return pa.array([""] * len(column), pa.string())
        except NotText as error:
            self._listing.add(_not_utf8(name, self._before + error.row + 1))
            return pa.array([""] * len(column), pa.string())
        self._check(name, text)
        return text

    def _list_inexact(self, name: str | None, inexact: Inexact) -> None:
        for row, value in inexact.cells:
            self._listing.add(
                Finding(
                    "float_inexact",
                    "the number is a float that stands for no decimal number",
                    "Write the column as decimal, or round it to the digits that are meant",
                    row=self._before + row + 1,
                    column=name,
                    value=value,
                )
            )
        self._listing.leave_out("float_inexact", None, inexact.count - len(inexact.cells))

    def _check(self, name: str | None, text: pa.StringArray) -> None:
        lengths = np.diff(_offsets(text))
        for row in np.flatnonzero(lengths > self._limits.cell_length):
            number = self._before + int(row) + 1
            self._listing.add(over_length(number, name, int(lengths[row]), self._limits))
        for row in np.flatnonzero(pc.match_substring_regex(text, _CONTROLS).to_numpy(zero_copy_only=False)):
            value = text[int(row)].as_py()
            if char := forbidden_in(value):
                self._listing.add(refused_character(char, self._before + int(row) + 1, name, value))


def _texts(kind: pa.DataType) -> bool:
    return bool(pa.types.is_large_string(kind) or pa.types.is_dictionary(kind) or pa.types.is_binary(kind))


def _not_utf8(name: str | None, row: int) -> Finding:
    message = "the cell holds bytes that are not UTF-8 text"
    return Finding("encoding", message, "Write the column as text, or leave it out", row=row, column=name)


def _offsets(column: pa.StringArray) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
