"""Rows about people that do not fit their employment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bookload.data.tables.checks.columns import FAR_DAY, day_text, days, numbers, positions
from bookload.data.tables.checks.found import Problem, counted, findings, some
from bookload.data.tables.titles import role_word

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

MOST_FTE = 15_000
"""1.5, in ten-thousandths: somebody may work more than full time, nobody twice."""


def before_hire(tables: Tables, table: str, code: str) -> list[Finding]:
    """Return the rows of a table that begin (`from_date`) before their person was hired."""
    rows, people = tables[table], tables["people"]
    person = positions(rows["person_id"], people["person_id"])
    hired = np.append(days(people, "hire_date"), 0)[person]
    problem = Problem(
        code=code,
        table=table,
        column="from_date",
        message=lambda row: f"begins before {rows['person_id'][row]} was hired, on {day_text(hired[row])}",
        remedy="Correct from_date or hire_date; it counts from the day of hire on.",
        severity="warning",
    )
    return findings(tables, problem, (person >= 0) & (days(rows, "from_date", FAR_DAY) < hired))


def unknown_role(tables: Tables, table: str) -> list[Finding]:
    """Return a finding for each role that neither the policy nor the table of titles knows."""
    rows = tables[table]
    held: dict[str, list[int]] = {}
    for row, title in enumerate(rows["role"].to_pylist()):
        if title and title.strip() and not tables.roles.knows(title):
            held.setdefault(title.strip(), []).append(row)
    found: list[Finding] = []
    for title, places in held.items():
        people = list(dict.fromkeys(rows["person_id"][row].as_py() for row in places))
        problem = Problem(
            code="unknown-role",
            table=table,
            column="role",
            message=(
                f"the role '{title}' is not among team.csm_roles, so these {len(people)} people do not "
                f"count: {some(people)}"
            ),
            remedy=(
                f'If they are CSMs, add "{title}" = "csm" to roles under [team] in bookload.toml; '
                f'if not, say so there too: "{title}" = "{role_word(title)}".'
            ),
            severity="warning",
        )
        found += [replace(finding, value=title) for finding in counted(tables, problem, places)]
    return found


def more_than_full_time(tables: Tables, table: str) -> list[Finding]:
    """Return the rows of a table whose `fte` is over 1.5."""
    problem = Problem(
        code="more-than-full-time",
        table=table,
        column="fte",
        message="more than one and a half people's time",
        remedy="FTE is a share of full time, 1 for all of it; divide hours or percent first.",
        severity="warning",
    )
    return findings(tables, problem, numbers(tables[table], "fte") > MOST_FTE)
