"""How large a file may be before reading it stops, with the limit stated."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30
LEAST_MEMORY = GIB // 2
HEAD_BYTES = 64 * KIB  # what is looked at to tell the format, the dialect and the header


@dataclass(frozen=True)
class Limits:
    """What one file may take; whatever is above is a finding that states the limit.

    `bytes` of the file on disk; `rows` and `columns` of one sheet; `cell_length` in
    bytes of UTF-8 of one cell; `memory` in bytes, of the child process that opens a
    workbook or a Parquet file (which is given `LEAST_MEMORY` to start in at all), and
    at most that much may a workbook inflate to;
    `seconds` of that child, on the clock and of the processor.
    """

    bytes: int = 16 * GIB
    rows: int = 100_000_000
    columns: int = 2_000
    cell_length: int = MIB
    memory: int = 2 * GIB
    seconds: int = 300


def in_words(size: int) -> str:
    """Return a number of bytes as a person writes it, in binary units."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size / unit:.4g} {name}"
    return f"{size} bytes"
