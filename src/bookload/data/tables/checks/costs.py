"""What can be wrong in costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.columns import numbers
from bookload.data.tables.checks.found import Problem, findings

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables


def check_for_negative_cost(tables: Tables) -> list[Finding]:
    """A cost is negative (warning): it reduces the cost of its kind."""
    problem = Problem(
        code="negative-cost",
        table="costs",
        column="amount",
        message="the cost is negative and reduces the others",
        remedy="Nothing to do if it is a refund; else give costs as positive amounts.",
        severity="warning",
    )
    return findings(tables, problem, numbers(tables["costs"], "amount") < 0)
