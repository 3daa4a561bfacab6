"""The log with the journey's stages laid beside it, on the engines; conformance finds the rest of effort."""

from __future__ import annotations

import pyarrow as pa
import pytest

from bookload.data.engine import Engine
from bookload.metrics.effort.shares import shared
from logged import at, company, deed

SPELLS = pa.table(
    {
        "account_id": ["A", "A"],
        "stage": ["onboarding", "steady"],
        "from_at": pa.array([at("2026-01-01 00:00"), at("2026-03-05 00:00")], pa.timestamp("us", tz="UTC")),
        "to_at": pa.array([at("2026-03-05 00:00"), at("2026-04-01 00:00")], pa.timestamp("us", tz="UTC")),
    }
)
LOG = [
    deed("2026-03-04 23:59", "0.0005", "A;B; C"),
    deed("2026-03-05 00:00", None, "A", end_at=at("2026-03-05 00:50:10")),
    deed("2026-03-31 22:30", 7, "A;;B"),
    deed("2026-03-31 22:30", 7, None, kind="internal"),
]
ORDER = ("account_id", "start_at", "kind", "minutes")


def told(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=lambda row: tuple(str(row[name]) for name in ORDER))


@pytest.mark.postgres
def test_postgresql_lays_stages_beside_the_log_as_duckdb_does(postgres: Engine) -> None:
    _compare(postgres)


@pytest.mark.spark
@pytest.mark.prove
def test_a_spark_cluster_lays_stages_beside_the_log_as_duckdb_does(spark: Engine) -> None:
    _compare(spark)


def _compare(engine: Engine) -> None:
    ws = company(LOG, policy={"company": {"time_zone": "Europe/Berlin"}})
    spells = ws.given("spells", SPELLS)
    expr = shared(ws, spells)
    answer = engine.run(expr, {**ws.company.sources, spells.get_name(): SPELLS})
    assert told(answer) == told(ws.collect(expr).table)
