"""Over which months who carries what: the same as month by month."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.base.money import SHARE_ONE
from bookload.metrics.books.share_runs import share_runs, turned_over
from bookload.metrics.books.shares import shares
from bookload.metrics.revenue.monthly import over_months
from bookload.workspace import Workspace
from sized import Company


@pytest.fixture(scope="module")
def reader() -> Workspace:
    company = Company().heads(3).account("A-1", 100).account("A-2", 200, "P-2").account("A-3", 300)
    company.owned("A-1", "P-0", start_date=date(2025, 3, 10), end_date=date(2025, 9, 1))
    company.owned("A-1", "P-1", start_date=date(2025, 9, 1), share="0.5")
    company.owned("A-3", "P-1", start_date=date(2025, 5, 2), end_date=date(2025, 5, 20))
    return company.open()


def rows(reader: Workspace, expression) -> set[tuple[object, ...]]:
    found = reader.collect(expression.select("account_id", "owner_id", "month", "share")).rows()
    return {tuple(row.values()) for row in found}


def test_month_by_month_they_are_the_shares(reader: Workspace) -> None:
    held = shares(reader)
    months = held.filter(held.month >= reader.months[0].ordinal)
    assert rows(reader, over_months(share_runs(reader), reader)) == rows(reader, months)


def test_every_month_of_an_account_is_somebodys_or_nobodys(reader: Workspace) -> None:
    first = {
        row["account_id"]: (row["owner_id"], row["share"])
        for row in reader.collect(share_runs(reader)).rows()
        if row["from_month"] == 0
    }
    assert first == dict.fromkeys(("A-1", "A-2", "A-3"), ("", SHARE_ONE))


def test_an_account_is_looked_at_where_its_owners_may_have_changed(reader: Workspace) -> None:
    found = {(row["account_id"], row["month"]) for row in reader.collect(turned_over(reader)).rows()}
    assert {place for place in found if place[0] == "A-1"} == {("A-1", 2025 * 12 + 2), ("A-1", 2025 * 12 + 8)}
