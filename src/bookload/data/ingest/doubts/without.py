"""A sheet without some of its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bookload.data.ingest.filled import Filled, fill
from bookload.data.ingest.mapping.view import SheetView

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def without(filled: Filled, rows: AbstractSet[int]) -> Filled:
    """Return the sheet as if it had never had these rows; how it is read stays as it was decided."""
    if not rows:
        return filled
    mask = np.ones(filled.rows, dtype=bool)
    mask[list(rows)] = False
    keep = pa.array(mask)
    sheet = filled.guess.view.sheet
    columns = tuple(
        replace(
            column,
            text=column.text.filter(keep),
            typed=None if column.typed is None else column.typed.filter(keep),
        )
        for column in sheet.columns
    )
    view = SheetView.of(replace(sheet, columns=columns, row_numbers=sheet.row_numbers.filter(keep)))
    places = {id(column): place for place, column in enumerate(filled.guess.view.columns)}
    taken = {name: view.columns[places[id(column)]] for name, column in filled.guess.columns.items()}
    return fill(replace(filled.guess, view=view, columns=taken), filled.policy)
