"""What can be wrong in discounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.columns import is_missing, numbers
from bookload.data.tables.checks.found import Problem, findings
from bookload.data.tables.checks.references import unknown_ids
from bookload.data.tables.checks.unused import not_yet_used

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "discounts"
ALL_PERCENT = 100 * 10**4


def check_for_unknown_subscription(tables: Tables) -> list[Finding]:
    """A discount is on a subscription that there is not (warning)."""
    problem = Problem(
        code="unknown-subscription",
        table=TABLE,
        column="subscription_id",
        message="there is no subscription with this id",
        remedy="Add the subscription, or correct the id.",
        severity="warning",
    )
    return unknown_ids(tables, problem, tables["subscriptions"]["subscription_id"])


def check_for_missing_discount(tables: Tables) -> list[Finding]:
    """A discount has neither percent nor amount (error)."""
    rows = tables[TABLE]
    problem = Problem(
        code="missing-discount",
        table=TABLE,
        column="percent",
        message="neither percent nor amount says how much is taken off",
        remedy="Fill in one of the two.",
    )
    return findings(tables, problem, is_missing(rows, "percent") & is_missing(rows, "amount"))


def check_for_percent_over_hundred(tables: Tables) -> list[Finding]:
    """A discount takes off more than there is (error)."""
    problem = Problem(
        code="percent-over-hundred",
        table=TABLE,
        column="percent",
        message="more than all of it is taken off",
        remedy="Give percent from 0 to 100.",
    )
    return findings(tables, problem, numbers(tables[TABLE], "percent") > ALL_PERCENT)


def check_for_rows_not_yet_used(tables: Tables) -> list[Finding]:
    """Discounts were imported, and no figure of this version uses them (warning, with their number)."""
    return not_yet_used(tables, TABLE, "MRR is before discounts; give net amounts in subscriptions")
