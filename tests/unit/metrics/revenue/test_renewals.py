"""Contracted renewals, worked by hand, as of 30 June 2025."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.base import money
from bookload.base.errors import UsageError
from bookload.metrics.books.renewals import owned_renewals
from bookload.metrics.revenue import stock
from bookload.metrics.revenue.renewals import _next_end, renewals
from bookload.workspace import Workspace
from subscribed import company, paid

YEARLY = {"interval": "year"}
ROWS = (
    # renews by itself on its stated day
    paid("A", "1200", "2025-01-01", renewal_date="2026-01-01", auto_renew="true", **YEARLY),
    # a fixed term that has to be signed
    paid("B", "600", "2024-10-01", "2025-10-01", auto_renew="false", **YEARLY),
    # a fixed term whose renewal is signed
    paid("C", "500", "2024-09-01", "2025-09-01", **YEARLY),
    paid("C", "550", "2025-09-01", "2026-09-01", signed_date="2025-06-01", **YEARLY),
    # nothing stated: the next end of a term of two years, counted from its start
    paid("D", "2400", "2023-08-15", interval="year", interval_count=2),
    # its day passed in May, and it does not renew by itself
    paid("E", "300", "2024-05-01", renewal_date="2025-05-01", auto_renew="false", **YEARLY),
    # its day passed in May, and it does: its term goes on to next May
    paid("F", "360", "2024-05-01", renewal_date="2025-05-01", auto_renew="true", **YEARLY),
    # paid by the month, without a term
    paid("G", "10", "2025-01-01"),
    # cancelled: it ends and does not renew
    paid("H", "240", "2024-08-01", "2025-08-01", canceled_date="2025-06-01", **YEARLY),
    # three years, the end is far
    paid("I", "3600", "2025-01-01", "2028-01-01", **YEARLY),
    # a day's price whose stated day passed: no term to go on by
    paid("J", "1", "2025-01-01", renewal_date="2025-06-01", auto_renew="true", interval="day"),
)
HISTORY = [{"account_id": "K", "month": f"2025-{month:02d}", "mrr": "5"} for month in range(1, 13)]


@pytest.fixture(scope="module")
def reader() -> Workspace:
    names = [*"ABCDEFGHIJK"]
    ownership = [
        {"account_id": "A", "owner_id": "P1", "start_date": "2025-01-01", "role": "csm"},
        {"account_id": "B", "owner_id": "P1", "start_date": "2025-01-01", "role": "csm", "share": "0.5"},
        {"account_id": "B", "owner_id": "P2", "start_date": "2025-01-01", "role": "csm", "share": "0.5"},
        {"account_id": "E", "owner_id": "P2", "start_date": "2025-01-01", "role": "csm"},
    ]
    return company(
        *ROWS,
        as_of="2025-06-30",
        mrr_history=HISTORY,
        accounts=[{"account_id": name, "name": name} for name in names],
        ownership=ownership,
    )


def test_each_live_row_is_due_by_what_it_states_else_by_its_term(reader: Workspace) -> None:
    found = {
        row.account_id: (row.due.isoformat(), row.how, row.basis, int(money.arr(row.arr)))
        for row in renewals(reader)
    }
    assert found == {
        "A": ("2026-01-01", "auto", "renewal_date", 1200),
        "B": ("2025-10-01", "to_sign", "end_date", 600),
        "C": ("2025-09-01", "signed", "end_date", 500),
        "D": ("2025-08-15", "not_stated", "interval", 1200),
        "E": ("2025-05-01", "to_sign", "renewal_date", 300),
        "F": ("2026-05-01", "auto", "renewal_date", 360),
        "J": ("2025-06-01", "auto", "renewal_date", 365),
    }


def test_what_is_past_due_and_not_automatic_is_overdue_and_comes_first(reader: Workspace) -> None:
    found = renewals(reader)
    assert found.rows[0].account_id == "E"
    assert [row.account_id for row in found if row.overdue] == ["E"]
    assert money.arr(found.overdue) == 300


def test_everything_live_is_somewhere_and_adds_up(reader: Workspace) -> None:
    found = renewals(reader)
    beside = {
        name: int(money.arr(getattr(found, name)))
        for name in ("later", "rolling", "ending", "without_term", "live")
    }
    assert beside == {
        "later": 3600,
        "rolling": 120,
        "ending": 240,
        "without_term": 60,
        "live": 3600 + 120 + 240 + 60 + 1200 + 600 + 500 + 1200 + 300 + 360 + 365,
    }
    assert found.live == list(stock(reader))[-1].arr


def test_months_sum_what_is_due_by_how_it_renews(reader: Workspace) -> None:
    months = {str(row.month): row for row in renewals(reader).months}
    assert money.arr(months["2025-06"].auto) == 365
    assert money.arr(months["2025-08"].not_stated) == 1200
    assert money.arr(months["2025-09"].signed) == 500
    assert money.arr(months["2025-10"].to_sign) == 600
    assert len(months) == 13


def test_all_months_together_by_the_ways_that_are_named(reader: Workspace) -> None:
    found = renewals(reader)
    assert money.arr(found.in_months("to_sign")) == 600
    assert money.arr(found.in_months("auto", "signed")) == 1200 + 365 + 360 + 500
    beside = found.overdue + found.later + found.rolling + found.ending + found.without_term
    assert found.in_months() + beside == found.live


def test_further_ahead_sees_more(reader: Workspace) -> None:
    assert "I" in {row.account_id for row in renewals(reader, 36)}
    assert renewals(reader, 36).later == 0


def test_owners_have_their_part_of_what_is_shared(reader: Workspace) -> None:
    found, owners = owned_renewals(reader)
    assert {row.account_id: row.owners for row in found}["B"] == ("P1", "P2")
    assert [
        (each.owner_id, each.rows, int(money.arr(each.due)), int(money.arr(each.overdue))) for each in owners
    ] == [
        ("", 4, 500 + 1200 + 360 + 365, 0),
        ("P1", 2, 1200 + 300, 0),
        ("P2", 2, 300, 300),
    ]


@pytest.mark.parametrize(
    ("anchor", "term", "after", "due"),
    [
        ("2024-01-31", 1, "2025-02-10", "2025-02-28"),
        ("2024-02-29", 12, "2025-01-01", "2025-02-28"),
        ("2024-01-15", 12, "2025-01-15", "2026-01-15"),
        ("2025-06-01", 36, "2025-06-30", "2028-06-01"),
        ("2024-01-15", 3, "2025-06-30", "2025-07-15"),
    ],
)
def test_terms_are_counted_from_their_first_day(anchor, term, after, due):
    found = _next_end(date.fromisoformat(anchor), term, date.fromisoformat(after))
    assert found == date.fromisoformat(due)


def test_months_ahead_that_are_none_are_an_error(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="1 to 120"):
        renewals(reader, 0)


def test_a_company_without_revenue_has_nothing_due() -> None:
    found = renewals(company(as_of="2025-06-30"))
    assert (found.rows, found.live, found.overdue) == ((), 0, 0)
