"""Accounts whose prices more than one table states, of which one serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bookload.data.tables.checks.columns import codes, equals, is_among
from bookload.data.tables.checks.found import Problem, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables


def other_source(tables: Tables, table: str, before: Sequence[str]) -> list[Finding]:
    """Return one finding that counts the accounts of a table that a table before it states prices of, too.

    Of `subscriptions`, recurring rows alone state prices.
    """
    known = pa.chunked_array(
        [chunk for name in before for chunk in _priced(tables, name).chunks], type=pa.string()
    )
    rows = tables[table]
    twice = np.flatnonzero(is_among(rows["account_id"], known))
    problem = Problem(
        code="account-with-other-rows",
        table=table,
        column="account_id",
        message=(
            f"the prices of an account are in {' or '.join(before)} too; they are taken from there, "
            f"and its rows of {table} count nothing"
        ),
        remedy=f'Leave out one of the two, or set source = "{table}" in [revenue] to take {table} alone.',
        severity="warning",
    )
    first = np.unique(codes(rows["account_id"])[twice], return_index=True)[1]
    return counted(tables, problem, np.sort(twice[first]))


def _priced(tables: Tables, name: str) -> pa.ChunkedArray:
    rows = tables[name]
    if name == "subscriptions":
        rows = rows.filter(~equals(rows, "kind", "one_time", "usage"))
    return rows["account_id"]
