"""What can be wrong in invoice_lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.data.tables.checks.columns import codes, days, numbers
from bookload.data.tables.checks.found import Problem, counted
from bookload.data.tables.checks.references import unknown_accounts
from bookload.data.tables.checks.served import other_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "invoice_lines"


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """An invoice line is of an account that is not in accounts (error)."""
    return unknown_accounts(tables, TABLE)


def check_for_account_with_other_rows(tables: Tables) -> list[Finding]:
    """An account has recurring subscriptions or rows of mrr_history too (warning): those serve."""
    return other_source(tables, TABLE, ("subscriptions", "mrr_history"))


def check_for_settles_nothing(tables: Tables) -> list[Finding]:
    """A proration lies in no full line of its account and product (note): it counts by its days."""
    rows = tables[TABLE]
    settles = np.asarray(pc.fill_null(rows["proration"], False).to_numpy(), np.bool_)  # noqa: FBT003
    lines = codes(rows["account_id"], rows["product"], rows["currency"])
    start, end = days(rows, "period_start"), days(rows, "period_end")
    problem = Problem(
        code="settles-nothing",
        table=TABLE,
        column="proration",
        message="no line of its account and product is for the period around it; it counts by its days",
        remedy="Add the line that it settles, if there is one, under the same product and currency.",
        severity="note",
    )
    full = np.flatnonzero(~settles & (start < end))
    order = full[np.lexsort((start[full], lines[full]))]
    alone = [row for row in np.flatnonzero(settles).tolist() if not _around(row, order, lines, start, end)]
    return counted(tables, problem, np.array(alone, np.int64))


def _around(
    row: int,
    order: NDArray[np.int64],
    lines: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> bool:
    """Return whether a line of the same account and product, of those in order, lies around a row."""
    first, last = np.searchsorted(lines[order], [lines[row], lines[row] + 1])
    same = order[first:last]
    return bool(((start[same] <= start[row]) & (end[same] >= end[row])).any())


def check_for_negative_amount(tables: Tables) -> list[Finding]:
    """A line that settles nothing is negative (note): it reduces the account's MRR over its period."""
    rows = tables[TABLE]
    settles = np.asarray(pc.fill_null(rows["proration"], False).to_numpy(), np.bool_)  # noqa: FBT003
    problem = Problem(
        code="negative-amount",
        table=TABLE,
        column="amount",
        message="the amount is negative and reduces the account's MRR over the period",
        remedy="Leave out credits that are not for a price; mark those that settle a change as proration.",
        severity="note",
    )
    return counted(tables, problem, ~settles & (numbers(rows, "amount") < 0))
