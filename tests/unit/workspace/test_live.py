"""Workspaces whose rows stay in the user's own PostgreSQL: the same figures, rights and checks; none kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import adbc_driver_postgresql.dbapi as driver
import pytest

from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, DataError, DocumentError, UsageError, WorkspaceError
from bookload.base.money import QUANTA
from bookload.data.tables import unbound
from bookload.metrics import revenue
from bookload.workspace import Workspace, checked, memory, open_folder, report_document

pytestmark = pytest.mark.postgres

THROUGH = date(2026, 3, 31)
SUBSCRIPTIONS = [
    ("S1", "A1", "2025-01-01", "100", "month", "USD", None),
    ("S2", "A2", "2025-02-01", "1200.50", "year", "EUR", "2025-12-01"),
]
CREATE_SUBSCRIPTIONS = """
    CREATE TABLE crm.subs (subscription_id text, account_id text, start_date date, amount numeric,
        "interval" text, currency text, end_date date)
"""
CREATE_PAY = """
    CREATE TABLE crm.pay AS
    SELECT 'P1' person_id, DATE '2025-01-01' from_date, 80000 base, CAST(90000 AS numeric) ote, 'USD' currency
"""
TABLES = {
    "accounts": "crm.accounts",
    "subscriptions": "crm.subs",
    "ownership": "crm.owners",
    "pay": "crm.pay",
}


@pytest.fixture
def run(postgres_url: str) -> Iterator[driver.Cursor]:
    with driver.connect(postgres_url, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in (
            "DROP SCHEMA IF EXISTS crm CASCADE",
            "CREATE SCHEMA crm",
            "CREATE VIEW crm.accounts AS SELECT 'A1' account_id, 'Acme' AS name UNION SELECT 'A2', 'Bolt'",
            CREATE_SUBSCRIPTIONS,
            "CREATE TABLE crm.owners AS SELECT 'A1' account_id, 'P1' owner_id, DATE '2025-01-01' start_date",
            CREATE_PAY,
        ):
            cursor.execute(statement)
        for row in SUBSCRIPTIONS:
            values = ", ".join("NULL" if value is None else f"'{value}'" for value in row)
            cursor.execute(f"INSERT INTO crm.subs VALUES ({values})")  # noqa: S608 - ours
        yield cursor
        cursor.execute("DROP SCHEMA crm CASCADE")


@pytest.fixture
def write(tmp_path: Path, postgres_url: str) -> Callable[..., Path]:
    def written(
        tables: dict[str, str] = TABLES, through: date | None = THROUGH, url: str = postgres_url
    ) -> Path:
        lines = ["version = 1", "[company]", *([f"data_through = {through}"] if through else [])]
        lines += ["[engine]", f"url = {json.dumps(url)}", "[tables]"]
        lines += [f"{table} = {json.dumps(name)}" for table, name in tables.items()]
        (tmp_path / "bookload.toml").write_text("\n".join(lines))
        return tmp_path

    return written


def by_month(workspace: Workspace) -> list[tuple[object, ...]]:
    rows = revenue.movements(workspace, "account", workspace.months[0], workspace.months[-1])
    return [(row.month, row.key, *(getattr(row, name) for name in revenue.AMOUNTS)) for row in rows]


def test_figures_are_those_of_the_same_rows_imported(run: driver.Cursor, write: Callable[..., Path]) -> None:
    names = ("subscription_id", "account_id", "start_date", "amount", "interval", "currency", "end_date")
    imported = memory(
        {
            "accounts": [{"account_id": "A1", "name": "Acme"}, {"account_id": "A2", "name": "Bolt"}],
            "subscriptions": [dict(zip(names, row, strict=True)) for row in SUBSCRIPTIONS],
        },
        as_of=THROUGH,
    )
    live = open_folder(write())
    assert by_month(live) == by_month(imported)
    assert live.has("subscriptions")
    assert not live.has("activities")
    run.execute("DELETE FROM crm.subs")
    assert not open_folder(write()).has("subscriptions")


def test_every_result_says_that_it_cannot_be_had_again(
    run: driver.Cursor, write: Callable[..., Path]
) -> None:
    root = write()
    assert open_folder(root).head.snapshot == "live, not reproducible"
    told = report_document(root, as_of=None, access=Access())
    assert told["snapshot"] == "live, not reproducible"
    run.execute("UPDATE crm.subs SET amount = 10 * amount")
    assert by_month(open_folder(root))[0][-1] == 10 * 1200 * QUANTA
    assert not (root / ".bookload" / "cache").exists()


def test_what_must_not_be_is_found_by_query(run: driver.Cursor, write: Callable[..., Path]) -> None:
    root = write()
    (note,) = checked(root)
    assert (note.code, note.severity) == ("live-tables", "note")
    for statement in (
        "UPDATE crm.subs SET currency = 'XXQ' WHERE subscription_id = 'S1'",
        "UPDATE crm.subs SET \"interval\" = 'fortnight'",
        "INSERT INTO crm.subs SELECT * FROM crm.subs WHERE subscription_id = 'S2'",
        "INSERT INTO crm.subs (subscription_id, account_id, start_date) VALUES ('S9', 'A1', '2025-01-01')",
    ):
        run.execute(statement)
    found = {(one.code, one.column, one.count) for one in checked(root) if one.severity == "error"}
    assert found == {
        ("unknown-currency", "currency", 1),
        ("value-not-allowed", "interval", 3),
        ("duplicate-key", None, 1),
        ("missing-value", "amount", 1),
        ("missing-value", "interval", 1),
    }
    with pytest.raises(DataError, match="live rows are not what they must be") as told:
        open_folder(root)
    assert len(told.value.findings) == len(found)


def test_more_decimals_than_are_kept_are_found_in_their_column(
    run: driver.Cursor, write: Callable[..., Path]
) -> None:
    run.execute("UPDATE crm.pay SET ote = 117391.1234567")
    (found,) = [one for one in checked(write()) if one.severity == "error"]
    assert (found.code, found.table, found.column) == ("unreadable-value", "pay", "ote")
    assert "117391" not in str(found)


def test_rights_hold_there_too(run: driver.Cursor, write: Callable[..., Path]) -> None:
    root = write()
    run.execute("SELECT 1")
    own = open_folder(root, access=Access.of("csm", "P1"))
    assert [
        row["account_id"] for row in own.collect(unbound("subscriptions").select("account_id")).rows()
    ] == ["A1"]
    with pytest.raises(AccessDeniedError):
        own.collect(unbound("pay"))
    assert Right.PAY_PERSON in open_folder(root).collect(unbound("pay")).needs


@pytest.mark.usefixtures("run")
def test_the_day_that_live_rows_are_known_through_has_to_be_stated(write: Callable[..., Path]) -> None:
    root = write(through=None)
    with pytest.raises(
        WorkspaceError, match=r"state \[company\] data_through in bookload.toml, or ask with --as-of"
    ):
        open_folder(root)
    assert open_folder(root, as_of=THROUGH).as_of == THROUGH
    write()
    with pytest.raises(WorkspaceError, match=r"goes through 2026-03-31.*state a later"):
        open_folder(root, as_of=date(2026, 5, 1))


def test_live_tables_need_a_database_and_a_contract(write: Callable[..., Path]) -> None:
    with pytest.raises(DocumentError, match=r"\[engine\] url names none"):
        open_folder(write(url="duckdb://"))
    with pytest.raises(UsageError, match="did you mean 'accounts'"):
        open_folder(write({"acounts": "crm.accounts"}))
