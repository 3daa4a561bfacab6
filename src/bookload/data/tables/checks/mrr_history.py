"""What can be wrong in mrr_history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.tables.checks.columns import numbers
from bookload.data.tables.checks.found import Problem, counted, findings
from bookload.data.tables.checks.references import unknown_accounts
from bookload.data.tables.checks.served import other_source

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "mrr_history"


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """A month's MRR is of an account that is not in accounts (error)."""
    return unknown_accounts(tables, TABLE)


def check_for_account_with_other_rows(tables: Tables) -> list[Finding]:
    """An account has recurring subscriptions too (warning): those serve."""
    return other_source(tables, TABLE, ("subscriptions",))


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
