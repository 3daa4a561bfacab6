"""Leading signs for the company, by segment and by person, with the accounts behind each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bookload.base.errors import AccessDeniedError, UsageError
from bookload.metrics.books.signs import signs
from bookload.workspace import memory
from turning import AS_OF, JUNE, ONE, opened


def seen(found):
    return [(sign.kind, sign.key, [each.account_id for each in sign.accounts]) for sign in found.signs]


@pytest.mark.parametrize(("by", "key"), [("company", None), ("segment", "S"), ("person", "P1")])
def test_a_turn_is_seen_in_the_month_it_happens_with_the_accounts_behind_it(by, key):
    found = signs(opened(), by, JUNE, JUNE)
    assert ("turn_down", key, ["S00"]) in seen(found)
    assert ("first_contraction", key, ["S00"]) in seen(found)
    turn = next(sign for sign in found.signs if sign.kind == "turn_down")
    (account,) = turn.accounts
    assert (account.owner_id, account.organic // ONE, turn.since) == ("P1", -300, JUNE)
    assert {row.verdict for row in found if row.key != key} <= {"steady"}


def test_a_month_earlier_nothing_was_to_be_seen():
    assert signs(opened(), "person", JUNE - 1, JUNE - 1).signs == ()


def test_months_add_up_and_follow_one_another():
    found = signs(opened(), "company", JUNE - 11, JUNE)
    assert len(found) == 12
    assert all(row.base + row.organic == row.closing for row in found)
    assert [row.closing for row in found.rows[:-1]] == [row.base for row in found.rows[1:]]
    assert found.judged == 12


def test_accounts_that_shrink_come_with_their_owner_and_since_when():
    less: dict[str, Any] = {
        "subscriptions": [
            {
                "subscription_id": "X",
                "account_id": "X",
                "start_date": start,
                "end_date": end,
                "amount": amount,
                "interval": "month",
            }
            for start, end, amount in (
                ("2024-01-01", "2026-05-03", 90),
                ("2026-05-03", "2026-06-04", 80),
                ("2026-06-04", None, 70),
            )
        ],
        "accounts": [{"account_id": "X", "name": "X", "segment": "S"}],
        "ownership": [
            {"account_id": "X", "owner_id": "P1", "start_date": "2024-01-01", "end_date": "2026-06-10"},
            {"account_id": "X", "owner_id": "P2", "start_date": "2026-06-10"},
        ],
    }
    found = signs(opened(last=21, tables=less), "person", JUNE, JUNE)
    (sign,) = (sign for sign in found.signs if sign.kind == "shrinking_accounts")
    (account,) = sign.accounts
    assert (sign.key, sign.amount, sign.since) == ("P2", 70 * ONE, JUNE - 1)
    assert (account.owner_id, account.since, account.base) == ("P2", JUNE - 1, 80 * ONE)
    assert sign.strength == pytest.approx(70 / 12_000, rel=0.1)


def test_an_account_that_left_with_its_ownership_has_the_owner_it_had():
    gone: dict[str, Any] = {
        "subscriptions": [
            {
                "subscription_id": "X",
                "account_id": "X",
                "start_date": "2024-01-01",
                "end_date": "2026-06-10",
                "amount": 900,
                "interval": "month",
            }
        ],
        "accounts": [{"account_id": "X", "name": "X"}],
        "ownership": [
            {"account_id": "X", "owner_id": "P2", "start_date": "2024-01-01", "end_date": "2026-06-10"}
        ],
    }
    found = signs(opened(last=21, tables=gone), "company", JUNE, JUNE)
    turn = next(sign for sign in found.signs if sign.kind == "turn_down")
    assert [(each.account_id, each.owner_id) for each in turn.accounts] == [("X", "P2")]


def test_who_may_not_see_names_sees_no_owners_and_no_books():
    found = signs(opened("board"), "company", JUNE, JUNE)
    assert {each.owner_id for sign in found.signs for each in sign.accounts} == {None}
    with pytest.raises(AccessDeniedError, match="person_names"):
        signs(opened("board"), "person", JUNE, JUNE)


def test_a_reader_of_one_book_is_refused_since_what_left_it_is_not_theirs_to_see():
    with pytest.raises(AccessDeniedError, match="all_rows"):
        signs(opened("csm"), "person", JUNE, JUNE)


def test_an_unknown_grouping_is_refused():
    with pytest.raises(UsageError, match="grouping of signs"):
        signs(opened(), "planet", JUNE, JUNE)  # type: ignore[arg-type]


def test_people_are_in_the_order_of_their_ids():
    found = signs(opened(last=-300), "person", JUNE, JUNE)
    assert [row.key for row in found] == sorted(str(row.key) for row in found)


def test_a_month_that_is_not_over_has_no_verdict():
    workspace = opened()
    (row,) = signs(workspace.on(date(2026, 6, 20)), "company", JUNE, JUNE)
    assert (row.verdict, row.unjudged) == (None, "month_not_over")


def test_before_there_is_anything_there_are_no_signs():
    found = signs(
        memory({"accounts": [{"account_id": "A", "name": "A"}]}, as_of=AS_OF), "company", JUNE, JUNE
    )
    assert (found.rows, found.signs, found.judged) == ((), (), 0)


def test_a_book_whose_credits_outweigh_what_its_shrinking_account_pays_has_no_share_of_it():
    rows = [
        ("A", "2026-01-01", "2026-05-03", 90),
        ("A", "2026-05-03", "2026-06-04", 80),
        ("A", "2026-06-04", None, 70),
        ("B", "2026-01-01", None, -500),
    ]
    tables: dict[str, Any] = {
        "accounts": [{"account_id": name, "name": name} for name in "AB"],
        "subscriptions": [
            {
                "subscription_id": name,
                "account_id": name,
                "start_date": start,
                "end_date": end,
                "amount": amount,
                "interval": "month",
            }
            for name, start, end, amount in rows
        ],
    }
    (sign,) = signs(memory(tables, as_of=AS_OF), "company", JUNE, JUNE).signs
    assert (sign.kind, sign.strength, sign.judged) == ("shrinking_accounts", None, False)
