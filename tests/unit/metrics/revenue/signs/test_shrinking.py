"""Accounts that pay less at two month ends running and still pay."""

from __future__ import annotations

from bookload.base.period import Month
from bookload.metrics.revenue.signs.organic import account_changes
from bookload.metrics.revenue.signs.shrinking import shrinking_accounts
from subscribed import company, paid


def stairs(account: str, *steps: tuple[str, str]):
    """An account's prices, each from a day on."""
    ends = [day for day, _ in steps[1:]] + [None]
    return [paid(account, amount, start, end) for (start, amount), end in zip(steps, ends, strict=True)]


def found(*rows, as_of="2025-06-30", **tables):
    workspace = company(*rows, as_of=as_of, **tables)
    last = Month.parse(as_of[:7])
    known = {month for month in workspace.months if month <= last}
    shrinks = shrinking_accounts(workspace, account_changes(workspace), known)
    return {str(month): {name: str(since) for name, since in of.items()} for month, of in shrinks.items()}


def test_twice_running_is_a_sign_in_the_second_month_and_says_since_when():
    rows = stairs(
        "A", ("2025-01-01", "100"), ("2025-03-10", "90"), ("2025-04-10", "70"), ("2025-05-02", "60")
    )
    assert found(*rows) == {"2025-04": {"A": "2025-03"}, "2025-05": {"A": "2025-03"}}


def test_once_or_with_a_month_between_is_none():
    rows = stairs("A", ("2025-01-01", "100"), ("2025-03-10", "90"), ("2025-05-10", "70"))
    assert found(*rows) == {}


def test_an_account_that_leaves_in_the_second_month_is_churn_and_not_this():
    rows = [paid("A", "100", "2025-01-01", "2025-03-10"), paid("A", "90", "2025-03-10", "2025-04-20")]
    assert found(*rows) == {}


def test_it_has_to_be_below_at_the_month_s_end_whatever_it_was_between():
    rows = stairs(
        "A", ("2025-01-01", "100"), ("2025-03-10", "90"), ("2025-04-10", "70"), ("2025-04-25", "90")
    )
    assert found(*rows) == {}


def test_months_before_the_data_knows_anything_count_for_nothing():
    rows = stairs("A", ("2025-01-01", "100"), ("2025-03-10", "90"), ("2025-04-10", "70"))
    assert found(*rows, known_from="2025-03-15") == {}
    assert found(*rows, known_from="2025-02-15") == {"2025-04": {"A": "2025-03"}}


def test_where_no_month_is_asked_about_nothing_is():
    workspace = company(*stairs("A", ("2025-01-01", "100"), ("2025-03-10", "90"), ("2025-04-10", "70")))
    assert shrinking_accounts(workspace, account_changes(workspace), set()) == {}
