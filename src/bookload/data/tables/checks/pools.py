"""What can be wrong in pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.base.money import SHARE_ONE, exact_text, scaled
from bookload.data.tables.checks.columns import (
    codes,
    day_text,
    days,
    ends,
    first_excess,
    is_among,
    is_missing,
    numbers,
)
from bookload.data.tables.checks.found import Problem, findings
from bookload.data.tables.checks.references import unknown_people

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "pools"
SHARE_TOLERANCE = SHARE_ONE // 1000
SHARE_PLACES = 4


def check_for_unknown_person(tables: Tables) -> list[Finding]:
    """A member of a pool is not in people (error)."""
    return unknown_people(tables, TABLE)


def check_for_pool_without_members(tables: Tables) -> list[Finding]:
    """A pool has no member at any time (warning): its accounts have nobody's hours."""
    rows = tables[TABLE]
    staffed = rows["pool_id"].filter(pc.invert(pc.is_null(rows["person_id"])))
    alone = is_missing(rows, "person_id") & ~is_among(rows["pool_id"], staffed)
    _, first = np.unique(codes(rows["pool_id"]), return_index=True)
    problem = Problem(
        code="pool-without-members",
        table=TABLE,
        column="pool_id",
        message="the pool has no members, so nobody's hours look after its accounts",
        remedy="Add a row a member, with the part of their time that goes to the pool.",
        severity="warning",
    )
    return findings(tables, problem, np.sort(first[alone[first]]))


def check_for_pool_that_is_a_person(tables: Tables) -> list[Finding]:
    """A pool has the id of a person (error): an owner would be either."""
    problem = Problem(
        code="pool-that-is-a-person",
        table=TABLE,
        column="pool_id",
        message="a person has the same id, so that an owner could be either",
        remedy="Give the pool an id of its own.",
    )
    rows = tables[TABLE]
    return findings(tables, problem, is_among(rows["pool_id"], tables["people"]["person_id"]))


def check_for_member_shares_over_one(tables: Tables) -> list[Finding]:
    """Somebody's shares in pools exceed 1 on some day by more than 0.001 (warning); the day is named."""
    rows = tables[TABLE]
    start, end = days(rows, "from_date"), ends(rows, "to_date")
    empty = is_missing(rows, "person_id")
    over = first_excess(
        codes(rows["person_id"]),
        (start, np.where(empty, start, end)),
        numbers(rows, "share", SHARE_ONE),
        SHARE_ONE + SHARE_TOLERANCE,
    )
    said = {row: (day, total) for row, day, total in over}

    def message(row: int) -> str:
        day, total = said[row]
        share = exact_text(scaled(total, SHARE_PLACES))
        return f"{rows['person_id'][row]} gives pools {share} of their time from {day_text(day)} on"

    problem = Problem(
        code="member-shares-over-one",
        table=TABLE,
        column="share",
        message=message,
        remedy="Correct the shares; together they are at most 1.",
        severity="warning",
    )
    return findings(tables, problem, np.array(sorted(said), np.int64))
