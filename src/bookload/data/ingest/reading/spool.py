"""Columns of text written to disk as they are read, so that memory stays flat however long a file is.

Child processes write these files and the parent maps them; they hold Arrow's own layout
(32-bit offsets, UTF-8 bytes), so nothing is parsed again. Only the standard library is
used here: the child that opens workbooks starts in hundredths of a second.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMN_BYTES = (1 << 31) - 1
KEPT = "kept"
"""The name of what a child process leaves to be kept in place of a file that may not be kept whole."""
_CELLS_AT_ONCE = 200_000
_HELD_BYTES = 1 << 25

# Offsets that go on from those written before, the text, and the bytes of text there are then.
ArrowColumn = tuple[memoryview, memoryview, int]


class ColumnOverflowError(Exception):
    """A column holds more text than 32-bit offsets reach; carries its index."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True)
class Spooled:
    """A sheet as it lies on disk: what a child process hands over.

    `names` and `positions` are of the columns kept, `indices` their places among all
    that were written.
    """

    stem: str
    sheet: str | None
    names: tuple[str, ...]
    positions: tuple[int, ...]
    indices: tuple[int, ...]
    rows: int

    def to_json(self) -> str:
        """Return the description as one JSON object."""
        return json.dumps(self.__dict__)

    @classmethod
    def from_json(cls, text: str) -> Spooled:
        """Return the description that `to_json` wrote."""
        fields = json.loads(text)
        for name in ("names", "positions", "indices"):
            fields[name] = tuple(fields[name])
        return cls(**fields)


class _Column:
    """One column on its way to disk: offsets, bytes, and which cells were typed."""

    def __init__(self, base: Path, index: int, *, typed: bool) -> None:
        self.index = index
        self.total = 0
        self._parts = {"offsets": bytearray(array("i", [0]).tobytes()), "bytes": bytearray()}
        if typed:
            self._parts["typed"] = bytearray()
        self._base = base

    def append(self, cells: Sequence[str | None]) -> None:
        encoded = [cell.encode() if cell else b"" for cell in cells]
        ends = list(accumulate(map(len, encoded), initial=self.total))
        self.append_raw(
            array("i", ends[1:]).tobytes() if ends[-1] <= COLUMN_BYTES else b"", b"".join(encoded), ends[-1]
        )

    def append_raw(self, offsets: bytes | memoryview, text: bytes | memoryview, total: int) -> None:
        if total > COLUMN_BYTES:
            raise ColumnOverflowError(self.index)
        self._parts["offsets"] += offsets
        self._parts["bytes"] += text
        self.total = total

    def append_types(self, typed: bytes) -> None:
        self._parts["typed"] += typed

    def spill(self) -> None:
        """Append what is held to the column's files."""
        for name, held in self._parts.items():
            with self._base.with_name(f"{self._base.name}.{self.index}.{name}").open("ab") as file:
                file.write(held)
            self._parts[name] = bytearray()


class SheetWriter:
    """Writes the rows of one sheet, column by column, into a folder.

    Rows without a cell are left out, and so are columns with neither header nor cell.
    Files are open only while they are written to: a sheet may have more columns than a
    process may have files.
    """

    def __init__(self, folder: Path, stem: str, width: int, *, typed: bool = False) -> None:
        self.stem = stem
        self.rows = 0
        self._with_types = typed
        self._columns = [_Column(folder / stem, index, typed=typed) for index in range(width)]
        self._numbers = folder / f"{stem}.rows"
        self._unspilled = 0
        self._held: list[Sequence[str | None]] = []
        self._held_types: list[bytes] = []
        self._held_numbers = array("q")

    def append(self, number: int, cells: Sequence[str | None], typed: bytes = b"") -> None:
        """Write one row of as many cells as the sheet is wide; `typed` has a byte a cell, 0 or 1."""
        if not any(cells):
            return
        self._held.append(cells)
        self._held_numbers.append(number)
        if self._with_types:
            self._held_types.append(typed)
        if len(self._held) * len(self._columns) >= _CELLS_AT_ONCE:
            self._flush()

    def append_block(
        self, numbers: Sequence[int], columns: Sequence[tuple[Sequence[str | None], bytes]]
    ) -> None:
        """Write a block of rows as columns, each with a byte a cell that says whether it was typed."""
        self._flush()
        empty: set[int] = set()
        if all(None in texts for texts, _ in columns):
            cells = zip(*(texts for texts, _ in columns), strict=True)
            empty = {index for index, row in enumerate(cells) if not any(row)}
        before = self.totals()
        kept = [row for row in range(len(numbers)) if row not in empty]
        for column, (texts, typed) in zip(self._columns, columns, strict=True):
            column.append([texts[row] for row in kept] if empty else texts)
            column.append_types(bytes(typed[row] for row in kept) if empty else typed)
        self._wrote(array("q", [numbers[row] for row in kept]).tobytes(), len(kept), before)

    def append_columns(self, numbers: bytes, rows: int, columns: Sequence[ArrowColumn]) -> None:
        """Write a block of rows that already has Arrow's layout."""
        before = self.totals()
        for column, (offsets, text, total) in zip(self._columns, columns, strict=True):
            column.append_raw(offsets, text, total)
        self._wrote(numbers, rows, before)

    def append_types(self, columns: Sequence[bytes]) -> None:
        """Write which cells of the block last appended were typed, a byte a cell, 0 or 1."""
        for column, typed in zip(self._columns, columns, strict=True):
            column.append_types(typed)

    def totals(self) -> list[int]:
        """Return the bytes written of each column."""
        return [column.total for column in self._columns]

    def _flush(self) -> None:
        if not self._held:
            return
        before = self.totals()
        for column, cells in zip(self._columns, zip(*self._held, strict=True), strict=True):
            column.append(cells)
        if self._with_types:
            self.append_types([bytes(flags) for flags in zip(*self._held_types, strict=True)])
        self._wrote(self._held_numbers.tobytes(), len(self._held), before)
        self._held, self._held_types, self._held_numbers = [], [], array("q")

    def _wrote(self, numbers: bytes, rows: int, before: Sequence[int]) -> None:
        with self._numbers.open("ab") as file:
            file.write(numbers)
        self.rows += rows
        self._unspilled += sum(self.totals()) - sum(before) + 4 * rows * len(self._columns)
        if self._unspilled >= _HELD_BYTES:
            self._spill()

    def _spill(self) -> None:
        for column in self._columns:
            column.spill()
        self._unspilled = 0

    def finish(self, sheet: str | None, names: Sequence[str], positions: Sequence[int]) -> Spooled:
        """Write what is held and describe the columns worth keeping: those with a header or a cell."""
        self._flush()
        self._spill()
        with self._numbers.open("ab"):
            pass
        kept = [column.index for column in self._columns if names[column.index] or column.total]
        return Spooled(
            self.stem,
            sheet,
            tuple(names[index] or f"column {positions[index]}" for index in kept),
            tuple(positions[index] for index in kept),
            tuple(kept),
            self.rows,
        )
