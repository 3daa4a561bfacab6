"""Price periods come out alike on every engine under switches that the default policy leaves alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import strategies
from bookload.data.documents import Policy
from bookload.metrics.revenue.periods.price_periods import agreed
from bookload.workspace import memory

if TYPE_CHECKING:
    import pyarrow as pa

    from bookload.data.engine import Engine

COMPANIES, IN_A_DRAW = 24, 4
SWITCHES = {
    "bridged, in whole cents": {
        "renewal_gap_days": 40,
        "rounding": "minor_units",
        "past_due_days": 30,
        "weeks_a_year": "365/7",
        "days_a_year": "360",
    },
    "trials and pauses count, cancelled at once": {
        "trials": "counted",
        "paused": "counted",
        "churn_date": "cancellation",
        "discounts": "endless",
        "rounding": "four_places",
        "counted_statuses": ["active", "past_due", "unpaid", "canceled"],
    },
    "invoices alone": {"source": "invoice_lines", "renewal_gap_days": 10, "weeks_a_year": "0"},
}


@pytest.fixture(scope="module")
def tables() -> strategies.Tables:
    """Random companies, the same ones each time, as one."""
    found: list[strategies.Tables] = []

    @seed(22)
    @settings(
        max_examples=COMPANIES // IN_A_DRAW + 1,  # the first draw is of the smallest that there are
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(strategies.companies(), min_size=IN_A_DRAW, max_size=IN_A_DRAW))
    def draw(companies: list[strategies.Tables]) -> None:
        found.extend(companies)

    draw()
    return strategies.stacked(found[-COMPANIES:])


def rows(table: pa.Table) -> list[str]:
    return sorted(map(str, table.to_pylist()))


def compare(engine: Engine, tables: strategies.Tables, switches: str) -> None:
    policy = Policy.model_validate({"revenue": SWITCHES[switches]})
    workspace = memory(tables, as_of=date(2026, 1, 1), policy=policy)
    expr = agreed(policy)
    right = workspace.collect(expr).table
    answer = engine.run(expr, workspace.company.sources)
    assert answer.schema == right.schema
    assert right.num_rows
    assert rows(answer) == rows(right)


@pytest.mark.postgres
@pytest.mark.parametrize("switches", SWITCHES)
def test_postgresql_counts_as_duckdb_does(postgres: Engine, tables: strategies.Tables, switches: str) -> None:
    compare(postgres, tables, switches)


@pytest.mark.spark
@pytest.mark.parametrize(
    "switches",
    [pytest.param(name, marks=[pytest.mark.prove] if at else []) for at, name in enumerate(SWITCHES)],
)
def test_a_spark_cluster_counts_as_duckdb_does(
    spark: Engine, tables: strategies.Tables, switches: str
) -> None:
    compare(spark, tables, switches)
