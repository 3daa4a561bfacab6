"""Spooled columns as Arrow arrays, mapped from disk and not copied into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bookload.data.ingest.reading.flags import as_flags
from bookload.data.ingest.reading.sheet import Column, Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.data.ingest.reading.spool import Spooled

_ROWS_AT_ONCE = 1 << 20
_MAPPED_BYTES = 1 << 16


def mapped(folder: Path, spooled: Spooled, file: str, sha256: str) -> Sheet:
    """Return the sheet whose columns lie in `folder`; the files may be removed once it is open."""
    columns = tuple(
        _column(folder / f"{spooled.stem}.{index}", name, position, spooled.rows)
        for index, name, position in zip(spooled.indices, spooled.names, spooled.positions, strict=True)
    )
    numbers = pa.Int64Array.from_buffers(
        pa.int64(), spooled.rows, [None, _buffer(folder / f"{spooled.stem}.rows")]
    )
    return Sheet(file, spooled.sheet, columns, numbers, sha256)


def _column(path: Path, name: str, position: int, rows: int) -> Column:
    offsets = _buffer(path.with_name(path.name + ".offsets"))
    present = _bits(np.frombuffer(offsets, np.int32, rows + 1), rows)
    text = pa.StringArray.from_buffers(rows, offsets, _buffer(path.with_name(path.name + ".bytes")), present)
    typed_path = path.with_name(path.name + ".typed")
    typed = None
    if typed_path.exists():
        flags = np.frombuffer(_buffer(typed_path), np.uint8, rows)
        typed = as_flags(flags.astype(bool)) if flags.any() else None
    return Column(name, position, text, typed)


def _bits(offsets: np.ndarray[tuple[int], np.dtype[np.int32]], rows: int) -> pa.Buffer:
    """Return the bitmap of cells that hold at least one byte: an empty cell is null."""
    bits = np.empty((rows + 7) // 8, np.uint8)
    for start in range(0, rows, _ROWS_AT_ONCE):
        stop = min(start + _ROWS_AT_ONCE, rows)
        filled = np.diff(offsets[start : stop + 1]) > 0
        bits[start // 8 : (stop + 7) // 8] = np.packbits(filled, bitorder="little")
    return pa.py_buffer(bits)


def _buffer(path: Path) -> pa.Buffer:
    if path.stat().st_size < _MAPPED_BYTES:
        return pa.py_buffer(path.read_bytes())
    with pa.memory_map(str(path)) as file:
        return file.read_buffer()
