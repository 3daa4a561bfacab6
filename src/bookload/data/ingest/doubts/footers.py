"""Lines below a list, such as `Exported by Ana on 1 July`: no rows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bookload.data.ingest.doubts.doubt import Doubt, numbered
from bookload.data.ingest.filled import Filled, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLES = frozenset({"one_sheet", "subscriptions", "mrr_wide", "mrr_history"})
"""Sheets whose rows have to have an amount to say anything."""
SHOWN = 3


def footers(filled: Filled) -> Doubt:
    """Return the last rows of a list, as far as they have text in the first column and nothing else."""
    view = filled.guess.view
    doubt = Doubt()
    if filled.guess.mapping.table not in _TABLES or len(view.columns) <= 1 or not filled.rows:
        return doubt
    first = view.columns[0].cells.index >= 0
    others = np.any([column.cells.index >= 0 for column in view.columns[1:]], axis=0)
    lone = first & ~others
    whole = np.flatnonzero(~lone)
    if not len(whole):
        return doubt
    rows = range(int(whole[-1]) + 1, filled.rows)
    if rows:
        doubt.out = set(rows)
        texts = _texts(filled, rows)
        message = f"{numbered(filled, rows)} below the list: text in the first column alone, left out"
        remedy = "Nothing needs to be done; accounts that pay have an amount."
        place = Place(rows[0], None, ", ".join(texts), len(rows))
        doubt.findings.append(filled.finding("footer-rows", message, remedy, "note", place))
    return doubt


def _texts(filled: Filled, rows: Sequence[int]) -> list[str]:
    cells = filled.guess.view.columns[0].cells
    shown = [cells.texts[int(cells.index[row])].text.strip() for row in rows[:SHOWN]]
    return [*shown, "..."] if len(rows) > SHOWN else shown
