"""Ownership from a list of accounts and owners."""

from __future__ import annotations

from bookload.data.ingest.built import Built
from bookload.data.ingest.filled import Filled
from bookload.data.ingest.sources.ownership.owners import owned


def build(filled: Filled) -> Built:
    """Return the rows; owners are matched to people once all sheets are read."""
    owners = owned(filled, filled.get("account_id"), "owner_id")
    present = frozenset() if "start_date" in filled else frozenset({"ownership"})
    return Built(owners.tables, (*filled.findings, *owners.findings), owners.questions, present)
