"""Sheets in Bookload's own columns, which mean what Bookload means by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables import contract, table_names

if TYPE_CHECKING:
    from bookload.data.ingest.filled import Filled


def is_own_form(filled: Filled) -> bool:
    """Return whether a sheet has the columns of a table of Bookload's and no others."""
    table = filled.guess.mapping.table
    if table not in table_names():
        return False
    own = {column.name for column in contract(table).columns}
    return all(column.header in own for column in filled.guess.view.columns)
