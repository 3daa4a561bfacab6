"""What can be wrong in account_events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.references import unknown_accounts

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """An event is of an account that is not in accounts (error)."""
    return unknown_accounts(tables, "account_events")
