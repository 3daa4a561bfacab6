"""What DuckDB keeps to, the engines beside it keep to as well: types, exactness, isolation, errors."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.base.errors import (
    DataError,
    InexactExpressionError,
    MissingDataError,
    UsageError,
    WorkspaceError,
)
from bookload.data.engine import Engine, connect, declare_unique, exact_sum, half_away, whole
from bookload.data.engine.exact import integer_divide
from bookload.data.tables import empty, table_names, unbound
from stored import company, rows

LARGEST = 10**38 - 1
WHOLE = pa.decimal128(38, 0)

ENGINES = [
    pytest.param("postgres", marks=pytest.mark.postgres),
    pytest.param("spark", marks=pytest.mark.spark),
]
COMPILED = pytest.param("compiled_spark", marks=pytest.mark.spark)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=ENGINES)
def closable(request: pytest.FixtureRequest) -> Iterator[Engine]:
    found = connect(request.getfixturevalue(f"{request.param}_url"))
    yield found
    found.close()


pairs = ibis.table({"i": "int64", "n": "decimal(38, 0)", "d": "decimal(38, 0)"}, name="pairs")


def of_pairs(*given: tuple[int | None, int | None]) -> pa.Table:
    tops, bottoms = (
        [None if each is None else Decimal(each) for each in side] for side in zip(*given, strict=True)
    )
    number = pa.array(range(len(given)), pa.int64())
    return pa.table({"i": number, "n": pa.array(tops, WHOLE), "d": pa.array(bottoms, WHOLE)})


def answers(engine: Engine, value: ibis.Value, source: pa.Table) -> list[int | None]:
    rows = engine.run(pairs.select("i", answer=value), {"pairs": source}).to_pylist()
    found = sorted(rows, key=lambda row: row["i"])
    return [None if row["answer"] is None else int(row["answer"]) for row in found]


# ------------------------------------------------------------------------------------------------- types


def test_every_table_comes_back_in_its_schema_with_its_rows(engine: Engine) -> None:
    for table in table_names():
        expression = unbound(table)
        assert engine.run(expression, {table: empty(table)}).schema == expression.schema().to_pyarrow()
    for name, table in company().items():
        assert sorted(engine.run(unbound(name), {name: table}).to_pylist(), key=str) == sorted(
            table.to_pylist(), key=str
        )


def test_each_type_comes_back_as_it_went_nothing_of_it_lost(engine: Engine) -> None:
    source = pa.table(
        {
            "text": ['it\'s "quoted" \\ `back`; DROP', "", "Ünï\n\t", None],
            "day": pa.array([date(1900, 1, 1), date(2024, 2, 29), date(2299, 12, 31), None], pa.date32()),
            "flag": [True, False, None, None],
            "count": pa.array([2**63 - 1, -(2**63), 0, None], pa.int64()),
            "money": pa.array([Decimal(LARGEST), Decimal(-LARGEST), Decimal(0), None], WHOLE),
            "at": pa.array(
                [
                    datetime(2026, 2, 28, 23, 30, 0, 1, tzinfo=UTC),
                    datetime(1970, 1, 1, tzinfo=UTC),
                    None,
                    None,
                ],
                pa.timestamp("us", tz="UTC"),
            ),
        }
    )
    table = ibis.table(ibis.Schema.from_pyarrow(source.schema), name="kinds")
    found = engine.run(table, {"kinds": source})
    assert found.schema == source.schema
    assert sorted(found.to_pylist(), key=str) == sorted(source.to_pylist(), key=str)


def test_instants_are_cut_into_days_in_utc(engine: Engine) -> None:
    log = unbound("activities")
    late = rows(
        "activities",
        {"person_id": "P", "kind": "call", "start_at": datetime(2026, 2, 28, 23, 30, tzinfo=UTC)},
    )
    (row,) = engine.run(
        log.select(day=log.start_at.date(), month=log.start_at.month()), {"activities": late}
    ).to_pylist()
    assert row == {"day": date(2026, 2, 28), "month": 2}


def test_text_is_ordered_by_code_point_and_lower_case_knows_more_than_ascii(engine: Engine) -> None:
    words = ["a", "B", "Z", "ä", "Ä", "_", "0", "b", "é"]
    source = pa.table({"word": words})
    declare_unique("words", frozenset({"word"}))
    table = ibis.table({"word": "string"}, name="words")
    ranked = table.mutate(place=ibis.row_number().over(ibis.window(order_by=table.word)))
    found = {row["word"]: row["place"] for row in engine.run(ranked, {"words": source}).to_pylist()}
    assert sorted(words, key=lambda word: found[word]) == sorted(words)
    lower = engine.run(table.select(word=table.word, low=table.word.lower()), {"words": source})
    assert {row["word"]: row["low"] for row in lower.to_pylist()} == {word: word.lower() for word in words}


# -------------------------------------------------------------------------------------------- exactness


@pytest.mark.parametrize("engine", [*ENGINES, COMPILED], indirect=True)
def test_a_sum_of_38_digits_is_exact_and_one_beyond_is_an_error(engine: Engine) -> None:
    total = pairs.aggregate(total=exact_sum(pairs.n))
    halves = of_pairs((LARGEST // 3, 1), (LARGEST // 3, 1), (LARGEST // 3, 1))
    assert engine.run(total, {"pairs": halves})["total"].to_pylist() == [Decimal(LARGEST)]
    with pytest.raises(DataError, match="beyond 38 digits"):
        engine.run(total, {"pairs": of_pairs((LARGEST, 1), (1, 1))})


def test_a_product_beyond_38_digits_is_an_error(engine: Engine) -> None:
    with pytest.raises(DataError, match="beyond 38 digits"):
        engine.run(pairs.select(p=pairs.n * pairs.d), {"pairs": of_pairs((10**20, 10**20))})


EDGES = (
    [(n, d) for n in (7, -7, 6, -6, 0, 1, -1) for d in (1, 2, 3, 7, 12)]
    + [(LARGEST, d) for d in (1, 2, 3, 7, 10, 999_999, 1_000_000, 1_000_001, 10**19, LARGEST)]
    + [(-LARGEST, d) for d in (1, 3, 999_999, 1_000_000, 10**37)]
    + [(10**32 + k, d) for k in (-1, 0, 1) for d in (1, 3, 999_983)]
    + [(10**7 - 1, 10**7), (10**37 - 1, 10**37), (-(10**37 - 1), 10**37), (None, 3), (7, None)]
)


@pytest.mark.parametrize("engine", [*ENGINES, COMPILED], indirect=True)
def test_integer_division_truncates_as_pythons_integers_do_at_any_length(engine: Engine) -> None:
    expected = [
        None if n is None or d is None else (abs(n) // abs(d)) * (1 if (n < 0) == (d < 0) else -1)
        for n, d in EDGES
    ]
    assert answers(engine, integer_divide(pairs.n, pairs.d), of_pairs(*EDGES)) == expected


@pytest.mark.parametrize("engine", [*ENGINES, COMPILED], indirect=True)
def test_half_away_rounds_half_away_from_zero(engine: Engine) -> None:
    given = [
        (1, 2),
        (-1, 2),
        (3, 2),
        (-3, 2),
        (10, 4),
        (-10, 4),
        (1, 3),
        (2, 3),
        (-2, 3),
        (0, 5),
        (10**36 + 1, 2),
    ]
    expected = [1, -1, 2, -2, 3, -3, 0, 1, -1, 0, 5 * 10**35 + 1]
    assert answers(engine, half_away(pairs.n, pairs.d), of_pairs(*given)) == expected
    assert answers(engine, half_away(pairs.n, 12), of_pairs((-6, 1), (18, 1))) == [-1, 2]


@pytest.mark.parametrize("engine", [*ENGINES, COMPILED], indirect=True)
def test_a_sign_is_turned_without_loss_of_a_digit(engine: Engine) -> None:
    long = 12345678901234567890123456789012345678  # Spark's own `-x` and `abs(x)` round it to 34 digits
    given = of_pairs((long, 1), (-long, 1), (-5, 1), (None, 1))
    assert answers(engine, -pairs.n, given) == [-long, long, 5, None]
    assert answers(engine, pairs.n.abs(), given) == [long, long, 5, None]
    assert answers(engine, whole(1) - pairs.n, given) == [1 - long, 1 + long, 6, None]


def test_a_division_by_zero_is_an_error_not_a_gap(engine: Engine) -> None:
    with pytest.raises(DataError, match="divides by 0"):
        answers(engine, half_away(pairs.n, pairs.d), of_pairs((7, 0), (6, 2)))


def test_a_number_of_python_is_whole(engine: Engine) -> None:
    assert answers(engine, whole(LARGEST) - pairs.n, of_pairs((1, 1))) == [LARGEST - 1]


def test_an_inexact_expression_is_refused_before_it_runs(engine: Engine) -> None:
    sold = unbound("subscriptions")
    with pytest.raises(InexactExpressionError):
        engine.run(sold.select(half=sold.amount / 2), {})


# -------------------------------------------------------------------------------------------- isolation


def test_two_readers_of_two_snapshots_never_see_each_others_rows(engine: Engine, tmp_path: Path) -> None:
    expected: dict[int, tuple[Path | pa.Table, str]] = {}
    for name in ("Acme", "Bolt"):
        table = rows("accounts", {"account_id": "A-1", "name": name})
        path = tmp_path / name / "accounts.parquet"
        path.parent.mkdir()
        pq.write_table(table, path)
        expected |= {id(table): (table, name), id(path): (path, name)}
    for _ in range(2):  # in turn: the second time everything is there already
        for source, name in expected.values():
            assert engine.run(unbound("accounts"), {"accounts": source})["name"].to_pylist() == [name]
    with pytest.raises(MissingDataError, match=r"the table 'accounts' is not in the snapshot; import it"):
        engine.run(unbound("accounts"), {"people": empty("people")})


def test_a_file_that_was_written_anew_is_read_anew(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "accounts.parquet"
    for name in ("before", "afterwards"):
        pq.write_table(rows("accounts", {"account_id": "A-1", "name": name}), path)
        assert engine.run(unbound("accounts"), {"accounts": path})["name"].to_pylist() == [name]


def test_a_table_that_nobody_holds_is_let_go_and_its_name_is_not_given_to_another(engine: Engine) -> None:
    before = len(engine._held._alive)  # type: ignore[attr-defined]  # what other tests hold
    for number in range(5):
        source = rows("accounts", {"account_id": f"A-{number}", "name": "x"})
        assert engine.run(unbound("accounts"), {"accounts": source})["account_id"].to_pylist() == [
            f"A-{number}"
        ]
        del source
        gc.collect()
    assert len(engine._held._alive) < before + 5  # type: ignore[attr-defined]


def test_a_table_that_cannot_be_read_is_no_traceback(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be read"):
        engine.run(unbound("accounts"), {"accounts": tmp_path / "gone.parquet"})


def test_after_an_error_the_next_question_is_answered(engine: Engine) -> None:
    with pytest.raises(DataError):
        answers(engine, integer_divide(pairs.n, pairs.d), of_pairs((7, 0)))
    assert answers(engine, integer_divide(pairs.n, pairs.d), of_pairs((7, 2))) == [3]


def test_a_load_that_is_interrupted_leaves_nothing_that_a_later_question_meets(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = rows("accounts", {"account_id": "A-1", "name": "whole"})
    inside = "_rows" if engine.name == "spark" else "_fill"
    before = getattr(engine, inside)

    def stopped(*given: object) -> object:
        before(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(engine, inside, stopped)
        with pytest.raises(KeyboardInterrupt):
            engine.run(unbound("accounts"), {"accounts": source})
    assert engine.run(unbound("accounts"), {"accounts": source})["name"].to_pylist() == ["whole"]


def test_an_engine_that_is_closed_answers_nothing_more(closable: Engine) -> None:
    assert closable.run(unbound("people"), {"people": empty("people")}).num_rows == 0
    closable.close()
    with pytest.raises(WorkspaceError, match="closed"):
        closable.run(unbound("people"), {"people": empty("people")})


def test_an_engine_tells_its_sql_and_its_name_but_no_secret(engine: Engine) -> None:
    assert engine.name in ("postgresql", "spark")
    assert "SELECT" in engine.sql(unbound("accounts").select("name"))
    assert engine.name in repr(engine).lower()


# ------------------------------------------------------------------------------------------------ Spark


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_one_program_has_one_spark() -> None:
    with pytest.raises(UsageError, match="one program has one Spark"):
        connect("spark://local[1]")


@pytest.mark.parametrize(
    ("url", "error", "told"),
    [
        ("spark://127.0.0.1:1", WorkspaceError, "no Spark master answers at 127.0.0.1:1"),
        ("spark://somewhere", UsageError, "names no master"),
    ],
)
def test_a_master_that_is_none_is_told_at_once(url: str, error: type[Exception], told: str) -> None:
    from bookload.data.engine.spark import _reach

    with pytest.raises(error, match=told):
        _reach(url, url)
