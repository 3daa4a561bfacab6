"""The choke point for rights: what an expression reveals decides who may run it."""

import os
from dataclasses import replace
from datetime import date

import ibis
import pytest

from bookload.base.access import ROLES, Access, Right
from bookload.base.errors import AccessDeniedError
from bookload.data.engine import connect
from bookload.data.tables import contract, table_names, unbound
from bookload.workspace import Workspace, memory
from bookload.workspace.sight import columns_read, rights_needed

DAY = date(2025, 6, 30)
ALL = set(Right)


@pytest.fixture(scope="module")
def company():
    start = date(2025, 1, 1)
    line = {"start_date": start, "amount": "10", "interval": "month"}
    return memory(
        {
            "accounts": [
                {"account_id": a, "name": a.upper()} for a in ("mine", "pooled", "theirs", "former")
            ],
            "subscriptions": [
                {"subscription_id": f"s-{a}", "account_id": a, **line}
                for a in ("mine", "pooled", "theirs", "former")
            ],
            "discounts": [{"subscription_id": f"s-{a}", "percent": "5"} for a in ("mine", "theirs")],
            "people": [
                {"person_id": p, "name": f"Name of {p}", "hire_date": start} for p in ("alice", "bob")
            ],
            "pools": [{"pool_id": "pool", "name": "Digital", "person_id": "alice", "from_date": start}],
            "ownership": [
                {"account_id": "mine", "owner_id": "alice", "start_date": start},
                {"account_id": "pooled", "owner_id": "pool", "start_date": start},
                {"account_id": "theirs", "owner_id": "bob", "start_date": start},
                {"account_id": "former", "owner_id": "alice", "start_date": start, "end_date": DAY},
            ],
            "pay": [
                {"person_id": "alice", "from_date": start, "base": "71713", "ote": "91919", "currency": "USD"}
            ],
            "activities": [
                {
                    "person_id": p,
                    "kind": "call",
                    "start_at": "2025-03-01T10:00:00+00:00",
                    "account_id": a,
                    "minutes": "30",
                }
                for p, a in (("alice", "mine"), ("bob", "mine"))
            ],
        },
        as_of=DAY,
    )


def accounts(workspace, table):
    return sorted(row["account_id"] for row in workspace.collect(unbound(table)).rows())


def test_the_owner_of_the_files_sees_everything(company):
    assert accounts(company, "subscriptions") == ["former", "mine", "pooled", "theirs"]
    assert company.collect(unbound("pay")).needs == {Right.PAY_PERSON}


@pytest.mark.parametrize("table", ["accounts", "subscriptions", "ownership"])
def test_a_csm_sees_the_accounts_of_their_own_book_and_pools_on_the_day(company, table):
    assert accounts(company.seen_by(Access.of("csm", "alice")), table) == ["mine", "pooled"]


def test_a_csm_sees_rows_that_hang_on_subscriptions_of_their_own_book_only(company):
    seen = company.seen_by(Access.of("csm", "alice")).collect(unbound("discounts")).rows()

    assert [row["subscription_id"] for row in seen] == ["s-mine"]


def test_a_csm_sees_their_own_activities_only_even_on_a_shared_account(company):
    activities = unbound("activities").select("person_id", "account_id")

    assert [
        row["person_id"] for row in company.seen_by(Access.of("csm", "alice")).collect(activities).rows()
    ] == ["alice"]


def test_sums_over_hidden_rows_are_sums_over_what_is_seen(company):
    rows = unbound("subscriptions")
    count = rows.aggregate(n=rows.count())

    assert company.seen_by(Access.of("csm", "bob")).collect(count).rows() == [{"n": 1}]


@pytest.mark.parametrize("role", [role for role in ROLES if Right.PAY_PERSON not in ROLES[role]])
@pytest.mark.parametrize(
    "question",
    [
        lambda pay: pay,
        lambda pay: pay.select("ote"),
        lambda pay: pay.filter(pay.ote > 90_000).select("person_id"),
        lambda pay: pay.order_by("base").select("person_id"),
        lambda pay: pay.aggregate(total=pay.base.sum()),
        lambda pay: pay.select("person_id", doubled=pay.base * 2).select("person_id"),
        lambda pay: unbound("people").join(pay, "person_id").select("person_id", "ote"),
        lambda pay: unbound("people").semi_join(pay.filter(pay.base > 0), "person_id").select("person_id"),
    ],
)
def test_pay_is_refused_however_it_is_asked_for(company, role, question):
    reader = company.seen_by(Access.of(role, "alice"))

    with pytest.raises(AccessDeniedError, match="pay_person"):
        reader.collect(question(unbound("pay")))


def test_what_is_not_pay_of_the_pay_table_may_be_read(company):
    reader = company.seen_by(Access.of("operations"))

    assert reader.collect(unbound("pay").select("person_id", "currency")).rows() == [
        {"person_id": "alice", "currency": "USD"}
    ]


def test_names_are_blank_for_the_board_and_the_rest_of_the_row_stays(company):
    seen = company.seen_by(Access.of("board")).collect(unbound("people")).rows()

    assert [(row["person_id"], row["name"], row["email"]) for row in seen] == [
        ("alice", None, None),
        ("bob", None, None),
    ]


def test_minutes_of_people_are_refused_without_the_right(company):
    with pytest.raises(AccessDeniedError, match="time_person"):
        company.seen_by(Access.of("finance")).collect(unbound("activities"))


@pytest.mark.parametrize("table", table_names())
def test_every_sensitive_column_of_every_contract_is_found_alone_and_in_the_whole_table(table):
    for column in contract(table).columns:
        alone = rights_needed(unbound(table).select(column.name))
        assert bool(alone) == (column.sensitivity in {"pay", "time"})
        assert alone <= rights_needed(unbound(table))


def test_columns_used_in_a_join_condition_count_as_read():
    pay, people = unbound("pay"), unbound("people")
    expr = people.join(pay, [people.person_id == pay.person_id, pay.ote > 1])

    assert {"ote", "base"} <= columns_read(expr)["pay"]


def test_a_figure_that_needs_a_right_is_never_kept_in_the_cache(company, tmp_path):
    kept = Workspace(replace(company.company, cache=tmp_path), connect(), Access())

    with pytest.raises(AccessDeniedError, match="may not be kept"):
        kept.cube("salaries", unbound("pay"))
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o700])
def test_who_may_only_read_a_workspace_gets_the_rows_and_keeps_none(company, tmp_path, mode):
    held = tmp_path / "held"
    held.mkdir()
    held.chmod(mode)
    for cache in (held, held / "deeper"):
        reader = Workspace(replace(company.company, cache=cache), connect(), Access())
        rows = unbound("subscriptions")
        counted = rows.group_by("account_id").agg(n=rows.count())
        found = reader.collect(reader.cube("counted", counted)).table
        assert found.num_rows == reader.collect(counted).table.num_rows > 0
        assert bool(list(held.rglob("*.parquet"))) is (mode == 0o700)
    held.chmod(0o700)


def test_a_cube_gives_the_rows_of_its_expression_to_each_reader_their_own(company, tmp_path):
    rows = unbound("subscriptions")
    by_account = rows.group_by("account_id").agg(n=rows.count())
    everybody = Workspace(replace(company.company, cache=tmp_path), connect(), Access())
    alice = everybody.seen_by(Access.of("csm", "alice"))

    def seen(reader):
        cube = reader.cube("by_account", by_account, frozenset({"account_id"}))
        assert isinstance(cube.op(), ibis.expr.operations.UnboundTable)
        return sorted(row["account_id"] for row in reader.collect(cube).rows())

    assert seen(alice) == ["mine", "pooled"]
    assert not list(tmp_path.iterdir())
    assert seen(everybody) == ["former", "mine", "pooled", "theirs"]
    assert len(list(tmp_path.iterdir())) == 1
    assert seen(alice) == ["mine", "pooled"]


def test_names_are_never_kept_for_others(company, tmp_path):
    named = unbound("people").select("person_id", "name")
    owner = Workspace(replace(company.company, cache=tmp_path), connect(), Access())
    board = owner.seen_by(Access.of("board"))

    assert owner.collect(owner.cube("named", named)).rows()[0]["name"] == "Name of alice"
    assert not list(tmp_path.iterdir())
    assert board.collect(board.cube("named", named)).rows()[0]["name"] is None
