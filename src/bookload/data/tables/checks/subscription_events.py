"""What can be wrong in subscription_events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.data.tables.checks.columns import codes, days, equals, positions
from bookload.data.tables.checks.found import Problem, counted
from bookload.data.tables.checks.references import unknown_ids

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "subscription_events"


def check_for_unknown_subscription(tables: Tables) -> list[Finding]:
    """An event is of a subscription that there is not (warning)."""
    problem = Problem(
        code="unknown-subscription",
        table=TABLE,
        column="subscription_id",
        message="there is no subscription with this id",
        remedy="Add the subscription, or correct the id.",
        severity="warning",
    )
    return unknown_ids(tables, problem, tables["subscriptions"]["subscription_id"])


def check_for_state_that_differs(tables: Tables) -> list[Finding]:
    """What a subscription last became is not what its last row says it is (warning): the event counts."""
    last, differs, before = _against_rows(tables)
    problem = Problem(
        code="state-that-differs",
        table=TABLE,
        column="status",
        message="the last row of the subscription has another status; what the event tells counts",
        remedy="Add the event that is missing, or correct the row's status.",
        severity="warning",
    )
    return counted(tables, problem, np.sort(last[differs & ~before]))


def check_for_cancellation_before_row(tables: Tables) -> list[Finding]:
    """A subscription was last cancelled before its last row starts (warning): the row goes on."""
    last, differs, before = _against_rows(tables)
    problem = Problem(
        code="cancellation-before-row",
        table=TABLE,
        column="at",
        message="cancelled before the last row of the subscription starts: that row is not ended by it",
        remedy="Correct the day or the row's start; nothing to do if it was taken up again.",
        severity="warning",
    )
    return counted(tables, problem, np.sort(last[differs & before]))


def _against_rows(tables: Tables) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return each subscription's last event, whether it differs from the last row, and cancels before it."""
    told, sold = tables[TABLE], tables["subscriptions"]
    last = _last_of_each(told, "at")
    rows = sold.filter(pc.is_in(sold["subscription_id"], value_set=told["subscription_id"]))
    rows = rows.filter(~equals(rows, "kind", "one_time", "usage"))
    rows = rows.take(_last_of_each(rows, "start_date"))
    row_of = positions(told["subscription_id"].take(last), rows["subscription_id"])
    says = np.array([*pc.fill_null(rows["status"], "active").to_pylist(), ""], object)[row_of]
    became = np.array(told["status"].take(last).to_pylist(), object)
    starts = np.append(days(rows, "start_date"), 0)[row_of]
    before = (became == "canceled") & (days(told, "at")[last] < starts)
    return last, (row_of >= 0) & (says != became), before


def _last_of_each(rows: pa.Table, column: str) -> NDArray[np.int64]:
    """Return the row of each subscription with its last day in a column."""
    groups, at = codes(rows["subscription_id"]), days(rows, column)
    order = np.lexsort((at, groups))
    last: NDArray[np.int64] = order[np.append(groups[order][1:] != groups[order][:-1], True)[: len(order)]]
    return last
