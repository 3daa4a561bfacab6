"""Rows of a table from a sheet that is that table."""

from __future__ import annotations

from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled
from bookload.data.tables import contract


def build(filled: Filled) -> Built:
    """Return the sheet's rows; amounts without a currency are in the workspace's."""
    assert filled.guess.shape is not None  # noqa: S101 - only sheets that are taken are built
    table = filled.guess.shape.name
    columns = dict(filled.values)
    amounts = [
        column.name for column in contract(table).columns if column.type == "money" and column.name in filled
    ]
    if amounts and any(column.name == "currency" for column in contract(table).columns):
        columns["currency"] = filled.currency(*amounts)
    if table == "pay":
        columns["base"] = filled.get("base") if "base" in filled else filled.get("ote")
        columns["ote"] = filled.get("ote") if "ote" in filled else filled.get("base")
    return Built({table: rows_of(table, filled, columns)}, filled.findings)
