"""What can be wrong in interventions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.references import unknown_accounts

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """An intervention reached an account that is not in accounts (error)."""
    return unknown_accounts(tables, "interventions")
