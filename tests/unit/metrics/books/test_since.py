"""What changed between two looks: causes, people and accounts add up, each to what was counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.errors import MissingDataError
from bookload.base.money import QUANTA
from bookload.metrics.books.since import Since, since
from bookload.workspace import memory

APRIL, MAY = date(2025, 4, 30), date(2025, 5, 31)
BEGAN = date(2025, 1, 1)
Row = dict[str, object]


def paid(account: str, mrr: int, start: date = BEGAN, end: date | None = None) -> Row:
    return {
        "subscription_id": f"S-{account}",
        "account_id": account,
        "start_date": start,
        "end_date": end,
        "amount": mrr,
        "interval": "month",
        "currency": "USD",
        "status": "active",
    }


def owned(account: str, owner: str, start: date = BEGAN, end: date | None = None) -> Row:
    return {"account_id": account, "owner_id": owner, "start_date": start, "end_date": end}


THEN: dict[str, list[Row]] = {
    "accounts": [{"account_id": each, "name": each} for each in ("A1", "A2")],
    "subscriptions": [paid("A1", 100), paid("A2", 200)],
    "ownership": [owned("A1", "P1"), owned("A2", "P1")],
}
NOW: dict[str, list[Row]] = {
    "accounts": [{"account_id": each, "name": each} for each in ("A1", "A2", "A3")],
    "subscriptions": [
        paid("A1", 110),
        paid("A2", 200, end=date(2025, 5, 10)),
        paid("A3", 300, start=date(2025, 5, 5)),
    ],
    "ownership": [
        owned("A1", "P1", end=date(2025, 5, 1)),
        owned("A1", "P2", start=date(2025, 5, 1)),
        owned("A2", "P1"),
        owned("A3", "P2", start=date(2025, 5, 5)),
    ],
}


def found(access: Access | None = None, told: int | None = None) -> Since:
    before = memory(THEN, as_of=APRIL, access=access)
    after = memory(NOW, as_of=MAY, access=access)
    return since(before, after.on(APRIL), after, told)


def units(amount: int) -> int:
    assert amount % QUANTA == 0
    return amount // QUANTA


def test_each_cause_is_what_was_counted_by_hand_and_all_add_up():
    told = found(told=3_500 * QUANTA)
    causes = {cause.name: units(cause.amount) for cause in told.causes}
    assert causes == {"rules": 100, "restated": 120, "new": 3_600, "churn": -2_400}
    assert sum(causes.values()) == units(told.amount) == 4_920 - 3_500


def test_people_have_what_moved_between_them_apart_from_what_their_accounts_did():
    people = found().people
    assert people is not None
    read = {each.owner_id: [units(n) for n in (each.before, each.after, each.transferred)] for each in people}
    assert read == {"P1": [3_600, 0, -1_320], "P2": [0, 4_920, 1_320]}


def test_accounts_come_with_what_of_it_reads_otherwise_and_months_too():
    told = found()
    read = {
        each.account_id: [units(n) for n in (each.before, each.after, each.restated)]
        for each in told.accounts
    }
    assert read == {"A1": [1_200, 1_320, 120], "A2": [2_400, 0, 0], "A3": [0, 3_600, 0]}
    assert [str(each.month) for each in told.restated] == ["2025-01", "2025-02", "2025-03"]


def test_a_reader_of_one_book_is_told_what_left_it_and_of_no_other():
    told = found(Access.of("csm", "P1"))
    assert {cause.name: units(cause.amount) for cause in told.causes} == {
        "restated": 120,
        "seen": -1_320,
        "moved": -2_400,
    }
    assert units(told.amount) == -3_600
    assert {each.account_id for each in told.accounts} == {"A1", "A2"}
    assert told.people is None


def test_going_back_in_time_is_the_same_with_other_signs():
    after = memory(NOW, as_of=MAY)
    ahead, back = (
        since(after.on(first), after.on(first), after.on(last))
        for first, last in ((APRIL, MAY), (MAY, APRIL))
    )
    assert {cause.name: -cause.amount for cause in back.causes} == {
        cause.name: cause.amount for cause in ahead.causes
    }


def test_a_day_before_the_data_begins_is_said_to_be_unknown():
    late = memory(NOW, as_of=MAY, known_from=date(2025, 3, 1))
    with pytest.raises(MissingDataError, match="nothing is known of 2025-01-31"):
        since(late.on(date(2025, 1, 31)), late.on(date(2025, 1, 31)), late)


def test_each_account_that_changed_says_who_carries_it_or_carried_it_last():
    assert {each.account_id: each.owners for each in found().accounts} == {
        "A1": ("P2",),
        "A2": ("P1",),
        "A3": ("P2",),
    }
    assert {owner for each in found(Access.of("csm", "P1")).accounts for owner in each.owners} <= {"P1"}
    assert not any(each.owners for each in found(Access.of("board")).accounts)
