"""The example row of the template workbook, which is no data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.ingest.reading import Sheet
from bookload.data.tables import Contract, contracts

LEAST_CELLS = 2


def without_examples(sheet: Sheet) -> Sheet:
    """Return a sheet without rows that say, cell by cell, what a contract's examples say.

    Only a sheet whose headers are all of one contract's columns can have such rows.
    """
    headers = {column.name for column in sheet.columns}
    owner = next(
        (each for each in contracts() if headers and headers <= {column.name for column in each.columns}),
        None,
    )
    if owner is None:
        return sheet
    example = _is_example(sheet, owner)
    if not example.any():
        return sheet
    keep = pa.array(~example)
    columns = tuple(
        replace(
            column,
            text=column.text.filter(keep),
            typed=None if column.typed is None else column.typed.filter(keep),
        )
        for column in sheet.columns
    )
    return replace(sheet, columns=columns, row_numbers=sheet.row_numbers.filter(keep))


def _is_example(sheet: Sheet, owner: Contract) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    same = np.ones(len(sheet.row_numbers), dtype=bool)
    filled = np.zeros(len(sheet.row_numbers), dtype=int)
    for column in sheet.columns:
        text = pc.fill_null(column.text, "")
        same &= np.asarray(pc.equal(text, owner[column.name].example))
        filled += np.asarray(pc.not_equal(text, "")).astype(int)
    return same & (filled >= LEAST_CELLS)
