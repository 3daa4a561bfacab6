"""DuckDB as an engine: schemas, sources, time zone, and what it says when it cannot."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import (
    DataError,
    InexactExpressionError,
    MissingDataError,
    UsageError,
    WorkspaceError,
)
from bookload.data.engine import Engine, connect, exact_sum, half_away, whole
from bookload.data.engine.exact import integer_divide
from bookload.data.tables import empty, table_names, unbound
from forked import in_child
from stored import MICROS, company, rows

LARGEST = 10**38 - 1


@pytest.fixture(scope="module")
def engine() -> Engine:
    return connect()


pairs = ibis.table({"n": "decimal(38, 0)", "d": "decimal(38, 0)"}, name="pairs")


def of_pairs(*given: tuple[int | None, int | None]) -> pa.Table:
    kind = pa.decimal128(38, 0)
    tops, bottoms = (
        [None if each is None else Decimal(each) for each in side] for side in zip(*given, strict=True)
    )
    return pa.table({"n": pa.array(tops, kind), "d": pa.array(bottoms, kind)})


def column(engine: Engine, value: ibis.Value, *given: tuple[int | None, int | None]) -> list[int | None]:
    result = engine.run(pairs.select(value.name("answer")), {"pairs": of_pairs(*given)})
    return [None if each is None else int(each) for each in result["answer"].to_pylist()]


@pytest.mark.parametrize("table", table_names())
def test_each_table_comes_back_in_its_schema(engine: Engine, table: str) -> None:
    expression = unbound(table)
    result = engine.run(expression, {table: empty(table)})
    assert result.schema == expression.schema().to_pyarrow()


def test_a_result_has_the_types_that_the_expression_states(engine: Engine) -> None:
    sold = unbound("subscriptions")
    expression = sold.group_by("account_id").aggregate(
        total=exact_sum(sold.amount), rows=sold.count(), first=sold.start_date.min()
    )
    result = engine.run(expression, company())
    assert result.schema == expression.schema().to_pyarrow()
    assert result.schema.field("total").type == pa.decimal128(38, 0)
    assert result["total"].to_pylist() == [sum(company()["subscriptions"]["amount"].to_pylist())]


def test_a_source_is_a_file_or_a_table_in_memory(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "accounts.parquet"
    pq.write_table(company()["accounts"], path)
    for source in (path, company()["accounts"]):
        assert engine.run(unbound("accounts"), {"accounts": source}).equals(company()["accounts"])


def test_two_runs_never_see_each_others_rows(engine: Engine) -> None:
    for name in ("Acme", "Bolt"):
        source = rows("accounts", {"account_id": "A-1", "name": name})
        assert engine.run(unbound("accounts"), {"accounts": source})["name"].to_pylist() == [name]
    with pytest.raises(MissingDataError):
        engine.run(unbound("accounts"), {})


def test_a_table_that_is_missing_is_named_with_what_to_do(engine: Engine) -> None:
    with pytest.raises(MissingDataError, match=r"the table 'accounts' is not in the snapshot; import it"):
        engine.run(unbound("accounts"), {"people": empty("people")})


def test_a_table_that_cannot_be_read_is_no_traceback(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be read"):
        engine.run(unbound("accounts"), {"accounts": tmp_path / "gone.parquet"})


def test_an_inexact_expression_is_refused_before_it_runs(engine: Engine) -> None:
    sold = unbound("subscriptions")
    with pytest.raises(InexactExpressionError):
        engine.run(sold.select(half=sold.amount / 2), {})


def test_a_sum_beyond_38_digits_is_an_error_not_a_wrong_figure(engine: Engine) -> None:
    with pytest.raises(DataError, match="beyond 38 digits"):
        engine.run(pairs.aggregate(total=exact_sum(pairs.n)), {"pairs": of_pairs((LARGEST, 1), (LARGEST, 1))})


@pytest.mark.parametrize(
    "name", ["region=EU", "a[b]", "q?", "s*", "it's", 'quote"d', "back\\slash", "ü", "a;b"]
)
def test_any_name_of_a_folder_means_that_folder_alone(engine: Engine, tmp_path: Path, name: str) -> None:
    for folder, says in ((name, "mine"), ("ab", "other"), ("qx", "other"), ("sx", "other")):
        (tmp_path / folder).mkdir()
        account = {"account_id": "A-1", "name": says, "region": "US"}
        pq.write_table(rows("accounts", account), tmp_path / folder / "accounts.parquet")
    found = engine.run(unbound("accounts"), {"accounts": tmp_path / name / "accounts.parquet"})
    assert found.select(["name", "region"]).to_pylist() == [{"name": "mine", "region": "US"}]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_instants_do_not_shift_with_the_zone_of_the_machine(zone: str) -> None:
    late = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    log = unbound("activities")
    expression = log.select(at=log.start_at, day=log.start_at.date(), month=log.start_at.month())

    def told() -> str:
        os.environ["TZ"] = zone
        source = rows("activities", {"person_id": "P-1", "kind": "call", "start_at": late})
        (row,) = connect().run(expression, {"activities": source}).to_pylist()
        return f"{row['at'].isoformat()} {row['day']} {row['month']}"

    assert in_child(told) == "2026-02-28T23:30:00+00:00 2026-02-28 2"


def test_a_fork_asks_as_its_parent_did(tmp_path: Path) -> None:
    # DuckDB reads larger files with threads of its own, which a fork does not have.
    accounts = rows("accounts", *({"account_id": f"A-{number}"} for number in range(2_000)))
    pq.write_table(accounts, tmp_path / "accounts.parquet", row_group_size=100)
    source = {"accounts": tmp_path / "accounts.parquet"}
    table = unbound("accounts")
    asked = table.aggregate(accounts=table.account_id.nunique())

    def told() -> str:
        return str(connect().run(asked, source).to_pylist())

    assert told() == "[{'accounts': 2000}]"
    assert in_child(told) == "[{'accounts': 2000}]"


def test_nothing_is_ever_on_disk_and_nothing_is_fetched(engine: Engine) -> None:
    settings = engine._connection.execute(  # type: ignore[attr-defined]
        "SELECT current_setting('temp_directory'), current_setting('autoinstall_known_extensions')"
    )
    assert settings.fetchall() == [("", False)]


def test_an_engine_that_is_closed_answers_nothing_more() -> None:
    engine = connect()
    engine.close()
    with pytest.raises(Exception, match="closed"):
        engine.run(unbound("accounts"), {"accounts": empty("accounts")})


def test_an_engine_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no engine for 'oracle://x'; allowed: duckdb://"):
        connect("oracle://x")


def test_an_engine_tells_its_sql(engine: Engine) -> None:
    assert engine.name == "duckdb"
    assert "SELECT" in engine.sql(unbound("accounts"))


# ------------------------------------------------------------------------------------- integer division

digits = st.integers(-LARGEST, LARGEST) | st.integers(-100, 100)
divisors = st.integers(1, LARGEST) | st.integers(1, 100)


@given(st.lists(st.tuples(digits, divisors | divisors.map(lambda each: -each)), min_size=1, max_size=20))
def test_integer_division_truncates_as_pythons_integers_do(
    engine: Engine, given: list[tuple[int, int]]
) -> None:
    expected = [(abs(n) // abs(d)) * (1 if (n < 0) == (d < 0) else -1) for n, d in given]
    assert column(engine, integer_divide(pairs.n, pairs.d), *given) == expected


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**37), 10**37) | st.integers(-50, 50), st.integers(1, 10**37) | st.integers(1, 50)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_half_away_rounds_as_decimals_do(engine: Engine, given: list[tuple[int, int]]) -> None:
    from fractions import Fraction

    def rounded(n: int, d: int) -> int:
        exact = abs(Fraction(n, d))
        size = int(exact) + (exact - int(exact) >= Fraction(1, 2))
        return -size if n < 0 else size

    assert column(engine, half_away(pairs.n, pairs.d), *given) == [rounded(n, d) for n, d in given]


def test_division_by_a_whole_number_of_python(engine: Engine) -> None:
    assert column(engine, half_away(pairs.n, 12), (1_000, 1), (-6, 1), (18, 1)) == [83, -1, 2]


def test_nothing_divided_is_nothing(engine: Engine) -> None:
    assert column(engine, half_away(pairs.n, pairs.d), (None, 3), (7, None)) == [None, None]


def test_a_division_by_zero_is_an_error_not_a_gap(engine: Engine) -> None:
    with pytest.raises(DataError, match="divides by 0"):
        column(engine, half_away(pairs.n, pairs.d), (7, 0), (6, 2))


def test_a_number_of_python_is_whole(engine: Engine) -> None:
    assert column(engine, whole(LARGEST) - pairs.n, (1, 1)) == [LARGEST - 1]
    assert column(engine, whole(3) * pairs.n, (MICROS, 1)) == [3 * MICROS]
