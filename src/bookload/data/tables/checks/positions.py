"""What can be wrong in positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.employment import before_hire, more_than_full_time, unknown_role
from bookload.data.tables.checks.references import unknown_people

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "positions"


def check_for_unknown_person(tables: Tables) -> list[Finding]:
    """A position is of somebody who is not in people (error)."""
    return unknown_people(tables, TABLE)


def check_for_position_before_hire(tables: Tables) -> list[Finding]:
    """A position begins before the person was hired (warning): it counts from that day on only."""
    return before_hire(tables, TABLE, "position-before-hire")


def check_for_more_than_full_time(tables: Tables) -> list[Finding]:
    """A position has an FTE over 1.5 (warning); 40 for 40 hours a week is such a one."""
    return more_than_full_time(tables, TABLE)


def check_for_unknown_role(tables: Tables) -> list[Finding]:
    """Neither the policy nor the table of titles knows a role (warning): who has it does not count."""
    return unknown_role(tables, TABLE)
