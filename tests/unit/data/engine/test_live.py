"""Live tables: what of a user's own table becomes a contract's, exactly, and what is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import adbc_driver_postgresql.dbapi as driver
import pytest

from bookload.base.errors import DataError, DocumentError, MissingDataError, UsageError
from bookload.base.period import FAR, Month
from bookload.data.engine import Engine, connect
from bookload.data.tables import unbound
from bookload.data.tables.live import live_table

HOSTILE = 'it\'s "quoted"; DROP TABLE billing.kept; --'


@pytest.fixture
def run(postgres_url: str) -> Iterator[driver.Cursor]:
    with driver.connect(postgres_url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS billing CASCADE")
        cursor.execute("CREATE SCHEMA billing")
        yield cursor
        cursor.execute("DROP SCHEMA billing CASCADE")


def read(engine: Engine, table: str, name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = engine.run(unbound(table), {table: live_table(table, name)}).to_pylist()
    return rows


@pytest.mark.postgres
def test_columns_become_what_an_import_would_have_made_of_them(run: driver.Cursor, postgres: Engine) -> None:
    run.execute(
        "CREATE TABLE billing.subs (subscription_id integer, account_id uuid, start_date date,"
        ' amount numeric(12, 2), "interval" text, quantity numeric, end_date timestamp, status varchar,'
        " auto_renew boolean, note text)"
    )
    run.execute(
        "INSERT INTO billing.subs VALUES"
        " (7, '11111111-1111-1111-1111-111111111111', '2025-01-01', 1200.55, 'year', 2.5, NULL, NULL,"
        " true, 'ours'),"
        " (8, '11111111-1111-1111-1111-111111111111', '2025-01-01', -0.01, 'month', NULL, '2400-01-01 10:00',"
        " 'paused', NULL, NULL)"
    )
    first, second = sorted(
        read(postgres, "subscriptions", "billing.subs"), key=lambda row: str(row["subscription_id"])
    )
    assert first == first | {
        "subscription_id": "7",
        "account_id": "11111111-1111-1111-1111-111111111111",
        "start_date": date(2025, 1, 1),
        "amount": 1_200_550_000,
        "quantity": 25_000,
        "end_date": FAR,
        "status": "active",
        "kind": "recurring",
        "interval_count": 1,
        "auto_renew": True,
        "currency": None,
        "unit_amount": None,
    }
    assert (second["amount"], second["end_date"], second["status"]) == (-10_000, FAR, "paused")
    assert "note" not in first


@pytest.mark.postgres
@pytest.mark.parametrize(("column", "month"), [("date", "'2026-03-31'"), ("text", "'2026-03'")])
def test_a_month_is_a_date_in_it_or_its_name(
    run: driver.Cursor, postgres: Engine, column: str, month: str
) -> None:
    run.execute(f"CREATE TABLE billing.history (account_id text, month {column}, mrr integer)")
    run.execute(f"INSERT INTO billing.history VALUES ('A', {month}, 12)")  # noqa: S608 - ours
    (row,) = read(postgres, "mrr_history", "billing.history")
    assert (row["month"], row["mrr"]) == (Month.parse("2026-03").ordinal, 12_000_000)


@pytest.mark.postgres
def test_an_instant_keeps_its_zone(run: driver.Cursor, postgres: Engine) -> None:
    run.execute(
        "CREATE TABLE billing.log (person_id text, kind text, start_at timestamptz, minutes smallint)"
    )
    run.execute("INSERT INTO billing.log VALUES ('P', 'call', '2026-03-01 00:30+02', 30)")
    (row,) = read(postgres, "activities", "billing.log")
    assert row["start_at"] == datetime(2026, 2, 28, 22, 30, tzinfo=UTC)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("column", "told"),
    [
        (
            "mrr double precision",
            r"column mrr of 'billing.history' is of type double precision, which loses cents",
        ),
        ("mrr real", "loses cents"),
        ("mrr text", r"is of type text; make it numeric\(18, 6\) in the view"),
        ("mrr money", "is of type money"),
    ],
)
def test_money_that_is_not_exact_is_refused(
    run: driver.Cursor, postgres: Engine, column: str, told: str
) -> None:
    run.execute(f"CREATE TABLE billing.history (account_id text, month date, {column})")
    with pytest.raises(DataError, match=told):
        read(postgres, "mrr_history", "billing.history")


@pytest.mark.postgres
def test_more_decimals_than_are_kept_are_refused_not_rounded(run: driver.Cursor, postgres: Engine) -> None:
    run.execute("CREATE TABLE billing.history (account_id text, month date, mrr numeric)")
    run.execute("INSERT INTO billing.history VALUES ('A', '2026-03-01', 1.123456), ('B', '2026-03-01', NULL)")
    assert {row["mrr"] for row in read(postgres, "mrr_history", "billing.history")} == {1_123_456, None}
    run.execute("INSERT INTO billing.history VALUES ('C', '2026-03-01', 117391.1234567)")
    with pytest.raises(DataError, match="holds what cannot be kept exactly") as told:
        read(postgres, "mrr_history", "billing.history")
    assert "117391" not in str(told.value)


@pytest.mark.postgres
def test_required_columns_that_are_missing_are_named_all(run: driver.Cursor, postgres: Engine) -> None:
    run.execute("CREATE TABLE billing.subs (account_id text, amount integer)")
    with pytest.raises(
        MissingDataError, match=r"'billing\.subs' has no column subscription_id, start_date, interval"
    ):
        read(postgres, "subscriptions", "billing.subs")


@pytest.mark.postgres
def test_a_table_that_there_is_not_is_named(postgres: Engine) -> None:
    with pytest.raises(MissingDataError, match=r"no table or view 'billing\.nowhere'"):
        read(postgres, "accounts", "billing.nowhere")


@pytest.mark.postgres
def test_a_table_that_may_not_be_read_is_an_error_with_the_way_out(
    run: driver.Cursor, postgres_url: str
) -> None:
    run.execute("DROP ROLE IF EXISTS reader")
    run.execute("CREATE ROLE reader LOGIN")
    run.execute("CREATE TABLE billing.acc (account_id text, name text)")
    run.execute("GRANT USAGE ON SCHEMA billing TO reader")
    engine = connect(postgres_url.replace("postgres:@", "reader:@"))
    with pytest.raises(Exception, match="grant SELECT"):
        read(engine, "accounts", "billing.acc")
    run.execute("GRANT SELECT ON billing.acc TO reader")
    assert read(engine, "accounts", "billing.acc") == []
    engine.close()
    run.execute("DROP OWNED BY reader")


@pytest.mark.postgres
def test_a_name_is_a_name_whatever_is_in_it(run: driver.Cursor, postgres: Engine) -> None:
    run.execute("CREATE TABLE billing.kept (account_id text)")
    quoted = HOSTILE.replace('"', '""').replace(".", "_")
    run.execute(f'CREATE TABLE billing."{quoted}" (account_id text, name text)')
    run.execute(f"INSERT INTO billing.\"{quoted}\" VALUES ('A-1', 'Acme')")  # noqa: S608 - ours
    (row,) = read(postgres, "accounts", f"billing.{HOSTILE.replace('.', '_')}")
    assert row["name"] == "Acme"
    with pytest.raises(MissingDataError):
        read(postgres, "accounts", HOSTILE)
    run.execute("SELECT count(*) FROM billing.kept")
    assert run.fetchone() == (0,)


@pytest.mark.postgres
def test_rows_are_read_anew_each_time(run: driver.Cursor, postgres: Engine) -> None:
    run.execute("CREATE TABLE billing.acc (account_id text, name text)")
    assert read(postgres, "accounts", "billing.acc") == []
    run.execute("INSERT INTO billing.acc VALUES ('A-1', 'Acme')")
    assert len(read(postgres, "accounts", "billing.acc")) == 1


def test_a_live_table_needs_a_contract_and_a_name() -> None:
    with pytest.raises(UsageError, match="did you mean 'subscriptions'"):
        live_table("subscription", "billing.subs")
    for name in ("", "billing.", ".subs", "a.b.c.d"):
        with pytest.raises(DocumentError, match="names no table"):
            live_table("subscriptions", name)


@pytest.mark.spark
def test_spark_reads_tables_of_its_catalog_the_same_way(spark: Engine) -> None:
    session = spark._session  # type: ignore[attr-defined]
    session.sql(
        "CREATE OR REPLACE TEMP VIEW `subs of us; --` AS "
        "SELECT 'S' subscription_id, 'A' account_id, DATE '2025-01-01' start_date, "
        "CAST(1200.55 AS DECIMAL(12, 2)) amount, "
        "'year' interval, CAST(2.5 AS DECIMAL(20, 10)) quantity, DATE '2400-01-01' end_date, '' status"
    )
    (row,) = read(spark, "subscriptions", "subs of us; --")
    assert row == row | {"amount": 1_200_550_000, "quantity": 25_000, "end_date": FAR, "status": "active"}
    session.sql(
        "SELECT 'A' account_id, '2026-03' month, CAST(1.1234567 AS DECIMAL(20, 7)) mrr"
    ).createOrReplaceTempView("h")
    with pytest.raises(DataError, match="holds what cannot be kept exactly"):
        read(spark, "mrr_history", "h")
    session.sql(
        "SELECT 'A' account_id, DATE '2026-03-01' month, CAST(1 AS DOUBLE) mrr"
    ).createOrReplaceTempView("f")
    with pytest.raises(DataError, match="loses cents"):
        read(spark, "mrr_history", "f")
    with pytest.raises(MissingDataError, match="no table or view 'nowhere'"):
        read(spark, "accounts", "nowhere")
