"""What can be wrong in subscription_events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.found import Problem
from bookload.data.tables.checks.references import unknown_ids
from bookload.data.tables.checks.unused import not_yet_used

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "subscription_events"


def check_for_unknown_subscription(tables: Tables) -> list[Finding]:
    """An event is of a subscription that there is not (warning)."""
    problem = Problem(
        code="unknown-subscription",
        table=TABLE,
        column="subscription_id",
        message="there is no subscription with this id",
        remedy="Add the subscription, or correct the id.",
        severity="warning",
    )
    return unknown_ids(tables, problem, tables["subscriptions"]["subscription_id"])


def check_for_rows_not_yet_used(tables: Tables) -> list[Finding]:
    """Events were imported, and no figure of this version uses them (warning, with their number)."""
    return not_yet_used(tables, TABLE, "a status holds for the whole of its row in subscriptions")
