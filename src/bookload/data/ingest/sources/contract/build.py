"""Rows of a table from a sheet that is that table."""

from __future__ import annotations

import pyarrow.compute as pc

from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled
from bookload.data.tables import contract


def build(filled: Filled) -> Built:
    """Return the sheet's rows; amounts without a currency are in the workspace's.

    Accounts that invoices name count where no list of accounts is there, as those of other prices do.
    """
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
    tables = {table: rows_of(table, filled, columns)}
    if table == "invoice_lines":
        ids = filled.get("account_id")
        tables["accounts"] = rows_of("accounts", filled, {"account_id": ids, "name": ids}, pc.is_valid(ids))
    return Built(tables, filled.findings, secondary=frozenset({"accounts"}))
