"""What can be wrong in mrr_history, above all that subscriptions say the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bookload.data.tables.checks.columns import days, ends, equals, months, numbers, positions
from bookload.data.tables.checks.found import Problem, counted, findings
from bookload.data.tables.checks.references import unknown_accounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "mrr_history"


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """A month's MRR is of an account that is not in accounts (error)."""
    return unknown_accounts(tables, TABLE)


def check_for_month_counted_twice(tables: Tables) -> list[Finding]:
    """An account has MRR in mrr_history and a subscription in force at the same month end (error)."""
    rows = tables[TABLE]
    problem = Problem(
        code="month-counted-twice",
        table=TABLE,
        column="month",
        message="the account has a subscription in force at this month's end too, so it would count twice",
        remedy="Leave out mrr_history from the month on that subscriptions begin, or leave those out.",
    )
    twice = (_subscriptions_in_force(tables) > 0) & (numbers(rows, "mrr") != 0)
    return findings(tables, problem, twice)


def check_for_negative_mrr(tables: Tables) -> list[Finding]:
    """A month's MRR is negative (warning): it reduces the account's."""
    problem = Problem(
        code="negative-mrr",
        table=TABLE,
        column="mrr",
        message="MRR is negative and reduces the account's",
        remedy="Check whether it is a change of MRR rather than MRR at the end of the month.",
        severity="warning",
    )
    return findings(tables, problem, numbers(tables[TABLE], "mrr") < 0)


def check_for_zero_mrr(tables: Tables) -> list[Finding]:
    """A month's MRR is 0 (note): the account is not live then."""
    rows = tables[TABLE]
    problem = Problem(
        code="zero-mrr",
        table=TABLE,
        column="mrr",
        message="MRR is 0; the account is not live at the end of that month",
        remedy="Nothing to do if the account had left.",
        severity="note",
    )
    return counted(tables, problem, numbers(rows, "mrr", 1) == 0)


def _subscriptions_in_force(tables: Tables) -> NDArray[np.int64]:
    """Return for each row how many priced, recurring subscription rows its account has at the month's end."""
    rows, all_sold = tables[TABLE], tables["subscriptions"]
    carries = (
        ~equals(all_sold, "kind", "one_time", "usage")
        & ~equals(all_sold, "status", "trialing", "unpaid", "paused")
        & (numbers(all_sold, "amount", 1) != 0)
    )
    sold = all_sold.filter(carries)
    account = positions(rows["account_id"], rows["account_id"])
    sold_to = positions(sold["account_id"], rows["account_id"])
    width = 12 * 10_000
    begun = np.sort(sold_to * width + months(days(sold, "start_date")))
    ended = np.sort(sold_to * width + months(ends(sold, "end_date")))
    at = account * width + numbers(rows, "month")
    first = account * width
    return (np.searchsorted(begun, at, "right") - np.searchsorted(begun, first)) - (
        np.searchsorted(ended, at, "right") - np.searchsorted(ended, first)
    )
