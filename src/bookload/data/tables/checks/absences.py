"""What can be wrong in absences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.columns import codes, days, ends, overlapping
from bookload.data.tables.checks.found import Problem, findings
from bookload.data.tables.checks.references import unknown_people

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "absences"


def check_for_unknown_person(tables: Tables) -> list[Finding]:
    """An absence is of somebody who is not in people (error)."""
    return unknown_people(tables, TABLE)


def check_for_overlapping_absences(tables: Tables) -> list[Finding]:
    """Two absences of one person share a day (warning): the day is counted once."""
    rows = tables[TABLE]
    hit = overlapping(codes(rows["person_id"]), days(rows, "start_date"), ends(rows, "end_date"))
    problem = Problem(
        code="overlapping-absences",
        table=TABLE,
        column="start_date",
        message="begins while another absence of the same person lasts; a day away counts once",
        remedy="Nothing to do if both are true; else correct one of them.",
        severity="warning",
    )
    return findings(tables, problem, hit)
