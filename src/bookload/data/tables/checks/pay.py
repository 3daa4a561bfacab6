"""What can be wrong in pay. No finding has an amount in it: who reads findings may have no right to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from bookload.data.tables.checks.columns import mask
from bookload.data.tables.checks.found import Problem, findings
from bookload.data.tables.checks.references import unknown_people

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "pay"


def check_for_unknown_person(tables: Tables) -> list[Finding]:
    """Pay is of somebody who is not in people (error)."""
    return unknown_people(tables, TABLE)


def check_for_ote_below_base(tables: Tables) -> list[Finding]:
    """OTE is less than base (warning), which is part of it."""
    rows = tables[TABLE]
    problem = Problem(
        code="ote-below-base",
        table=TABLE,
        column="ote",
        message="OTE is less than base, which is part of it",
        remedy="OTE is fixed and variable pay together; the two columns may be the wrong way round.",
        severity="warning",
    )
    return findings(tables, problem, mask(pc.less(rows["ote"], rows["base"])))


def check_for_pay_not_positive(tables: Tables) -> list[Finding]:
    """Base or OTE is 0 or less (error)."""
    found = []
    for column in ("base", "ote"):
        problem = Problem(
            code="pay-not-positive",
            table=TABLE,
            column=column,
            message=f"{column} is not more than 0",
            remedy="Give a year's pay, or leave out the row of somebody whose pay is not known.",
        )
        found += findings(tables, problem, mask(pc.less_equal(tables[TABLE][column], 0)))
    return found
