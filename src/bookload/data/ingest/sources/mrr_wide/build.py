"""MRR history from a sheet with a column a month."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled
from bookload.data.ingest.sources.accounts.build import account_rows, attributes, first_of_each, identifiers
from bookload.data.ingest.sources.ownership.owners import owned


def build(filled: Filled) -> Built:
    """Return a row of mrr_history for each amount, and accounts and owners; an empty cell is no row."""
    ids, findings = identifiers(filled)
    parts = []
    for month, amounts in filled.months.items():
        columns = {
            "account_id": ids,
            "month": pa.array([month] * filled.rows, pa.int64()),
            "mrr": amounts,
            "currency": pc.coalesce(filled.beside[str(month)], filled.currency()),
            "product": filled.get("product"),
        }
        parts.append(rows_of("mrr_history", filled, columns, pc.is_valid(amounts)))
    tables = {
        "mrr_history": pa.concat_tables(parts),
        "accounts": first_of_each(account_rows(filled, ids), "account_id"),
        "account_attributes": attributes(filled, ids),
    }
    findings += filled.findings
    if "owner" not in filled:
        return Built(tables, tuple(findings), secondary=frozenset({"accounts"}))
    owners = owned(filled, ids, "owner")
    return Built(
        {**tables, **owners.tables},
        (*findings, *owners.findings),
        owners.questions,
        frozenset({"ownership"}),
        frozenset({"accounts"}),
    )
