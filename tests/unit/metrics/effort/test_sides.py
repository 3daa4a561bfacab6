from __future__ import annotations

import typing
from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.metrics.effort.sides import Side, side_rows
from logged import account, company, deed

SIDES = typing.get_args(Side)
LOG = [
    deed("2026-03-31 10:00", 10, "A;B;C", stage="steady"),
    deed("2026-04-01 10:00", 20, "A", kind="email", person_id="P-2"),
    deed("2026-04-02 10:00", None, "B"),
    deed("2026-04-03 10:00", 40, None, kind="internal"),
    deed("2026-04-04 10:00", "0.5", None),
]
ACCOUNTS = [account("A", "Large"), account("B", "Small"), account("C")]


def by(side, log=LOG, **more):
    return {(row.key, row.place): row for row in side_rows(company(log, accounts=ACCOUNTS, **more), side)}


@pytest.mark.parametrize("side", SIDES)
def test_every_side_adds_up_to_the_same(side):
    found = by(side).values()
    assert sum(row.minutes for row in found) == 705_000
    assert sum(row.activities for row in found) == 5
    assert sum(row.unknown for row in found) == 1


def test_an_accounts_minutes_are_its_own_and_its_share():
    found = by("account")
    assert {key: row.minutes for key, row in found.items()} == {
        ("A", "account"): 233_334,
        ("B", "account"): 33_333,
        ("C", "account"): 33_333,
        (None, "internal"): 400_000,
        (None, "unexplained"): 5_000,
    }


def test_a_segment_is_that_of_the_accounts_month():
    events = [
        {"account_id": "A", "at": date(2026, 1, 1), "kind": "segment", "value": "Small"},
        {"account_id": "A", "at": date(2026, 4, 30), "kind": "segment", "value": "Large"},
    ]
    found = by("segment", account_events=events)
    assert found["Small", "account"].minutes == 33_334 + 33_333
    assert found["Large", "account"].minutes == 200_000
    assert found[None, "account"].minutes == 33_333


def test_keys_stand_in_order_and_what_states_none_last():
    rows = side_rows(company(LOG, accounts=ACCOUNTS), "stage").rows
    assert [row.key for row in rows] == ["steady", None, None, None]


def test_an_unknown_side_names_those_there_are():
    with pytest.raises(UsageError, match="account, activity, month, person, segment, stage"):
        side_rows(company(LOG), "acount")  # type: ignore[arg-type]


@pytest.mark.parametrize("side", SIDES)
def test_minutes_of_single_people_need_the_right(side):
    board = company(LOG, accounts=ACCOUNTS, access=Access.of("board"))
    with pytest.raises(AccessDeniedError, match="time_person"):
        side_rows(board, side)


def test_a_csm_sees_their_own_activities_alone():
    mine = company(LOG, accounts=ACCOUNTS, access=Access.of("csm", "P-2"))
    (row,) = side_rows(mine, "person")
    assert (row.key, row.minutes) == ("P-2", 200_000)
