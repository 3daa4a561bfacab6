"""What can be wrong in people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.columns import equals_columns
from bookload.data.tables.checks.employment import more_than_full_time, unknown_role
from bookload.data.tables.checks.found import Problem, findings
from bookload.data.tables.checks.references import unknown_ids

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "people"


def check_for_unknown_manager(tables: Tables) -> list[Finding]:
    """The manager of a person is not in people (warning)."""
    problem = Problem(
        code="unknown-manager",
        table=TABLE,
        column="manager_id",
        message="there is no person with this id to be the manager",
        remedy="Add the manager to people, or correct the id.",
        severity="warning",
    )
    return unknown_ids(tables, problem, tables[TABLE]["person_id"])


def check_for_own_manager(tables: Tables) -> list[Finding]:
    """A person reports to themselves (warning)."""
    problem = Problem(
        code="own-manager",
        table=TABLE,
        column="manager_id",
        message="the person reports to themselves",
        remedy="Name their manager, or leave it empty for the head of the team.",
        severity="warning",
    )
    return findings(tables, problem, equals_columns(tables[TABLE], "manager_id", "person_id"))


def check_for_more_than_full_time(tables: Tables) -> list[Finding]:
    """A person has an FTE over 1.5 (warning); 40 for 40 hours a week is such a one."""
    return more_than_full_time(tables, TABLE)


def check_for_unknown_role(tables: Tables) -> list[Finding]:
    """Neither the policy nor the table of titles knows a role (warning): who has it does not count."""
    return unknown_role(tables, TABLE)
