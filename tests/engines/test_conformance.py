"""One definition, three engines: every expression of revenue, books, ratios, effort, journey, cell by cell.

What is asked is found, not listed: every public function there that takes a reader or makes a table. Each is
called over DuckDB by a reader whose engine writes down every expression that reaches it; the others then
answer the same expressions over the same rows. A function that this suite does not know how to call fails.

The rows: the sample company, from the files of its snapshot; and random companies, 200 of them where it is
proved, stacked under a prefix so that each expression is one query.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import strategies
from asked import Asked, Function, Writing, ask, functions
from bookload.data import demo
from bookload.data.engine import Engine, connect
from bookload.workspace import Request, Workspace, import_into, init, memory, open_folder

COMPANIES = 200 if os.environ.get("BOOKLOAD_PROVE") else 40
IN_A_DRAW = 4
"""More are mostly too large to draw: with twenty, forty companies take seven times as long."""
SEED = 20261121
AS_OF = date(2025, 12, 31)

FAILING: Mapping[tuple[str, str], str] = {}
"""What an engine is known to answer otherwise, by engine and function, and why; none may pass unseen."""


@dataclass(frozen=True)
class Answered:
    """What DuckDB answered to one function's expressions; `error` where it could not be called."""

    asked: tuple[Asked, ...] = ()
    error: Exception | None = None


class Company:
    """A company whose expressions are written down when first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        writing = Writing(connect())
        self._workspace = Workspace(replace(workspace.company, cache=None), writing, workspace.access)
        self._writing = writing
        self._answers: dict[str, Answered] = {}

    def __repr__(self) -> str:
        return self._workspace.company.name

    def answers(self, name: str) -> Answered:
        """What a function asked that none before it did; those before it, in their order, are asked first."""
        for function in functions():
            if name in self._answers:
                break
            if function.name not in self._answers:
                self._answers[function.name] = self._asked_by(function)
        return self._answers[name]

    def _asked_by(self, function: Function) -> Answered:
        before = len(self._writing.asked)
        try:
            ask(function, self._workspace)
        except Exception as error:  # noqa: BLE001 - raised again in the test of this function
            return Answered(error=error)
        return Answered(tuple(self._writing.asked[before:]))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The sample company, imported from its files."""
    root = tmp_path_factory.mktemp("sample")
    made = init(root)
    demo.write(demo.generate(), root)
    now = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    request = Request([made.data], now=now, who="test", data_through=demo.THROUGH, known_from=demo.KNOWN_FROM)
    assert not import_into(root, request).refused
    return Company(open_folder(root))


@pytest.fixture(scope="session")
def stack() -> Company:
    """Random companies, the same ones each time, asked as one."""
    return Company(memory(strategies.stacked(drawn(COMPANIES)), as_of=AS_OF))


def drawn(count: int) -> list[strategies.Tables]:
    """Random companies of the kind that properties are tried on."""
    found: list[strategies.Tables] = []

    @seed(SEED)
    @settings(
        max_examples=count // IN_A_DRAW,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(strategies.companies(), min_size=IN_A_DRAW, max_size=IN_A_DRAW))
    def draw(companies: list[strategies.Tables]) -> None:
        found.extend(companies)

    draw()
    assert len(found) >= count
    return found[:count]


def cells(table: pa.Table) -> pa.Table:
    """The rows in an order that follows from their cells alone."""
    whole = table.combine_chunks()
    return whole.sort_by([(name, "ascending") for name in whole.column_names])


def differing(asked: Asked, answer: pa.Table) -> Iterator[str]:
    """Yield what differs: types, how many rows there are, and the first rows that only one has."""
    if answer.schema != asked.answer.schema:
        yield f"types: {answer.schema} instead of {asked.answer.schema}"
        return
    right, found = cells(asked.answer), cells(answer)
    if right.equals(found):
        return
    yield f"{found.num_rows} rows instead of {right.num_rows} of {asked.expr.columns}"
    for ours, theirs in zip(right.to_pylist(), found.to_pylist(), strict=False):
        if ours != theirs:
            yield f"{theirs} instead of {ours}"
            return


def compare(engine: Engine, company: Company, name: str) -> None:
    """Assert that an engine answers a function's expressions as DuckDB does."""
    answered = company.answers(name)
    if answered.error is not None:
        raise answered.error
    wrong = [
        text for asked in answered.asked for text in differing(asked, engine.run(asked.expr, asked.sources))
    ]
    assert wrong == []


OF_SPARK = (
    "metrics.revenue.periods.price_periods",
    "metrics.revenue.balances",
    "metrics.revenue.movements.grouped",
    "metrics.books.lines",
    "metrics.books.months",
    "metrics.effort.shares",
    "planning.journey.spans",
)
"""Where the tables are made that `make test` asks Spark for: what most others are made of."""


def asked_of(engine: str, company: str) -> list[object]:
    """The functions as parameters, with what is known to fail, and what `make prove` alone asks, marked.

    `make test` asks what makes a table, of the random companies alone, and Spark some of it; the rest takes
    longer than all other tests together.
    """
    found: list[object] = []
    for function in functions():
        marks: list[pytest.MarkDecorator] = []
        if (engine, function.name) in FAILING:
            marks.append(pytest.mark.xfail(strict=True, reason=FAILING[engine, function.name]))
        left = company == "sample" or (engine == "spark" and not function.name.startswith(OF_SPARK))
        if left or not function.makes_a_table:
            marks.append(pytest.mark.prove)
        found.append(pytest.param(company, function.name, marks=marks))
    return found


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("company", "name"), [*asked_of("postgresql", "sample"), *asked_of("postgresql", "stack")]
)
def test_postgresql_answers_as_duckdb_does(
    request: pytest.FixtureRequest, postgres: Engine, company: str, name: str
) -> None:
    compare(postgres, request.getfixturevalue(company), name)


@pytest.mark.spark
@pytest.mark.parametrize(("company", "name"), [*asked_of("spark", "sample"), *asked_of("spark", "stack")])
def test_a_spark_cluster_answers_as_duckdb_does(
    request: pytest.FixtureRequest, spark: Engine, company: str, name: str
) -> None:
    compare(spark, request.getfixturevalue(company), name)


@pytest.mark.spark
@pytest.mark.prove
def test_spark_answers_the_same_with_questions_compiled(
    compiled_spark: Engine, stack: Company, promised: Callable[[str, int], int]
) -> None:
    promised("random companies, each cell on three engines", COMPANIES)
    for function in functions():
        compare(compiled_spark, stack, function.name)


TABLES = 35
"""Functions that make tables, and expressions of theirs: no fewer than when this was written."""


def test_what_is_compared_is_no_handful(stack: Company) -> None:
    """That discovery finds what it is to find: else a comparison of nothing would pass."""
    found = {function.name for function in functions()}
    assert {
        "metrics.revenue.periods.price_periods.price_periods",
        "metrics.revenue.balances.balances",
        "metrics.revenue.movements.bridges.movements",
        "metrics.books.lines.owner_lines",
        "metrics.ratios.ratios.ratios",
    } <= found
    asked = sum(len(stack.answers(function.name).asked) for function in functions()[:TABLES])
    assert asked >= TABLES
