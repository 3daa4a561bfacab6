"""What can be wrong in activities: who, for whom, and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.data.tables.checks.columns import is_missing, mask
from bookload.data.tables.checks.found import Problem, counted, findings, some
from bookload.data.tables.checks.references import Likeness, listed, unknown_people

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "activities"
DAY_MINUTES = 24 * 60
MINUTE_ONE = 10**4
MICROSECONDS_A_MINUTE = 60_000_000


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """An activity names an account that is not in accounts (error); each of several is looked for."""
    rows, known = tables[TABLE], tables["accounts"]["account_id"]
    row_of, names = listed(rows["account_id"])
    absent = mask(pc.invert(pc.is_in(names, value_set=known))) & mask(pc.not_equal(names, ""))
    if not absent.any():
        return []
    missing: dict[int, list[str]] = {}
    like = Likeness(known)
    picked = row_of[absent]
    for row, name in zip(picked.tolist(), names.filter(pa.array(absent)).to_pylist(), strict=True):
        missing.setdefault(row, []).append(name)
    problem = Problem(
        code="unknown-account",
        table=TABLE,
        column="account_id",
        message=lambda row: (
            f"there is no account {some(f'{name}{like.hint(name)}' for name in missing[row])} in accounts"
        ),
        remedy="Add the account to accounts, or correct the id; separate several by semicolons.",
    )
    return findings(tables, problem, np.array(sorted(missing), np.int64))


def check_for_unknown_person(tables: Tables) -> list[Finding]:
    """An activity is by somebody who is not in people (warning): its minutes belong to no role."""
    return unknown_people(tables, TABLE, "warning")


def check_for_missing_minutes(tables: Tables) -> list[Finding]:
    """Activities have neither minutes nor an end (note, with their number)."""
    rows = tables[TABLE]
    problem = Problem(
        code="missing-minutes",
        table=TABLE,
        column="minutes",
        message="no minutes and no end_at, so that how long it took is not known",
        remedy="Give minutes or end_at; measured hours leave these rows out and say so.",
        severity="note",
    )
    return counted(tables, problem, is_missing(rows, "minutes") & is_missing(rows, "end_at"))


def check_for_end_before_start(tables: Tables) -> list[Finding]:
    """An activity ends before it starts (error)."""
    rows = tables[TABLE]
    problem = Problem(
        code="end-before-start",
        table=TABLE,
        column="end_at",
        message="ends before it starts",
        remedy="Correct start_at or end_at; a zone may be missing in one of them.",
    )
    return findings(tables, problem, mask(pc.less(rows["end_at"], rows["start_at"])))


def check_for_longer_than_a_day(tables: Tables) -> list[Finding]:
    """An activity took more than 24 hours (warning)."""
    rows = tables[TABLE]
    span = pc.subtract(rows["end_at"].cast(pa.int64()), rows["start_at"].cast(pa.int64()))
    long = mask(pc.greater(rows["minutes"], DAY_MINUTES * MINUTE_ONE)) | (
        is_missing(rows, "minutes") & mask(pc.greater(span, DAY_MINUTES * MICROSECONDS_A_MINUTE))
    )
    problem = Problem(
        code="longer-than-a-day",
        table=TABLE,
        column="minutes",
        message="took more than 24 hours",
        remedy="Check whether the column is in seconds, or an all-day entry is no work.",
        severity="warning",
    )
    return findings(tables, problem, long)
