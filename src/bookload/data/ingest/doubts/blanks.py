"""Identifiers that differ only in blanks around them, and so are one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from bookload.data.ingest.doubts.doubt import Doubt, numbered
from bookload.data.ingest.filled import Filled, Place

if TYPE_CHECKING:
    from bookload.data.ingest.mapping.view import ColumnView

CODE = "blanks-aside"
_NAMED = ("account_id", "name", "account_name", "person_id", "owner", "owner_id", "subscription_id")
SHOWN = 5


def blanks(filled: Filled) -> Doubt:
    """Return a note for each name that the sheet writes with and without blanks around it."""
    doubt = Doubt()
    for name in _NAMED:
        column = filled.guess.columns.get(name)
        if column is None:
            continue
        several = _several(column)
        for bare, places in list(several.items())[:SHOWN]:
            rows = np.flatnonzero(np.isin(column.cells.index, places)).tolist()
            message = f"{numbered(filled, rows)} name '{bare}' with other blanks around it: they are one"
            if len(several) > SHOWN:
                message += f" (and {len(several) - SHOWN} more names)"
            remedy = "Nothing needs to be done, if they are."
            place = Place(rows[0], name, bare, len(rows))
            doubt.findings.append(filled.finding(CODE, message, remedy, "note", place))
    return doubt


def _several(column: ColumnView) -> dict[str, list[int]]:
    by_bare: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(column.cells.texts):
        by_bare[text.text.strip()].append(place)
    return {bare: places for bare, places in by_bare.items() if len(places) > 1}
