"""Who has which account: never more than all of it, by somebody who is there, and two dozen by nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bookload.data.demo import THROUGH, Company
from unit.data.demo import truth


@pytest.fixture(params=["company", "other_company"])
def any_company(request: pytest.FixtureRequest) -> Company:
    """The sample company, and one of another seed."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def days_of_change(rows: list[truth.Row]) -> set[date]:
    return {date.fromisoformat(day) for row in rows for day in (row["start_date"], row["end_date"]) if day}


def test_shares_of_one_account_and_role_never_exceed_one(any_company: Company) -> None:
    spans = defaultdict(list)
    for row in any_company.tables["ownership"]:
        spans[row["account_id"], row["role"]].append(row)
    for rows in spans.values():
        for day in days_of_change(rows):
            assert sum(Decimal(row["share"]) for row in rows if truth.holds(row, day)) <= 1


def test_spans_end_after_they_start_and_begin_by_the_last_day(any_company: Company) -> None:
    for row in any_company.tables["ownership"]:
        assert not row["end_date"] or row["start_date"] < row["end_date"]
        assert row["start_date"] <= THROUGH.isoformat()


def test_owners_are_pools_or_people_employed_all_the_while(any_company: Company) -> None:
    mess = {accident.key for accident in any_company.accidents if accident.table == "ownership"}
    pools = {row["pool_id"] for row in any_company.tables["pools"]}
    employed = {
        row["person_id"]: (row["hire_date"], row["leave_date"] or "9") for row in any_company.tables["people"]
    }
    for row in any_company.tables["ownership"]:
        if row["owner_id"] in pools or (row["account_id"], row["owner_id"], row["start_date"]) in mess:
            continue
        start, end = employed[row["owner_id"]]
        assert start <= row["start_date"], row
        assert (row["end_date"] or THROUGH.isoformat()) <= end, row


def test_the_accounts_of_ownership_exist(any_company: Company) -> None:
    known = {row["account_id"] for row in any_company.tables["accounts"]}
    assert {row["account_id"] for row in any_company.tables["ownership"]} <= known


def owners_on(company: Company, day: date) -> dict[str, list[truth.Row]]:
    owners = defaultdict(list)
    for row in company.tables["ownership"]:
        if row["role"] == "csm" and truth.holds(row, day):
            owners[row["account_id"]].append(row)
    return owners


def test_two_dozen_live_accounts_have_no_owner(company: Company) -> None:
    live = {account_id for account_id, _ in truth.arr_on(company.tables, THROUGH)}
    assert len(live - set(owners_on(company, THROUGH))) == 24


def test_everybody_who_carries_a_book_has_one_of_a_plausible_size(company: Company) -> None:
    live = {account_id for account_id, _ in truth.arr_on(company.tables, THROUGH)}
    owners = owners_on(company, THROUGH)
    books: Counter[str] = Counter(
        row["owner_id"] for account_id in live for row in owners.get(account_id, [])
    )
    assert len(books) == 10  # nine CSMs and the pool
    for owner, low, high in (
        ("P-03", 12, 30),
        ("P-04", 8, 30),
        ("P-06", 20, 60),
        ("P-08", 20, 60),
        ("P-10", 40, 140),
    ):
        assert low <= books[owner] <= high, owner
    assert books["POOL-DIGITAL"] > 180


def test_some_accounts_are_shared_half_and_half(company: Company) -> None:
    shared = [rows for rows in owners_on(company, THROUGH).values() if len(rows) == 2]
    assert len(shared) == 8
    assert {row["share"] for rows in shared for row in rows} == {"0.5"}


def test_a_leavers_accounts_lay_idle_for_some_days(company: Company) -> None:
    left = date(2024, 8, 31)
    before, after = (
        owners_on(company, left - timedelta(days=1)),
        owners_on(company, left + timedelta(days=15)),
    )
    day_of = owners_on(company, left)
    handed = [one for one, rows in before.items() if rows[0]["owner_id"] == "P-16" and one in after]
    assert len(handed) >= 30
    assert not any(one in day_of for one in handed)
    assert {after[one][0]["owner_id"] for one in handed} == {"P-10"}


def test_a_reshuffle_moved_accounts_between_people_who_stayed(company: Company) -> None:
    before, after = owners_on(company, date(2025, 1, 31)), owners_on(company, date(2025, 2, 1))
    moved = [
        one for one in before if one in after and before[one][0]["owner_id"] != after[one][0]["owner_id"]
    ]
    assert len(moved) >= 12


def test_onboarding_works_on_accounts_beside_their_csm(company: Company) -> None:
    rows = [row for row in company.tables["ownership"] if row["role"] == "onboarding"]
    assert {row["owner_id"] for row in rows} == {"P-12", "P-13"}
    assert len(rows) >= 40
