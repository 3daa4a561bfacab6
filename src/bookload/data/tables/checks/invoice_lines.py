"""What can be wrong in invoice_lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.references import unknown_accounts
from bookload.data.tables.checks.unused import not_yet_used

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "invoice_lines"


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """An invoice line is of an account that is not in accounts (error)."""
    return unknown_accounts(tables, TABLE)


def check_for_rows_not_yet_used(tables: Tables) -> list[Finding]:
    """Invoice lines were imported, and no figure of this version uses them (warning, with their number)."""
    return not_yet_used(tables, TABLE, "MRR is what subscriptions and mrr_history say")
