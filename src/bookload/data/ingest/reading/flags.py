"""Truth values of NumPy as Arrow's, bit by bit: Arrow's own conversion loads pandas first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray


def as_flags(mask: NDArray[np.bool_]) -> pa.BooleanArray:
    """Return the same truth values, none of them null."""
    bits = pa.py_buffer(np.packbits(mask, bitorder="little"))
    return pa.BooleanArray.from_buffers(pa.bool_(), len(mask), [None, bits])


def as_mask(flags: pa.BooleanArray) -> NDArray[np.bool_]:
    """Return the same truth values; null is false."""
    valid, bits = flags.buffers()
    mask = _unpacked(bits, flags.offset, len(flags))
    return mask if valid is None else mask & _unpacked(valid, flags.offset, len(flags))


def _unpacked(bits: pa.Buffer, offset: int, length: int) -> NDArray[np.bool_]:
    data = np.frombuffer(bits, np.uint8)
    return np.unpackbits(data, count=offset + length, bitorder="little")[offset:].astype(bool)
